using System.Device.Gpio;
using EdgeWarning.Common;

namespace EdgeWarning.Drivers
{
    /// <summary>The light that a technician sees through the lid: steady while the link is up, blinking once a second while it is not.</summary>
    public sealed class StatusLed : IStep
    {
        private const int LookMilliseconds = 2_000;
        private const int BlinkMilliseconds = 500;

        private readonly GpioPin _pin;
        private readonly ILink _link;
        private bool _on;

        /// <summary>A light that is on while the pin is high.</summary>
        public StatusLed(GpioController gpio, int pin, ILink link)
        {
            _pin = gpio.OpenPin(pin, PinMode.Output);
            _link = link;
        }

        /// <inheritdoc/>
        public int Step()
        {
            bool up = _link.IsUp;
            Show(up || !_on);
            return up ? LookMilliseconds : BlinkMilliseconds;
        }

        private void Show(bool on)
        {
            _on = on;
            _pin.Write(on ? PinValue.High : PinValue.Low);
        }
    }
}
