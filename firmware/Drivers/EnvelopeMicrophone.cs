using System.Device.Adc;
using EdgeWarning.Loudspeaker;

namespace EdgeWarning.Drivers
{
    /// <summary>
    /// A sound detector whose analogue output is the envelope of what it hears (SparkFun SEN-12642, output "ENVELOPE"), on a channel of ADC1. Raw counts at
    /// 12 dB attenuation as for <see cref="AmplifierCurrentSensor"/>; a verdict compares readings of the same chip.
    /// </summary>
    public sealed class EnvelopeMicrophone : IMicrophone
    {
        /// <summary>Readings that are averaged: the envelope ripples with the sound.</summary>
        public const int Readings = 8;

        private const int MicrovoltsPerCount = 757;

        private readonly AdcChannel _channel;

        /// <summary>A microphone on a channel of ADC1.</summary>
        public EnvelopeMicrophone(AdcController adc, int channel)
        {
            _channel = adc.OpenChannel(channel);
        }

        /// <inheritdoc/>
        public int ReadMillivolts()
        {
            int counts = 0;
            for (int i = 0; i < Readings; i++)
            {
                counts += _channel.ReadValue();
            }

            return counts * MicrovoltsPerCount / Readings / 1_000;
        }
    }
}
