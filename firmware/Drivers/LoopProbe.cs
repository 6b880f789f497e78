using System.Device.Adc;
using EdgeWarning.WaterLevel;

namespace EdgeWarning.Drivers
{
    /// <summary>A 4-20 mA probe whose current flows through a shunt at an input of ADC1: raw counts, 12 bits at 12 dB, uncalibrated.</summary>
    public sealed class LoopProbe : ICountSource
    {
        private readonly AdcChannel _channel;

        /// <summary>The probe on ADC1 channel <paramref name="channel"/>.</summary>
        public LoopProbe(int channel)
        {
            AdcController adc = new AdcController();
            _channel = adc.OpenChannel(channel);
        }

        /// <inheritdoc/>
        public int Read()
        {
            return _channel.ReadValue();
        }
    }
}
