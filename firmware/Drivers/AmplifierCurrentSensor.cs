using System.Device.Adc;
using EdgeWarning.Loudspeaker;

namespace EdgeWarning.Drivers
{
    /// <summary>
    /// A shunt in the amplifier's supply, an amplifier for its voltage and a channel of ADC1. nanoFramework gives raw counts at 12 dB attenuation:
    /// nothing below 142 mV, then 0.806 mV a count (ESP-IDF esp_adc_cal, reference 1100 mV; from chip to chip 1000 to 1200 mV, so a
    /// reading may be 9 % off, which does not matter to a verdict that compares readings of the same chip).
    /// </summary>
    public sealed class AmplifierCurrentSensor : ICurrentSensor
    {
        /// <summary>Readings that are averaged: the amplifier draws in pulses, and the converter is off by some counts.</summary>
        public const int Readings = 8;

        private const int MillivoltsAtZero = 142;
        private const int MicrovoltsPerCount = 806;

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

            if (counts == 0)
            {
                return 0;
            }

            return (MillivoltsAtZero * 1000 + counts * MicrovoltsPerCount / Readings) / _microvoltsPerMilliampere;
        }
    }
}
