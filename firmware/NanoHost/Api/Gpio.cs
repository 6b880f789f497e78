using nanoFramework.Runtime.Events;
using NanoHost;
using NanoHost.Hardware;

#pragma warning disable MA0008, CA1815, CA2225, CA1003, MA0046, MA0094, MA0091 // the shape of nanoFramework's own types

namespace System.Device.Gpio
{
    /// <summary>How a pin is used.</summary>
    public enum PinMode
    {
        /// <summary>Input without pull resistor.</summary>
        Input = 0,

        /// <summary>Input with pull-down.</summary>
        InputPullDown = 1,

        /// <summary>Input with pull-up.</summary>
        InputPullUp = 2,

        /// <summary>Output.</summary>
        Output = 3,

        /// <summary>Output that only pulls low.</summary>
        OutputOpenDrain = 4,

        /// <summary>Output that only pulls low, with pull-up.</summary>
        OutputOpenDrainPullUp = 5,

        /// <summary>Not on an ESP32.</summary>
        OutputOpenSource = 6,

        /// <summary>Not on an ESP32.</summary>
        OutputOpenSourcePullDown = 7,
    }

    /// <summary>How pins are numbered.</summary>
    public enum PinNumberingScheme
    {
        /// <summary>GPIO numbers.</summary>
        Logical = 0,

        /// <summary>Not on an ESP32.</summary>
        Board = 1,
    }

    /// <summary>Edges.</summary>
    [Flags]
    public enum PinEventTypes
    {
        /// <summary>None.</summary>
        None = 0,

        /// <summary>Low to high.</summary>
        Rising = 1,

        /// <summary>High to low.</summary>
        Falling = 2,
    }

    /// <summary>Called for an edge, on the board's event thread.</summary>
    public delegate void PinValueChangedEventHandler(object sender, PinValueChangedEventArgs e);

    /// <summary>Called for an edge, on the board's event thread.</summary>
    public delegate void PinChangeEventHandler(object sender, PinValueChangedEventArgs pinValueChangedEventArgs);

    /// <summary>Which edge, on which pin.</summary>
    public class PinValueChangedEventArgs : BaseEvent
    {
        /// <summary>Creates it.</summary>
        public PinValueChangedEventArgs(PinEventTypes changeType, int pinNumber)
        {
            ChangeType = changeType;
            PinNumber = pinNumber;
        }

        /// <summary>The edge.</summary>
        public PinEventTypes ChangeType { get; }

        /// <summary>GPIO number.</summary>
        public int PinNumber { get; }
    }

    /// <summary>High or low.</summary>
    public readonly struct PinValue : IEquatable<PinValue>
    {
        private readonly byte _value;

        private PinValue(byte value) => _value = value;

        /// <summary>High.</summary>
        public static PinValue High => new(1);

        /// <summary>Low.</summary>
        public static PinValue Low => new(0);

        /// <summary>0 is low, all else is high.</summary>
        public static implicit operator PinValue(int value) => value == 0 ? Low : High;

        /// <summary>True is high.</summary>
        public static implicit operator PinValue(bool value) => value ? High : Low;

        /// <summary>0 or 1.</summary>
        public static explicit operator byte(PinValue value) => value._value;

        /// <summary>0 or 1.</summary>
        public static explicit operator int(PinValue value) => value._value;

        /// <summary>True is high.</summary>
        public static explicit operator bool(PinValue value) => value._value != 0;

        /// <summary>Same level.</summary>
        public static bool operator ==(PinValue a, PinValue b) => a._value == b._value;

        /// <summary>Other level.</summary>
        public static bool operator !=(PinValue a, PinValue b) => a._value != b._value;

        /// <inheritdoc/>
        public bool Equals(PinValue other) => other._value == _value;

        /// <inheritdoc/>
        public override bool Equals(object? obj) => obj is PinValue other && Equals(other);

        /// <inheritdoc/>
        public override int GetHashCode() => _value;

        /// <inheritdoc/>
        public override string ToString() => _value == 0 ? "Low" : "High";
    }

    /// <summary>The pins of the board that the calling thread belongs to. All controllers of one board share the same open pins.</summary>
    public sealed class GpioController : IDisposable
    {
        private readonly Life _life = Life.Current;

        /// <summary>Creates a controller.</summary>
        public GpioController()
        {
        }

        /// <summary>Creates a controller.</summary>
        public GpioController(PinNumberingScheme numberingScheme) => NumberingScheme = numberingScheme;

        /// <summary>How pins are numbered.</summary>
        public PinNumberingScheme NumberingScheme { get; }

