using System.Device.Adc;
using System.Device.Gpio;
using EdgeWarning.Boards.Loudspeaker;
using EdgeWarning.Common;
using EdgeWarning.Drivers;
using EdgeWarning.Loudspeaker;
using EdgeWarning.Protocol;
using nanoFramework.Hardware.Esp32;
using NanoHost;
using NanoHost.Hardware;
using RigAmplifier = NanoHost.Hardware.Amplifier;

namespace EdgeWarning.Firmware.Tests.Loudspeaker;

/// <summary>
/// The loudspeaker board's own drivers and pins on a simulated machine with amplifier, horn, current sensor and a speech chip, in real time;
/// what the village hears is a WAV file. Only the link is a tray that collects receipts.
/// </summary>
internal sealed class Rig : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rig").FullName;
    private readonly List<Receipt> _receipts = [];
    private readonly bool _sensor;
    private readonly bool _microphone;
    private readonly int _settleMilliseconds;
    private OrderGate? _gate;
    private LoudspeakerDevice? _device;

    public Rig(bool sensor = true, int settleMilliseconds = 200, bool microphone = false)
    {
        _sensor = sensor;
        _microphone = microphone;
        _settleMilliseconds = settleMilliseconds;
        Machine = new Machine(new MachineOptions { Name = "rig", FlashPath = Path.Combine(_folder, "flash"), Chip = NanoHost.Chip.Esp32S3, Psram = true, ClockSetAtBoot = true });
        Amplifier = new RigAmplifier(Machine, Machine.Pins[LoudspeakerBoard.AmplifierPowerPin], Path.Combine(_folder, "village.wav"));
        Amplifier.ConnectSensor(Machine.Adc[LoudspeakerBoard.AmplifierCurrentAdcChannel]);
        Machine.I2s(LoudspeakerBoard.SpeakerBus).Sink = Amplifier;
        Machine.I2s(LoudspeakerBoard.SpeakerBus).LowestBitClockHertz = I2sPart.Pcm5102aLowestBitClockHertz;
        Chip = new SpeakingChip(Amplifier.Line);
        Machine.Uart(LoudspeakerBoard.SpeechPort).Attach(Chip);
        Microphone = new MicrophonePart(Amplifier, Machine.Adc[LoudspeakerBoard.MicrophoneAdcChannel]);
        Machine.Run(Main);
        Until(() => _gate is not null, "the board started");
    }

    public Machine Machine { get; }

    public RigAmplifier Amplifier { get; }

    public SpeakingChip Chip { get; }

    /// <summary>Listens to the horn; the board reads it when it was made with one.</summary>
    public MicrophonePart Microphone { get; }

    /// <summary>Puts a clip onto the board's flash as if it had been fetched.</summary>
    public void Keep(string name, byte[] wav) => Machine.Call(() =>
    {
        new FileFlash(Platform.FlashRoot).Write("x.part", 0, wav, 0, wav.Length);
        Assert.Equal("", _device!.Clips.Take(name, "x.part", new byte[32]));
    });

    public static Order Play(long sequence, int toneMilliseconds = 480) => new()
    {
        Board = Desk.Board,
        Sequence = sequence,
        Kind = OrderKind.Play,
        IssuedUnixMilliseconds = Now,
        ExpiresUnixMilliseconds = Now + 600_000,
        Priority = Priority.Red,
        Tone = Tone.Red,
        ToneMilliseconds = toneMilliseconds,
        Text = "水位上涨。",
        Language = "zh-CN",
        VolumePercent = 50,
    };

    public static Order Stop(long sequence) => new()
    {
        Board = Desk.Board,
        Sequence = sequence,
        Kind = OrderKind.Stop,
        IssuedUnixMilliseconds = Now,
        ExpiresUnixMilliseconds = Now + 600_000,
    };

    private static long Now => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

    public void Send(Order order) => Send(Desk.Seal(order));

    public void Send(byte[] message) => Machine.Call(() => _gate!.OnOrder(Topics.Order(Desk.Board), message));

    /// <summary>Waits for a receipt of this order and state.</summary>
    public Receipt Await(long sequence, ReceiptState state)
    {
        Receipt? found = null;
        Until(() => (found = Array.Find(Receipts, receipt => receipt.Sequence == sequence && receipt.State == state)) is not null, $"order {sequence} {Words.Of(state)}");
        return found!;
    }

    public Receipt[] Receipts
    {
        get
        {
            lock (_receipts)
            {
                return [.. _receipts];
            }
        }
    }

    public void Until(Func<bool> condition, string what)
    {
        if (!SpinWait.SpinUntil(() => Wait(condition), TimeSpan.FromSeconds(30)))
        {
            string said = string.Join("; ", Receipts.Select(receipt => $"{receipt.Sequence} {Words.Of(receipt.State)} {Words.Of(receipt.Reason)}"));
            Assert.Fail($"never: {what}. Said: {said}. Faults: {string.Join("; ", Machine.Faults)}");
        }
    }

    /// <summary>What the village heard so far, from the start.</summary>
    public short[] Heard()
    {
        Amplifier.Flush();
        byte[] file = ReadShared(Amplifier.Recording.Path);
        return [.. Enumerable.Range(0, (file.Length - 44) / 2).Select(i => (short)(file[44 + (2 * i)] | (file[45 + (2 * i)] << 8)))];
    }

    public void Dispose()
    {
        Machine.Dispose();
        Amplifier.Dispose();
        KeepForEars();
        Directory.Delete(_folder, true);
    }

    // EDGEWARNING_WAVS names a folder where a person can listen to what the tests heard.
    private void KeepForEars()
    {
        if (Environment.GetEnvironmentVariable("EDGEWARNING_WAVS") is { Length: > 0 } folder)
        {
            File.Copy(Amplifier.Recording.Path, Path.Combine(folder, $"{TestContext.Current.TestMethod?.MethodName}.wav"), true);
        }
    }

    private static bool Wait(Func<bool> condition)
    {
        bool met = condition();
        if (!met)
        {
            Thread.Sleep(5);
        }

        return met;
    }

    private static byte[] ReadShared(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        byte[] bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>The board's program, with the tray for a link.</summary>
    private void Main()
    {
        var clock = new BoardClock();
        clock.AskPlatform();
        string text = $"board = {Desk.Board}\nkind = loudspeaker\nkey = {Convert.ToHexString(Desk.Key)}\ngateway.host = x\n"
            + $"amplifier.settle.milliseconds = {_settleMilliseconds}\n";
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(text);
        Settings settings = Settings.Parse(bytes, bytes.Length, out string error) ?? throw new InvalidOperationException(error);
        var log = new Log(clock, 64);
        var link = new Tray(_receipts);
        var ledger = new OrderLedger(new FileFlash(Platform.FlashRoot), link, clock, log);
        var gate = new OrderGate(settings, ledger, link, new BoardStatus(), clock, log);
        var device = new LoudspeakerDevice(settings, Parts(clock), new FileFlash(Platform.FlashRoot), gate, ledger, link, new BoardStatus(), clock, log);
        device.Start();
        ledger.Restore();
        _device = device;
        _gate = gate;
        device.Loop.Run();
    }

    private LoudspeakerParts Parts(Clock clock)
    {
        Configuration.SetPinFunction(LoudspeakerBoard.SpeakerClockPin, DeviceFunction.I2S1_BCK);
        Configuration.SetPinFunction(LoudspeakerBoard.SpeakerWordPin, DeviceFunction.I2S1_WS);
        Configuration.SetPinFunction(LoudspeakerBoard.SpeakerDataPin, DeviceFunction.I2S1_DATA_OUT);
        Configuration.SetPinFunction(LoudspeakerBoard.MicrophonePin, DeviceFunction.ADC1_CH6);
        Configuration.SetPinFunction(LoudspeakerBoard.SpeechTransmitPin, DeviceFunction.COM2_TX);
        Configuration.SetPinFunction(LoudspeakerBoard.SpeechReceivePin, DeviceFunction.COM2_RX);
        return new LoudspeakerParts
        {
            Microphone = _microphone ? new EnvelopeMicrophone(new AdcController(), LoudspeakerBoard.MicrophoneAdcChannel) : null,
            Amplifier = new EdgeWarning.Drivers.Amplifier(new GpioController(), LoudspeakerBoard.AmplifierPowerPin, clock),
            Speaker = new I2sSpeaker(LoudspeakerBoard.SpeakerBus),
            Speech = new SpeechModule(LoudspeakerBoard.SpeechPort, SpeechDialect.Xfs5152ce(), clock),
            Sensor = _sensor
                ? new AmplifierCurrentSensor(
                    new AdcController(), LoudspeakerBoard.AmplifierCurrentAdcChannel, LoudspeakerBoard.AmplifierCurrentMicrovoltsPerMilliampere)
                : null,
        };
    }

    private sealed class Tray(List<Receipt> receipts) : ILink
    {
        public bool IsUp => true;

        public void Send(Receipt receipt)
        {
            lock (receipts)
            {
                receipts.Add(receipt);
            }
        }

        public bool Report(ReadingKind kind, long value) => true;
    }
}

