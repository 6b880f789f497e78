using System.Device.Gpio;
using EdgeWarning.Common;
using EdgeWarning.Loudspeaker;

namespace EdgeWarning.Drivers
{
    /// <summary>
    /// A push button between a pin and ground, with the internal pull-up: pressed reads low. An edge only wakes the loop that looks at it; what counts as a
    /// press is decided there (<see cref="PressTimer"/>), because GpioPin.DebounceTimeout has lost and invented edges (nanoFramework Home#570, #879).
    /// </summary>
    public sealed class Button : IButton
    {
        private readonly GpioPin _pin;
        private readonly Loop _loop;

        /// <summary>The button on GPIO <paramref name="pin"/>, which wakes <paramref name="loop"/>.</summary>
        public Button(GpioController gpio, int pin, Loop loop)
        {
            _loop = loop;
            _pin = gpio.OpenPin(pin, PinMode.InputPullUp);
            _pin.ValueChanged += OnChanged;
        }

        /// <inheritdoc/>
        public bool IsPressed
        {
            get { return _pin.Read() == PinValue.Low; }
        }

        private void OnChanged(object sender, PinValueChangedEventArgs e)
        {
            _loop.Wake();
        }
    }
}
