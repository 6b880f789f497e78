using System.Device.Adc;
using EdgeWarning.Common;

namespace EdgeWarning.Drivers
{
    /// <summary>
    /// A battery behind two resistors at a channel of ADC1: raw counts at 12 dB attenuation, on an ESP32-S3 0 to 3100 mV over 4095 counts (ESP-IDF programming guide). The
    /// reference spreads from chip to chip, so a reading may be some percent off; its changes are not.
    /// </summary>
    public sealed class BatteryDivider : IVoltmeter
    {
        private const int Readings = 16;
        private const int MicrovoltsPerCount = 757;

        private readonly AdcChannel _channel;
        private readonly int _upperOhms;
        private readonly int _lowerOhms;

        /// <summary>A divider of <paramref name="upperOhms"/> above <paramref name="lowerOhms"/> on nanoFramework's ADC channel.</summary>
        public BatteryDivider(AdcController adc, int channel, int upperOhms, int lowerOhms)
        {
            _channel = adc.OpenChannel(channel);
            _upperOhms = upperOhms;
            _lowerOhms = lowerOhms;
        }

        /// <inheritdoc/>
        public int ReadMillivolts()
        {
            int counts = 0;
            for (int i = 0; i < Readings; i++)
            {
                counts += _channel.ReadValue();
            }

            long microvolts = (long)counts * MicrovoltsPerCount / Readings;
            return (int)(microvolts * (_upperOhms + _lowerOhms) / _lowerOhms / 1000);
        }
    }
}