        /// <summary>Number of pins.</summary>
        public int PinCount => _life.Machine.Pins.Count;

        /// <summary>Opens a pin. A pin that is open already, is missing, or serves flash or PSRAM: <see cref="InvalidOperationException"/>.</summary>
        public GpioPin OpenPin(int pinNumber)
        {
            _life.Check();
            if (_life.Machine.Pins.Find(pinNumber) is not { IsReserved: false } part)
            {
                throw new InvalidOperationException($"GPIO {pinNumber} is missing on this chip or serves its flash or PSRAM");
            }

            var pin = new GpioPin(_life, part);
            lock (_life.Open)
            {
                if (!_life.Open.TryAdd(Key(pinNumber), pin))
                {
                    throw new InvalidOperationException($"GPIO {pinNumber} is open already");
                }
            }

            return pin;
        }

        /// <summary>Opens a pin in a mode.</summary>
        public GpioPin OpenPin(int pinNumber, PinMode mode)
        {
            GpioPin pin = OpenPin(pinNumber);
            try
            {
                pin.SetPinMode(mode);
            }
            catch (ArgumentException)
            {
                pin.Dispose();
                throw;
            }

            return pin;
        }

        /// <summary>Closes a pin; one that is not open: <see cref="InvalidOperationException"/>.</summary>
        public void ClosePin(int pinNumber) => Opened(pinNumber).Dispose();

        /// <summary>Closes every open pin of the board, as the real one does.</summary>
        public void Dispose()
        {
            GpioPin[] pins;
            lock (_life.Open)
            {
                pins = [.. _life.Open.Values.OfType<GpioPin>()];
            }

            foreach (GpioPin pin in pins)
            {
                pin.Dispose();
            }
        }

        /// <summary>Mode of an open pin.</summary>
        public PinMode GetPinMode(int pinNumber) => Opened(pinNumber).GetPinMode();

        /// <summary>Whether the chip can use the pin so.</summary>
        public bool IsPinModeSupported(int pinNumber, PinMode mode) =>
            _life.Machine.Pins.Find(pinNumber) is { } part && GpioPin.Supports(part, mode);

        /// <summary>Whether the pin is open.</summary>
        public bool IsPinOpen(int pinNumber)
        {
            _life.Check();
            lock (_life.Open)
            {
                return _life.Open.ContainsKey(Key(pinNumber));
            }
        }

        /// <summary>Level of an open pin.</summary>
        public PinValue Read(int pinNumber) => Opened(pinNumber).Read();

        /// <summary>Drives an open output pin.</summary>
        public void Write(int pinNumber, PinValue value) => Opened(pinNumber).Write(value);

        /// <summary>Sets the mode of an open pin.</summary>
        public void SetPinMode(int pinNumber, PinMode mode) => Opened(pinNumber).SetPinMode(mode);

        /// <summary>Calls back for edges of an open pin; one callback per pin, a second replaces it (as in the real one).</summary>
        public void RegisterCallbackForPinValueChangedEvent(int pinNumber, PinEventTypes eventTypes, PinChangeEventHandler callback)
        {
            Opened(pinNumber).SetControllerCallback(this, eventTypes, callback);
        }

        /// <summary>Stops calling back.</summary>
        public void UnregisterCallbackForPinValueChangedEvent(int pinNumber, PinChangeEventHandler callback)
        {
            if (IsPinOpen(pinNumber))
            {
                Opened(pinNumber).SetControllerCallback(this, PinEventTypes.None, null);
            }
        }

        internal static string Key(int pinNumber) => "pin " + pinNumber;

        private GpioPin Opened(int pinNumber)
        {
            _life.Check();
            lock (_life.Open)
            {
                return _life.Open.TryGetValue(Key(pinNumber), out object? pin)
                    ? (GpioPin)pin
                    : throw new InvalidOperationException($"GPIO {pinNumber} is not open");
            }
        }
    }

    /// <summary>One open pin.</summary>
    public sealed class GpioPin : IDisposable
    {
        private readonly object _gate = new();
        private readonly Life _life;
        private readonly PinPart _part;
        private PinValueChangedEventHandler? _callbacks;
        private PinChangeEventHandler? _controllerCallback;
        private PinEventTypes _controllerEvents;
        private object? _controller;
        private Alarm? _debounce;
        private bool _lastSettled;
        private bool _disposed;

        internal GpioPin(Life life, PinPart part)
        {
            _life = life;
            _part = part;
        }

        /// <summary>Edges closer than this are not reported; zero reports all.</summary>
        public TimeSpan DebounceTimeout { get; set; }