/// <summary>A speech chip whose voice is noise of half a second for each text, about as loud as speech.</summary>
internal sealed class SpeakingChip(AnalogueInput line) : ISerialPeer
{
    public const int SampleRate = 16_000;

    private readonly List<byte> _bytes = [];
    private readonly short[] _voice = Noise();
    private ISerialLine? _uart;
    private AnalogueSound? _sound;
    private Alarm? _end;

    public int BaudRate => 9600;

    /// <summary>A dead one neither speaks nor answers.</summary>
    public bool Alive { get; set; } = true;

    public void Attached(ISerialLine line) => _uart = line;

    public void PowerChanged(bool on)
    {
        _bytes.Clear();
        Silence();
    }

    public void Received(ReadOnlySpan<byte> bytes)
    {
        foreach (byte b in bytes)
        {
            _bytes.Add(b);
            if (_bytes.Count >= 3 && _bytes.Count == 3 + ((_bytes[1] << 8) | _bytes[2]))
            {
                if (Alive)
                {
                    Obey(_bytes[3]);
                }

                _bytes.Clear();
            }
        }
    }

    private void Obey(byte command)
    {
        if (command == 0x21)
        {
            _uart!.Send([_sound is null ? (byte)0x4F : (byte)0x4E]);
            return;
        }

        bool spoke = _sound is not null;
        Silence();
        _uart!.Send([0x41]);
        if (command == 0x01)
        {
            _sound = line.Play(_voice, SampleRate);
            _end = HardwareClock.After(_sound.Duration, () =>
            {
                _sound = null;
                _uart.Send([0x4F]);
            });
        }
        else if (spoke)
        {
            _uart.Send([0x4F]);
        }
    }

    private void Silence()
    {
        _end?.Cancel();
        _sound?.Stop();
        _sound = null;
    }

    private static short[] Noise()
    {
        var random = new Random(7);
        return [.. Enumerable.Range(0, SampleRate / 2).Select(_ => (short)random.Next(-9_000, 9_000))];
    }
}
