using System.Device.Gpio;
using EdgeWarning.Common;
using EdgeWarning.Loudspeaker;

namespace EdgeWarning.Drivers
{
    /// <summary>
    /// The relay (or load switch) in the supply of the power amplifier: a high pin gives power. It is low from the first moment on, and once
    /// off it stays off for a while, so that a relay never chatters into the amplifier's empty capacitors.
    /// </summary>
    public sealed class Amplifier : IAmplifier
    {
        /// <summary>Shortest time without power. [M]</summary>
        public const int OffMilliseconds = 500;

        private readonly GpioPin _pin;
        private readonly Clock _clock;
        private bool _on;
        private long _offUptime;

        /// <summary>An amplifier whose supply follows a pin; without power.</summary>
        public Amplifier(GpioController gpio, int pin, Clock clock)
        {
            _clock = clock;
            _pin = gpio.OpenPin(pin, PinMode.Output);
            _pin.Write(PinValue.Low);
            _offUptime = -OffMilliseconds;
        }

        /// <inheritdoc/>
        public void Power(bool on)
        {
            if (on == _on)
            {
                return;
            }

            if (on)
            {
                long left = _offUptime + OffMilliseconds - _clock.UptimeMilliseconds;
                if (left > 0)
                {
                    _clock.Sleep((int)left);
                }
            }
            else
            {
                _offUptime = _clock.UptimeMilliseconds;
            }

            _on = on;
            _pin.Write(on ? PinValue.High : PinValue.Low);
        }
    }
}
