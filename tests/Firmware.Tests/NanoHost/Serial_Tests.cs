using System.IO.Ports;
using System.Text;
using nanoFramework.Hardware.Esp32;
using NanoHost;
using NanoHost.Hardware;

namespace EdgeWarning.Firmware.Tests.OnNanoHost;

public sealed class Serial_Tests
{
    [Fact]
    public void A_port_needs_pins_and_is_held_by_one_object()
    {
        using var bench = new Bench();
        bench.Machine.Call(() =>
        {
            var port = new SerialPort("COM2");
            Assert.Throws<ArgumentException>(() => new SerialPort("COM2"));
            Assert.ThrowsAny<Exception>(port.Open);
            Configuration.SetPinFunction(17, DeviceFunction.COM2_TX);
            Configuration.SetPinFunction(16, DeviceFunction.COM2_RX);
            port.Open();
            Assert.Throws<InvalidOperationException>(port.Open);
            port.Dispose();
            new SerialPort("COM2").Dispose();
            Assert.Throws<ArgumentException>(() => new SerialPort("COM1").Open());      // the debugger's
        });
    }

    [Fact]
    public void Bytes_take_their_time_at_the_baud_rate_in_both_directions()
    {
        using var bench = new Bench();
        var echo = new Peer { Answer = static bytes => bytes };
        SerialPort port = Open(bench, echo, 9600);
        byte[] sent = Enumerable.Range(0, 96).Select(i => (byte)i).ToArray();
        byte[] came = new byte[96];
        long started = HostTime.Nanoseconds;
        bench.Machine.Call(() =>
        {
            port.Write(sent, 0, sent.Length);
            port.Read(came, 0, came.Length);
        });
        double milliseconds = (HostTime.Nanoseconds - started) / 1e6;
        Assert.Equal(sent, came);
        Assert.True(milliseconds >= 130, $"96 bytes out and the last 32 back take 133 ms at 9600 bit/s, not {milliseconds}");
    }

    [Fact]
    public void A_long_write_returns_when_all_but_the_FIFO_has_left()
    {
        using var bench = new Bench();
        SerialPort port = Open(bench, new Peer(), 9600);
        long started = HostTime.Nanoseconds;
        bench.Machine.Call(() => port.Write(new byte[128], 0, 128));
        bench.Machine.Call(() => port.Write(new byte[192], 0, 192));
        // Counted from the first byte: however busy the machine is between the two, it can only take longer.
        double milliseconds = (HostTime.Nanoseconds - started) / 1e6;
        Assert.True(milliseconds >= 195, $"192 of 320 bytes had to leave: 200 ms, not {milliseconds}");
    }

    [Fact]
    public void A_read_for_more_than_comes_times_out_and_loses_nothing()
    {
        using var bench = new Bench();
        var peer = new Peer();
        SerialPort port = Open(bench, peer, 9600);
        peer.Line!.Send([1, 2, 3]);
        Bench.Until(() => bench.Machine.Call(() => port.BytesToRead) == 3, () => "three bytes did not come");
        bench.Machine.Call(() =>
        {
            byte[] buffer = new byte[8];
            port.ReadTimeout = 60;
            Assert.Throws<TimeoutException>(() => port.Read(buffer, 0, 4));
            Assert.Equal(3, port.BytesToRead);
            Assert.Equal(3, port.Read(buffer, 1, 3));
            Assert.Equal([0, 1, 2, 3], buffer[..4]);
        });
    }

    [Fact]
    public void A_watched_character_makes_a_read_short()
    {
        using var bench = new Bench();
        var peer = new Peer();
        SerialPort port = Open(bench, peer, 9600);
        bench.Machine.Call(() => port.WatchChar = '\r');
        peer.Line!.Send("R1234\rR5"u8);
        byte[] buffer = new byte[32];
        Assert.Equal(6, bench.Machine.Call(() => port.Read(buffer, 0, 32)));
        Assert.Equal("R1234\r", Encoding.UTF8.GetString(buffer, 0, 6));
    }

