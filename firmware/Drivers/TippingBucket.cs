using System.Device.Gpio;
using EdgeWarning.RainGauge;

namespace EdgeWarning.Drivers
{
    /// <summary>
    /// The reed switch of a tipping bucket between a pin and ground: closed reads low. Every edge is passed on and none is filtered here:
    /// GpioPin.DebounceTimeout has lost and invented edges (nanoFramework Home#570, #879), and the ESP32's own filters are nanoseconds wide.
    /// The internal pull-up is 45 kOhm: a long cable wants 4.7 kOhm and a capacitor outside.
    /// </summary>
    public sealed class TippingBucket
    {
        private readonly GpioPin _pin;
        private ITipListener? _listener;

        /// <summary>The bucket on GPIO <paramref name="pin"/>.</summary>
        public TippingBucket(GpioController gpio, int pin)
        {
            _pin = gpio.OpenPin(pin, PinMode.InputPullUp);
        }

        /// <summary>How the switch stands now.</summary>
        public bool IsClosed
        {
            get { return _pin.Read() == PinValue.Low; }
        }

        /// <summary>From now on tells <paramref name="listener"/> of every edge, on the pins' event thread.</summary>
        public void Listen(ITipListener listener)
        {
            _listener = listener;
            _pin.ValueChanged += OnChanged;
        }

        private void OnChanged(object sender, PinValueChangedEventArgs e)
        {
            ITipListener? listener = _listener;
            if (listener != null)
            {
                listener.OnSwitch(e.ChangeType == PinEventTypes.Falling);
            }
        }
    }
}
