using System.Device.Gpio;
using EdgeWarning.Common;

namespace EdgeWarning.Drivers
{
    /// <summary>The light that a technician sees through the lid: one of the <see cref="LightCodes"/>, the most urgent that holds.</summary>
    public sealed class StatusLed : IStep
    {
        private readonly GpioPin _pin;
        private readonly Ground _ground;
        private LightCode _code;
        private int[] _pattern = LightCodes.PatternOf(LightCode.Linked);
        private int _place;

        /// <summary>A light that is on while the pin is high.</summary>
        public StatusLed(GpioController gpio, int pin, Ground ground)
        {
            _pin = gpio.OpenPin(pin, PinMode.Output);
            _ground = ground;
        }

        /// <inheritdoc/>
        public int Step()
        {
            LightCode code = CodeNow();
            _place = (_place + 1) % _pattern.Length;
            if (code != _code)
            {
                _code = code;
                _pattern = LightCodes.PatternOf(code);
                _place = 0;
            }

            _pin.Write(_place % 2 == 0 ? PinValue.High : PinValue.Low);
            return _pattern[_place];
        }

        private LightCode CodeNow()
        {
            if (_ground.Starts.SafeMode)
            {
                return LightCode.SafeMode;
            }

            if (_ground.Status.IsSounding)
            {
                return LightCode.Sounding;
            }

            if (!_ground.Link.IsUp)
            {
                return LightCode.NoLink;
            }

            return _ground.Status.PartsLeftOut > 0 ? LightCode.PartLeftOut : LightCode.Linked;
        }
    }
}