    [Fact]
    public void A_full_buffer_overruns_and_the_newest_bytes_are_lost()
    {
        using var bench = new Bench();
        var peer = new Peer { BaudRate = 115_200 };
        SerialPort port = Open(bench, peer, 115_200);
        peer.Line!.Send(Enumerable.Range(0, 300).Select(i => (byte)i).ToArray());
        UartPart uart = bench.Machine.Uart("COM2");
        Bench.Until(() => uart.OverrunBytes == 44, () => $"{uart.OverrunBytes} lost");
        byte[] buffer = new byte[256];
        bench.Machine.Call(() => port.Read(buffer, 0, 256));
        Assert.Equal(Enumerable.Range(0, 256).Select(i => (byte)i), buffer);
    }

    [Fact]
    public void The_wrong_speed_gives_garbage()
    {
        using var bench = new Bench();
        var peer = new Peer { BaudRate = 115_200 };
        SerialPort port = Open(bench, peer, 9600);
        byte[] sent = [0xFF, 0x07, 0xA1, 0xA7];
        peer.Line!.Send(sent);
        byte[] came = new byte[4];
        bench.Machine.Call(() => port.Read(came, 0, 4));
        Assert.NotEqual(sent, came);
    }

    [Fact]
    public void Received_bytes_are_announced_on_the_event_thread()
    {
        using var bench = new Bench();
        var peer = new Peer();
        SerialPort port = Open(bench, peer, 9600);
        string? board = null;
        bench.Machine.Call(() => port.DataReceived += (_, e) => board = Machine.Current.Name + e.EventType);
        peer.Line!.Send([1]);
        Bench.Until(() => board is not null, () => "not announced");
        Assert.Equal("benchChars", board);
    }

    [Fact]
    public void An_ultrasonic_probe_sends_frames_and_its_faults()
    {
        using var bench = new Bench();
        var probe = new A02yyuwPart { DistanceMillimetres = static () => 1_953 };
        SerialPort port = Open(bench, probe, 9600);
        bench.Machine.Call(() => port.ReadTimeout = 400);

        Comes(0xFF, 0x07, 0xA1, 0xA7);      // the example of the data sheet
        probe.Fault = UltrasonicFault.WrongSum;
        Comes(0xFF, 0x07, 0xA1, 0xA7 ^ 0x55);
        probe.Fault = UltrasonicFault.OutOfRange;
        Comes(0xFF, 0x00, 0x00, 0xFF);
        probe.Fault = UltrasonicFault.Stuck;
        probe.DistanceMillimetres = static () => 500;
        Comes(0xFF, 0x07, 0xA1, 0xA7);
        probe.Fault = UltrasonicFault.None;
        Comes(0xFF, 0x01, 0xF4, 0xF4);
        probe.Fault = UltrasonicFault.Silent;
        Bench.Until(() => Frame().Length == 0, () => "it is not silent");
        long frames = probe.Frames;
        Assert.Empty(Frame());
        Assert.Equal(frames, probe.Frames);

        // A frame that was under way when the probe changed may still come, or its second half.
        void Comes(params byte[] expected)
        {
            byte[] last = [];
            Bench.Until(() => (last = Frame()).SequenceEqual(expected), () => Convert.ToHexString(last));
        }

        // The next frame, or nothing when none comes in 400 ms.
        byte[] Frame() => bench.Machine.Call(() =>
        {
            byte[] old = new byte[port.BytesToRead];
            port.Read(old, 0, old.Length);
            byte[] frame = new byte[4];
            try
            {
                port.Read(frame, 0, 4);
                return frame;
            }
            catch (TimeoutException)
            {
                return [];
            }
        });
    }

    private static SerialPort Open(Bench bench, ISerialPeer peer, int baudRate)
    {
        bench.Machine.Uart("COM2").Attach(peer);
        return bench.Machine.Call(() =>
        {
            Configuration.SetPinFunction(17, DeviceFunction.COM2_TX);
            Configuration.SetPinFunction(16, DeviceFunction.COM2_RX);
            var port = new SerialPort("COM2", baudRate);
            port.Open();
            return port;
        });
    }

    private sealed class Peer : ISerialPeer
    {
        public int BaudRate { get; init; } = 9600;

        public Func<byte[], byte[]>? Answer { get; init; }

        public ISerialLine? Line { get; private set; }

        public void Attached(ISerialLine line) => Line = line;

        public void Received(ReadOnlySpan<byte> bytes)
        {
            if (Answer is { } answer)
            {
                Line!.Send(answer(bytes.ToArray()));
            }
        }

        public void PowerChanged(bool on)
        {
        }
    }
}