        /// <summary>GPIO number.</summary>
        public int PinNumber => _part.Number;

        /// <summary>Edges, on the board's event thread.</summary>
        public event PinValueChangedEventHandler ValueChanged
        {
            add
            {
                Check();
                lock (_gate)
                {
                    _callbacks += value;
                    _lastSettled = _part.Level;
                }

                _part.Listen(this);
            }

            remove
            {
                Check();
                lock (_gate)
                {
                    _callbacks -= value;
                }
            }
        }

        /// <summary>Mode now.</summary>
        public PinMode GetPinMode()
        {
            Check();
            return _part.Mode;
        }

        /// <summary>Whether the chip can use the pin so.</summary>
        public bool IsPinModeSupported(PinMode pinMode)
        {
            Check();
            return Supports(_part, pinMode);
        }

        /// <summary>Sets the mode; one that the chip cannot: <see cref="ArgumentException"/>.</summary>
        public void SetPinMode(PinMode value)
        {
            Check();
            if (!Supports(_part, value))
            {
                throw new ArgumentException($"GPIO {PinNumber} cannot be {value}", nameof(value));
            }

            _part.SetMode(value);
        }

        /// <summary>Level on the wire.</summary>
        public PinValue Read()
        {
            Check();
            return _part.Level;
        }

        /// <summary>Drives an output; an input: <see cref="InvalidOperationException"/>.</summary>
        public void Write(PinValue value)
        {
            Check();
            if (_part.Mode < PinMode.Output)
            {
                throw new InvalidOperationException($"GPIO {PinNumber} is not an output");
            }

            _part.Write((bool)value);
        }

        /// <summary>Turns an output over.</summary>
        public void Toggle() => Write(!_part.Latch);

        /// <summary>Closes the pin; it becomes an input.</summary>
        public void Dispose()
        {
            lock (_gate)
            {
                if (_disposed)
                {
                    return;
                }

                _disposed = true;
                _debounce?.Cancel();
            }

            lock (_life.Open)
            {
                _life.Open.Remove(GpioController.Key(PinNumber));
            }

            if (!_life.IsOver)
            {
                _part.Listen(null);
                _part.SetMode(PinMode.Input);
            }
        }

        internal static bool Supports(PinPart part, PinMode mode) => part.IsInputOnly
            ? mode == PinMode.Input
            : mode is >= PinMode.Input and <= PinMode.OutputOpenDrainPullUp;

        internal void SetControllerCallback(object controller, PinEventTypes events, PinChangeEventHandler? callback)
        {
            lock (_gate)
            {
                _controller = controller;
                _controllerEvents = events;
                _controllerCallback = callback;
                _lastSettled = _part.Level;
            }

            _part.Listen(this);
        }

        /// <summary>The wire changed.</summary>
        internal void OnEdge(bool level)
        {
            TimeSpan debounce = DebounceTimeout;
            if (debounce <= TimeSpan.Zero)
            {
                _life.Post(() => Raise(level));
                return;
            }

            lock (_gate)
            {
                // The interrupt starts a timer; what the pin is when the timer ends is what counts.
                _debounce?.Cancel();
                _debounce = HardwareClock.After(debounce, Settled);
            }
        }

        private void Settled()
        {
            bool level = _part.Level;
            lock (_gate)
            {
                if (level == _lastSettled)
                {
                    return;
                }

                _lastSettled = level;
            }

            _life.Post(() => Raise(level));
        }

        private void Raise(bool level)
        {
            PinValueChangedEventHandler? callbacks;
            PinChangeEventHandler? controllerCallback;
            PinEventTypes edge = level ? PinEventTypes.Rising : PinEventTypes.Falling;
            lock (_gate)
            {
                if (_disposed)
                {
                    return;
                }

                callbacks = _callbacks;
                controllerCallback = (_controllerEvents & edge) != 0 ? _controllerCallback : null;
            }

            callbacks?.Invoke(this, new PinValueChangedEventArgs(edge, PinNumber));
            controllerCallback?.Invoke(_controller!, new PinValueChangedEventArgs(edge, PinNumber));
        }

        private void Check()
        {
            _life.Check();
            ObjectDisposedException.ThrowIf(_disposed, this);
        }
    }
}

namespace nanoFramework.Runtime.Events
{
    /// <summary>Base of what the hardware tells.</summary>
    public class BaseEvent
    {
#pragma warning disable CA1051 // public fields in nanoFramework too
        /// <summary>Source of the event.</summary>
        public ushort Source;

        /// <summary>Message of the event.</summary>
        public byte Message;
#pragma warning restore CA1051
    }
}
