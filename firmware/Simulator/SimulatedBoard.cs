using EdgeWarning.Common;
using EdgeWarning.RainGauge;
using EdgeWarning.Simulator.County;
using EdgeWarning.Simulator.Parts;
using EdgeWarning.Simulator.Weather;
using NanoHost;
using NanoHost.Hardware;

namespace EdgeWarning.Simulator;

/// <summary>One board of the county: its machine, the parts on its pins, and hands on its plugs.</summary>
public sealed class SimulatedBoard : IDisposable
{
    /// <summary>Above the 135 ms closure of the reed; the debounce of the board's firmware comes on top of it.</summary>
    public const int UsualTipSpacingMilliseconds = 200;

    /// <summary>What a reed needs beyond the debounce before a closure counts.</summary>
    private const int ReedMarginMilliseconds = 20;

    /// <summary>A board that starts has its pin before it listens: a tip of that moment makes no event, and the bucket does not wait for one.</summary>
    private const long NobodyListensNanoseconds = 2 * HostTime.Second;

    /// <summary>
    /// A reed bounces for 0.75 ms; the host's timers are coarser, and a pause of the host in the middle of a bounce would look like a second tip.
    /// The same number of edges comes at once instead.
    /// </summary>
    private static readonly TimeSpan Bounce = TimeSpan.FromMilliseconds(0.02);

    private readonly SimulatedCounty _county;
    private readonly BoardKind _kind;
    private readonly Settings _settings;
    private readonly string _flashPath;
    private readonly BoardFlash _flash;
    private TippingBucketPart? _reed;
    private int _stageMillimetres;
    private bool _tipUnderWay;
    private long _closedNanoseconds;
    private long _closureHandledNanoseconds = 1;

    internal SimulatedBoard(PlannedBoard plan, string settingsFolder, string outFolder, SimulatedCounty county)
    {
        Plan = plan;
        _county = county;
        _kind = BoardKind.Of(plan.Kind);
        _flashPath = Path.Combine(outFolder, plan.Id, "flash");
        _flash = new BoardFlash(_flashPath);
        WavPath = Path.Combine(outFolder, plan.Id, "heard.wav");
        _settings = Seed(Path.Combine(settingsFolder, plan.Id));
        Machine = new Machine(new MachineOptions
        {
            Name = plan.Id,
            FlashPath = _flashPath,
            Chip = BoardKind.Chip,
            Psram = true,
            Seed = Math.Abs(StableHash(plan.Id)),
        });
        Machine.FaultReported += fault => county.Say($"{plan.Id}: {fault}");
        _kind.Wire(this);
    }

    public PlannedBoard Plan { get; }

    public Machine Machine { get; }

    /// <summary>The recording of a board that can sound; the file exists only then.</summary>
    public string WavPath { get; }

    public Amplifier? Amplifier { get; private set; }

    public SpeechPart? Speech { get; private set; }

    /// <summary>The wire of the covered button: driven low while it is pressed.</summary>
    public PinPart? Button { get; private set; }

    public Bucket? Bucket { get; private set; }

    /// <summary>Rain fell on it while it had no power: it cannot know of these tips.</summary>
    public long TipsWithoutPower => _reed?.TipsMadeWithoutPower ?? 0;

    /// <summary>The water that its probe looks at, above gauge zero; null without a probe.</summary>
    public int? StageMillimetres => HasProbe ? Volatile.Read(ref _stageMillimetres) : null;

    public bool HasProbe { get; private set; }

    /// <summary>Readings that its firmware has written to flash since the first day.</summary>
    public long ReadingsMade => _flash.ReadingsMade();

    /// <summary>Rain that its firmware has counted since the first day; what its bucket made is <see cref="Bucket"/>'s.</summary>
    public long RainMicrometresCounted => Bucket is null ? 0 : _flash.RainMicrometres();

    /// <summary>Gives power.</summary>
    public void Start() => Machine.Run(_kind.Main);

    /// <summary>Cuts the power for good and completes the recording.</summary>
    public void Dispose()
    {
        Machine.Dispose();
        Amplifier?.Dispose();
    }

    internal void AddSoundPath(int relayPin, int speakerBus, int currentChannel, string speechPort)
    {
        Amplifier = new Amplifier(Machine, Machine.Pins[relayPin], WavPath);
        Machine.I2s(speakerBus).Sink = Amplifier;
        Machine.I2s(speakerBus).LowestBitClockHertz = I2sPart.Pcm5102aLowestBitClockHertz;
        Amplifier.ConnectSensor(Machine.Adc[currentChannel]);
        if (_settings.Sound.SpeechModule != SpeechModuleKind.None)
        {
            SpeechChip chip = _settings.Sound.SpeechModule == SpeechModuleKind.Syn6288 ? SpeechChip.Syn6288 : SpeechChip.Xfs5152ce;
            Speech = new SpeechPart(chip, _county.Voice, Amplifier.Line, fault => _county.Say($"{Plan.Id}: speech module: {fault}"));
            Machine.Uart(speechPort).Attach(Speech);
        }
    }

    /// <summary>The covered button, and a microphone where the settings name one.</summary>
    internal void AddHands(int buttonPin, int microphoneChannel)
    {
        Button = Machine.Pins[buttonPin];
        if (_settings.Sound.Microphone)
        {
            _ = new MicrophonePart(Amplifier!, Machine.Adc[microphoneChannel]);
        }
    }

