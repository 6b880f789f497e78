using System.Device.Gpio;
using EdgeWarning.Common;

namespace EdgeWarning.Drivers
{
    /// <summary>
    /// A TPL5010 timer at a pin: it resets the chip when no rising edge of at least 100 ns came for as long as its resistor says. Source: TI SNAS651, DONE pin.
    /// </summary>
    public sealed class ExternalWatchdog : IWatchdog
    {
        private readonly GpioPin _pin;

        /// <summary>A watchdog whose DONE input hangs at <paramref name="pin"/>.</summary>
        public ExternalWatchdog(GpioController gpio, int pin)
        {
            _pin = gpio.OpenPin(pin, PinMode.Output);
            _pin.Write(PinValue.Low);
        }

        /// <inheritdoc/>
        public void Feed()
        {
            _pin.Write(PinValue.High);
            _pin.Write(PinValue.Low);
        }
    }
}
