using System.Device.Adc;
using EdgeWarning.Common;
using EdgeWarning.Protocol;

namespace EdgeWarning.Drivers
{
    /// <summary>
    /// A <see cref="Thermistor"/> from the 3.3 V supply to a channel of ADC1, and a resistor from there to ground. The converter's reference is its own and up to 9 % off
    /// from chip to chip (1000 to 1200 mV, ESP-IDF programming guide), and no ratio to the supply takes that out: right within 2 °C at 0 °C, 3 °C at 25 °C and
    /// 6 °C at 60 °C. A cut sensor reads 0 V, a shorted one the supply; both are told from -40 °C (32 mV) and 85 °C (2492 mV with 3.3 kΩ).
    /// </summary>
    public sealed class CaseThermometer : IThermometer
    {
        private const int Readings = 16;
        private const int SupplyMillivolts = 3_300;
        private const int MicrovoltsPerCount = 757;     // ESP32-S3 at 12 dB: 0 to 3100 mV over 4095 counts

        private readonly AdcChannel _channel;
        private readonly int _lowerOhms;

        /// <summary>A thermistor above <paramref name="lowerOhms"/> on nanoFramework's ADC channel.</summary>
        public CaseThermometer(AdcController adc, int channel, int lowerOhms)
        {
            _channel = adc.OpenChannel(channel);
            _lowerOhms = lowerOhms;
        }

        /// <inheritdoc/>
        public int ReadDecidegrees()
        {
            int counts = 0;
            for (int i = 0; i < Readings; i++)
            {
                counts += _channel.ReadValue();
            }

            long microvolts = (long)counts * MicrovoltsPerCount / Readings;
            if (microvolts <= 0)
            {
                return Status.NoTemperature;
            }

            return Thermistor.DecidegreesOf((SupplyMillivolts * 1_000L - microvolts) * _lowerOhms / microvolts);
        }
    }
}