    /// <summary>A case that follows the day: 17 °C at three in the night, 37 °C at three in the afternoon (China has one time, UTC+8). [M]</summary>
    internal void AddCaseThermometer(int channel, int lowerOhms) =>
        _ = new ThermistorPart(Machine.Adc[channel], lowerOhms)
        {
            Celsius = static () => 27 - (10 * Math.Cos((DateTime.UtcNow.TimeOfDay.TotalHours + 8 - 3) * Math.PI / 12)),
        };

    internal void AddBucket(int pin)
    {
        PinPart wire = Machine.Pins[pin];
        _reed = new TippingBucketPart(Machine, wire) { Bounce = Bounce };
        wire.Changed += OnReed;
        Bucket = new Bucket(Plan.Id, _settings.RainTipMicrometres, _county.TipSpacingMilliseconds, () => IsReedReady(wire), () =>
        {
            Volatile.Write(ref _tipUnderWay, true);
            _reed.Tip();
        });
        _county.Storm.Add(Bucket);
    }

    internal void AddProbe(string port, int loopChannel, int shuntOhms)
    {
        HasProbe = true;
        if (_settings.StageProbe == StageProbe.Loop)
        {
            // The probe lies at stage.zero (usually below gauge zero) and feels the water above it.
            var loop = new LoopProbePart(Machine.Adc[loopChannel], shuntOhms);
            loop.PartOfFullScale = () =>
                (double)(Volatile.Read(ref _stageMillimetres) - _settings.StageZeroMillimetres) / _settings.StageLoopFullscaleMillimetres;
        }
        else if (_settings.StageProbe == StageProbe.MaxBotix)
        {
            var probe = new MaxBotixPart { DistanceMillimetres = () => _settings.StageZeroMillimetres - Volatile.Read(ref _stageMillimetres) };
            Machine.Uart(port).Attach(probe);
        }
        else
        {
            var probe = new A02yyuwPart();
            probe.DistanceMillimetres = () => _settings.StageZeroMillimetres - Volatile.Read(ref _stageMillimetres);
            Machine.Uart(port).Attach(probe);
        }

        _county.Storm.AddRiver(millimetres => Volatile.Write(ref _stageMillimetres, millimetres));
    }

    private void OnReed(bool open)
    {
        if (!open && Volatile.Read(ref _tipUnderWay))
        {
            Volatile.Write(ref _closureHandledNanoseconds, 0);
            Volatile.Write(ref _closedNanoseconds, HostTime.Nanoseconds);
        }

        Volatile.Write(ref _tipUnderWay, false);
    }

    /// <summary>
    /// The reed has closed and opened again, and the firmware has known both for long enough to take the next closure for a tip: its debounce is
    /// over, and so is the swing of the bucket as it saw it. Without power nobody looks, and the bucket tips as it likes.
    /// </summary>
    private bool IsReedReady(PinPart wire)
    {
        if (!Machine.IsPowered)
        {
            return true;
        }

        long now = HostTime.Nanoseconds;
        long quietSince = Math.Max(0, Machine.EventsQuietSinceNanoseconds);
        long closed = Volatile.Read(ref _closedNanoseconds);
        if (Volatile.Read(ref _closureHandledNanoseconds) == 0 && quietSince < now && (quietSince >= closed || now - closed > NobodyListensNanoseconds))
        {
            Volatile.Write(ref _closureHandledNanoseconds, Math.Max(quietSince, closed));
        }

        long handled = Volatile.Read(ref _closureHandledNanoseconds);
        return !Volatile.Read(ref _tipUnderWay) && wire.Level && handled > 0
            && now - quietSince >= (_settings.RainLockoutMilliseconds + ReedMarginMilliseconds) * HostTime.Millisecond
            && now - handled >= (TipCounter.SwingMilliseconds + ReedMarginMilliseconds) * HostTime.Millisecond;
    }

    /// <summary>Puts the technician's files on the board's flash; what the board itself wrote there before stays.</summary>
    private Settings Seed(string folder)
    {
        string file = Path.Combine(folder, Settings.FileName);
        if (!File.Exists(file))
        {
            throw new FileNotFoundException($"could not start board {Plan.Id}: {file} is missing (gateway board import writes it)", file);
        }

        byte[] bytes = File.ReadAllBytes(file);
        Settings settings = Settings.Parse(bytes, bytes.Length, out string fault)
            ?? throw new InvalidDataException($"could not start board {Plan.Id}: {folder}: {fault}");
        if (settings.Board != Plan.Id || settings.Kind != Plan.Kind)
        {
            throw new InvalidDataException(
                $"could not start board {Plan.Id}: {file} is for board {settings.Board}, a {settings.Kind}; the plan says {Plan.Kind}");
        }

        Directory.CreateDirectory(_flashPath);
        foreach (string source in Directory.EnumerateFiles(folder))
        {
            File.Copy(source, Path.Combine(_flashPath, Path.GetFileName(source)), true);
        }

        return settings;
    }

    /// <summary>FNV-1a: the same seed in every process.</summary>
    private static int StableHash(string text)
    {
        uint hash = 2_166_136_261;
        foreach (char character in text)
        {
            hash = (hash ^ character) * 16_777_619;
        }

        return (int)(hash >> 1);
    }
}
