using System.Device.Gpio;
using nanoFramework.Hardware.Esp32;
using NanoHost;
using NanoHost.Hardware;

namespace EdgeWarning.Firmware.Tests.OnNanoHost;

public sealed class Gpio_Tests
{
    [Fact]
    public void A_pin_opens_once()
    {
        using var bench = new Bench();
        bench.Machine.Call(() =>
        {
            var controller = new GpioController();
            GpioPin pin = controller.OpenPin(4, PinMode.InputPullUp);
            Assert.Throws<InvalidOperationException>(() => controller.OpenPin(4));
            Assert.Throws<InvalidOperationException>(() => new GpioController().OpenPin(4));    // another controller, the same pins
            pin.Dispose();
            controller.OpenPin(4).Dispose();
            Assert.Throws<InvalidOperationException>(() => controller.ClosePin(4));
        });
    }

    [Theory]
    [InlineData(Chip.Esp32, false, 34, PinMode.Output)]
    [InlineData(Chip.Esp32, false, 34, PinMode.InputPullUp)]
    [InlineData(Chip.Esp32S3, false, 4, PinMode.OutputOpenSource)]
    public void A_mode_that_the_chip_lacks_is_refused(Chip chip, bool psram, int pin, PinMode mode)
    {
        using var bench = new Bench(options => { options.Chip = chip; options.Psram = psram; });
        bench.Machine.Call(() =>
        {
            var controller = new GpioController();
            Assert.Throws<ArgumentException>(() => controller.OpenPin(pin, mode));
            Assert.False(controller.IsPinOpen(pin));
        });
    }

    [Theory]
    [InlineData(Chip.Esp32, false, 6)]      // flash
    [InlineData(Chip.Esp32, true, 16)]      // PSRAM of a WROVER
    [InlineData(Chip.Esp32, false, 40)]
    [InlineData(Chip.Esp32S3, true, 35)]    // octal PSRAM
    public void A_pin_that_is_taken_or_missing_cannot_be_opened(Chip chip, bool psram, int pin)
    {
        using var bench = new Bench(options => { options.Chip = chip; options.Psram = psram; });
        bench.Machine.Call(() =>
        {
            Assert.Throws<InvalidOperationException>(() => new GpioController().OpenPin(pin));
            Assert.Throws<ArgumentException>(() => Configuration.SetPinFunction(pin, DeviceFunction.COM2_TX));
        });
    }

    [Fact]
    public void Writing_an_input_throws()
    {
        using var bench = new Bench();
        bench.Machine.Call(() =>
        {
            GpioPin pin = new GpioController().OpenPin(4, PinMode.Input);
            Assert.Throws<InvalidOperationException>(() => pin.Write(PinValue.High));
        });
    }

    [Fact]
    public void Inside_and_outside_meet_on_the_wire()
    {
        using var bench = new Bench();
        PinPart wire = bench.Machine.Pins[4];
        var seen = new List<bool>();
        wire.Changed += seen.Add;
        GpioPin pin = bench.Machine.Call(() => new GpioController().OpenPin(4, PinMode.InputPullUp));
        Assert.True(bench.Machine.Call(() => (bool)pin.Read()));
        wire.Drive(false);
        Assert.False(bench.Machine.Call(() => (bool)pin.Read()));
        bench.Machine.Call(() =>
        {
            pin.SetPinMode(PinMode.Output);
            pin.Write(PinValue.High);
        });
        Assert.True(wire.Level);        // the output is stronger
        bench.Machine.CutPower();
        Assert.False(wire.Level);       // what the outside drives
        Assert.Equal([true, false, true, false], seen);
    }

    [Fact]
    public void Callbacks_come_in_order_on_another_thread_that_knows_its_board()
    {
        using var bench = new Bench();
        var edges = new List<PinEventTypes>();
        int mainThread = 0;
        int callbackThread = 0;
        string? board = null;
        bench.Machine.Call(() =>
        {
            mainThread = Environment.CurrentManagedThreadId;
            GpioPin pin = new GpioController().OpenPin(4, PinMode.InputPullUp);
            pin.ValueChanged += (sender, e) =>
            {
                callbackThread = Environment.CurrentManagedThreadId;
                board = Machine.Current.Name;
                lock (edges)
                {
                    edges.Add(e.ChangeType);
                }
            };
        });
        for (int i = 0; i < 3; i++)
        {
            bench.Machine.Pins[4].Drive(false);
            bench.Machine.Pins[4].Release();
        }

        Bench.Until(() => { lock (edges) { return edges.Count == 6; } }, () => $"{edges.Count} edges");
        Assert.Equal([PinEventTypes.Falling, PinEventTypes.Rising, PinEventTypes.Falling, PinEventTypes.Rising, PinEventTypes.Falling, PinEventTypes.Rising], edges);
        Assert.NotEqual(mainThread, callbackThread);
        Assert.NotEqual(Environment.CurrentManagedThreadId, callbackThread);
        Assert.Equal("bench", board);
    }

    [Fact]
    public void With_a_debounce_time_only_where_the_level_comes_to_rest_counts()
    {
        using var bench = new Bench();
        var edges = new List<PinEventTypes>();
        bench.Machine.Call(() =>
        {
            GpioPin pin = new GpioController().OpenPin(4, PinMode.InputPullUp);
            pin.DebounceTimeout = TimeSpan.FromMilliseconds(30);
            pin.ValueChanged += (sender, e) =>
            {
                lock (edges)
                {
                    edges.Add(e.ChangeType);
                }
            };
        });
        PinPart wire = bench.Machine.Pins[4];
        wire.Drive(false);
        wire.Release();
        wire.Drive(false);
        Bench.Until(() => { lock (edges) { return edges.Count > 0; } }, () => "no edge");
        wire.Release();
        Bench.Until(() => { lock (edges) { return edges.Count > 1; } }, () => "no second edge");
        Assert.Equal([PinEventTypes.Falling, PinEventTypes.Rising], edges);
    }
}
