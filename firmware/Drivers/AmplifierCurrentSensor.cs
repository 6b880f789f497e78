using System.Device.Adc;
using EdgeWarning.Loudspeaker;

namespace EdgeWarning.Drivers
{
    /// <summary>
    /// A shunt in the amplifier's supply, an amplifier for its voltage and a channel of ADC1. nanoFramework gives raw counts at 12 dB attenuation:
    /// on an ESP32-S3 0 to 3100 mV over 4095 counts (ESP-IDF programming guide, ADC attenuation; from chip to chip the reference spreads, so a
    /// reading may be 9 % off, which does not matter to a verdict that compares readings of the same chip).
    /// </summary>
    public sealed class AmplifierCurrentSensor : ICurrentSensor
    {
        /// <summary>Readings that are averaged: the amplifier draws in pulses, and the converter is off by some counts.</summary>
        public const int Readings = 8;

        private const int MicrovoltsPerCount = 757;

        private readonly AdcChannel _channel;
        private readonly int _microvoltsPerMilliampere;

        /// <summary>A sensor on a channel of ADC1.</summary>
        /// <param name="adc">The converter.</param>
        /// <param name="channel">nanoFramework's channel number; ADC1 only, ADC2 does not work beside Wi-Fi.</param>
        /// <param name="microvoltsPerMilliampere">Shunt (mΩ) times gain.</param>
        public AmplifierCurrentSensor(AdcController adc, int channel, int microvoltsPerMilliampere)
        {
            _channel = adc.OpenChannel(channel);
            _microvoltsPerMilliampere = microvoltsPerMilliampere;
        }

        /// <inheritdoc/>
        public int ReadMilliamperes()
        {
            int counts = 0;
            for (int i = 0; i < Readings; i++)
            {
                counts += _channel.ReadValue();
            }

            return counts * MicrovoltsPerCount / Readings / _microvoltsPerMilliampere;
        }
    }
}
