using System.Globalization;
using EdgeWarning.Common;
using EdgeWarning.Loudspeaker;
using EdgeWarning.Protocol;

namespace EdgeWarning.Firmware.Tests.Loudspeaker;

/// <summary>
/// A loudspeaker on a desk in virtual time: the real device, gate and order book over parts that keep their own account of what sounded. A chunk
/// moves the clock by 32 ms and nothing else takes time, so an hour of warnings is played in milliseconds and every run is the same.
/// </summary>
internal sealed class Desk
{
    public const string Board = "church";
    public const long Start = 1_800_000_000_000;

    public static readonly byte[] Key = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    private readonly LoudspeakerDevice _device;
    private readonly OrderGate _gate;
    private readonly SortedList<long, Action> _later = [];

    public Desk(DrawerFlash? flash = null, Horn? horn = null, string settings = "", bool clockSet = true, long startUnixMilliseconds = Start)
    {
        Flash = flash ?? new DrawerFlash();
        Horn = horn ?? new Horn();
        Clock = new DeskClock(clockSet ? startUnixMilliseconds : 0) { Passed = RunLater };
        Horn.Clock = Clock;
        Horn.Now = () => Link.Playing;
        string text = $"board = {Board}\nkind = loudspeaker\namplifier.settle.milliseconds = 1000\nkey = {Convert.ToHexString(Key)}\ngateway.host = x\n{settings}";
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(text);
        Settings = Settings.Parse(bytes, bytes.Length, out string error) ?? throw new InvalidOperationException(error);
        var log = new Log(Clock, 64);
        var ledger = new OrderLedger(Flash, Link, Clock, log);
        _gate = new OrderGate(Settings, ledger, Link, Status, Clock, log);
        _device = new LoudspeakerDevice(Settings, Horn.Parts, Flash, _gate, ledger, Link, Status, Clock, log);
        _device.Start();
        ledger.Restore();
    }

    public DrawerFlash Flash { get; }

    public Horn Horn { get; }

    public DeskClock Clock { get; }

    public Settings Settings { get; }

    public ISounder Sounder => _device;

    public ClipStore Clips => _device.Clips;

    /// <summary>Keeps a clip as if it had been fetched.</summary>
    public void Keep(string name, byte[] wav)
    {
        Flash.Write("x.part", 0, wav, 0, wav.Length);
        Assert.Equal("", _device.Clips.Take(name, "x.part", new byte[32]));
    }

    public BoardStatus Status { get; } = new();

    public ReceiptTray Link { get; } = new();

    public long Now => Clock.True;

    /// <summary>A red warning that holds for ten minutes; its text names its sequence.</summary>
    public Order Play(long sequence, Priority priority = Priority.Red) => new()
    {
        Board = Board,
        Sequence = sequence,
        Kind = OrderKind.Play,
        IssuedUnixMilliseconds = Now,
        ExpiresUnixMilliseconds = Now + 600_000,
        Priority = priority,
        Tone = Tone.Red,
        ToneMilliseconds = 960,
        Text = TextOf(sequence),
        Language = "zh-CN",
    };

    public Order Drill(long sequence)
    {
        Order order = Play(sequence);
        order.Scope = Scope.Drill;
        order.Tone = Tone.Drill;
        return order;
    }

    public Order Stop(long sequence, long of = 0) => new()
    {
        Board = Board,
        Sequence = sequence,
        Kind = OrderKind.Stop,
        IssuedUnixMilliseconds = Now,
        ExpiresUnixMilliseconds = Now + 600_000,
        Of = of,
    };

    public static string TextOf(long sequence) => sequence.ToString(CultureInfo.InvariantCulture) + "号预警。";

    public static byte[] Seal(Order order, byte[]? key = null, string board = Board, string? topic = null) =>
        Envelope.Seal(key ?? Key, board, topic ?? Topics.Order(board), order.Encode());

    public void Send(Order order) => Send(Seal(order));

    public void Send(byte[] message) => _gate.OnOrder(Topics.Order(Board), message);

    /// <summary>Does something at a moment of virtual time, also in the middle of a tone.</summary>
    public void After(long milliseconds, Action action)
    {
        long at = Clock.UptimeMilliseconds + milliseconds;
        while (_later.ContainsKey(at))
        {
            at++;
        }

        _later.Add(at, action);
    }

    /// <summary>Steps until nothing waits, sounds or is due any more.</summary>
    public void Settle()
    {
        for (int i = 0; i < 10_000; i++)
        {
            int rest = _device.Step();
            if (rest > 0 && _later.Count == 0 && !Horn.Powered)
            {
                return;
            }

            Clock.Sleep((int)Math.Min(rest, 1_000L));
        }

        throw new InvalidOperationException("the board does not come to rest");
    }

    /// <summary>The player's loop, as a supervisor sees it.</summary>
    public Loop Loop => _device.Loop;

    public void StepOnce() => _device.Step();

    /// <summary>Plays on in a new life of the same board: same flash and clock, everything else gone.</summary>
    public Desk AfterPowerCut(bool clockSet = true)
    {
        Horn horn = Horn.AfterPowerCut();
        return new Desk(Flash, horn, clockSet: clockSet, startUnixMilliseconds: Now);
    }

    public IEnumerable<(ReceiptState State, Reason Reason)> Said(long sequence) =>
        Link.Receipts.Where(receipt => receipt.Sequence == sequence).Select(receipt => (receipt.State, receipt.Reason));

    public ReceiptState[] States(long sequence) => [.. Said(sequence).Select(said => said.State)];

    public Receipt Last(long sequence) => Link.Receipts.Last(receipt => receipt.Sequence == sequence);

    private void RunLater()
    {
        while (_later.Count > 0 && _later.GetKeyAtIndex(0) <= Clock.UptimeMilliseconds)
        {
            Action action = _later.GetValueAtIndex(0);
            _later.RemoveAt(0);
            action();
        }
    }
}

/// <summary>A clock that moves only when told to. Its calendar may be unset, set, or jump.</summary>
internal sealed class DeskClock : Clock
{
    private readonly long _trueStart;
    private long _uptime;

    public DeskClock(long unixMilliseconds)
    {
        _trueStart = unixMilliseconds == 0 ? Desk.Start : unixMilliseconds;
        LearnFromPlatform(unixMilliseconds);
    }

    /// <summary>The world's time, whatever this clock believes.</summary>
    public long True => _trueStart + _uptime;

    public Action Passed { get; set; } = () => { };

    public override long UptimeMilliseconds => _uptime;

    public override void Sleep(int milliseconds)
    {
        _uptime += milliseconds;
        Passed();
    }

    public override bool Wait(AutoResetEvent signal, int milliseconds)
    {
        if (signal.WaitOne(0))
        {
            return true;
        }

        // Time passes in small steps, so that what is planned for its middle can end the wait.
        for (int left = milliseconds; left > 0; left -= 10)
        {
            Sleep(Math.Min(left, 10));
            if (signal.WaitOne(0))
            {
                return true;
            }
        }

        return false;
    }

    public void JumpTo(long unixMilliseconds) => LearnFromPlatform(unixMilliseconds);
}

/// <summary>Flash that is a drawer: keeps what was written, and can be broken.</summary>
internal sealed class DrawerFlash : IFlash
{
    private readonly Dictionary<string, byte[]> _files = [];

    public bool Broken { get; set; }

    public int Writes { get; private set; }

    public Action Writing { get; set; } = () => { };

    public int Length(string name) => _files.TryGetValue(name, out byte[]? file) ? file.Length : -1;

    public int Read(string name, int position, byte[] buffer, int offset, int count)
    {
        if (!_files.TryGetValue(name, out byte[]? file) || position >= file.Length)
        {
            return 0;
        }

        int read = Math.Min(count, file.Length - position);
        Array.Copy(file, position, buffer, offset, read);
        return read;
    }

    public void Write(string name, int position, byte[] buffer, int offset, int count)
    {
        Refuse();
        Writing();
        Writes++;
        byte[] kept = _files.TryGetValue(name, out byte[]? file) ? file[..position] : [];
        _files[name] = [.. kept, .. buffer.AsSpan(offset, count)];
    }

    public void Move(string name, string newName)
    {
        _files.Remove(name, out byte[]? file);
        _files[newName] = file ?? throw new IOException($"no file {name}");
    }

    public void Delete(string name)
    {
        Refuse();
        _files.Remove(name);
    }

    public string[] Names() => [.. _files.Keys];

    private void Refuse()
    {
        if (Broken)
        {
            throw new IOException("worn out");
        }
    }
}

internal sealed class ReceiptTray : ILink
{
    public List<Receipt> Receipts { get; } = [];

    /// <summary>The order that said last that it plays.</summary>
    public long Playing { get; private set; }

    public bool IsUp => true;

    public void Send(Receipt receipt)
    {
        receipt.Board = Desk.Board;
        Receipts.Add(receipt);
        Playing = receipt.State == ReceiptState.Playing ? receipt.Sequence : Playing;
    }

    /// <summary>Readings that were reported.</summary>
    public List<(ReadingKind Kind, long Value)> Readings { get; } = [];

    public bool Report(ReadingKind kind, long value)
    {
        Readings.Add((kind, value));
        return true;
    }
}

/// <summary>
/// Amplifier, horn, speech chip and current sensor of the desk, with the current of the simulated rig: 60 mA idle, more with sound. It writes
/// down what was really heard.
/// </summary>
internal sealed class Horn
{
    public const int QuietMilliamperes = 60;
    public const int ToneMilliamperes = 620;
    public const int SpeechMilliamperes = 330;

    private bool _powered;
    private bool _toneSounds;
    private bool _speechSounds;
    private long _sounds;
    private readonly List<long> _begun = [];

    public Horn()
    {
        Speech = new Chip(this);
        Parts = new LoudspeakerParts { Speaker = new Tones(this), Amplifier = new Relay(this), Sensor = new Shunt(this), Speech = Speech };
    }

    public LoudspeakerParts Parts { get; }

    public Chip Speech { get; }

    public DeskClock Clock { get; set; } = null!;

    public bool HornConnected { get; set; } = true;

    public bool Alive { get; set; } = true;

    public bool RelayWorking { get; set; } = true;

    /// <summary>A relay whose contacts have welded: power stays on.</summary>
    public bool RelayWelded { get; set; }

    /// <summary>A speech chip that will not be silent.</summary>
    public bool SpeechNeverStops { get; set; }

    /// <summary>Which order is on.</summary>
    public Func<long> Now { get; set; } = () => 0;

    /// <summary>Called with the number of each chunk of sound before it is taken.</summary>
    public Action<int> Sounding { get; set; } = _ => { };

    /// <summary>What the village heard of speech, in order, also what was broken off.</summary>
    public List<string> Heard { get; } = [];

    /// <summary>How often the tone of an order began: once is right, also when it was broken off.</summary>
    public int Begun(long sequence) => _begun.Count(one => one == sequence);

    /// <summary>Chunks that were not silent.</summary>
    public int Chunks { get; private set; }

    /// <summary>When the last sound ended, in virtual uptime.</summary>
    public long LastSound { get; private set; }

    public bool Powered => _powered;

    /// <summary>The horn of the same board in its next life: same faults, same account, nothing on.</summary>
    public Horn AfterPowerCut()
    {
        var horn = new Horn { HornConnected = HornConnected, Alive = Alive, RelayWorking = RelayWorking };
        horn.Heard.AddRange(Heard);
        horn.Chunks = Chunks;
        horn._begun.AddRange(_begun);
        return horn;
    }

    // A tone belongs to the order that last said it plays; a new one, or the first sound of a life, is a beginning.
    private void Note()
    {
        if (_sounds != Now())
        {
            _sounds = Now();
            _begun.Add(_sounds);
        }
    }

    private bool Audible => (_powered && RelayWorking || RelayWelded) && Alive && HornConnected;

    private int Current()
    {
        bool supplied = (_powered && RelayWorking) || RelayWelded;
        if (!supplied || !Alive)
        {
            return 0;
        }

        int load = _toneSounds ? ToneMilliamperes - QuietMilliamperes : Speech.Speaks ? SpeechMilliamperes - QuietMilliamperes : 0;
        return QuietMilliamperes + (HornConnected ? load : 0);
    }

    private sealed class Tones(Horn horn) : ISpeaker
    {
        public void Begin()
        {
        }

        public void Write(byte[] chunk)
        {
            if (chunk.Length != ToneSynth.ChunkBytes)
            {
                throw new InvalidOperationException($"a chunk of {chunk.Length} bytes");    // Assert would allocate, which Allocation_Tests counts
            }

            bool sound = Array.Exists(chunk, b => b != 0);
            if (sound)
            {
                horn.Sounding(horn.Chunks);
                horn.Note();
            }

            horn._toneSounds = sound;
            horn.Chunks += sound && horn.Audible ? 1 : 0;
            horn.Clock.Sleep(ToneSynth.ChunkMilliseconds);
            horn.LastSound = sound ? horn.Clock.UptimeMilliseconds : horn.LastSound;
        }

        public void End() => horn._toneSounds = false;
    }

    private sealed class Relay(Horn horn) : IAmplifier
    {
        public void Power(bool on) => horn._powered = on;
    }

    private sealed class Shunt(Horn horn) : ICurrentSensor
    {
        public int ReadMilliamperes() => horn.Current();
    }

    internal sealed class Chip(Horn horn) : ISpeechModule
    {
        private const int MillisecondsPerCharacter = 200;
        private long _until;

        /// <summary>What it answers instead of speaking.</summary>
        public SpeechState Fault { get; set; }

        public int LastVolumePercent { get; private set; }

        public SpeechState State { get; private set; }

        public bool Speaks => horn._speechSounds;

        public SpeechState Say(string text, int volumePercent)
        {
            LastVolumePercent = volumePercent;
            if (Fault != SpeechState.Idle)
            {
                return State = Fault;
            }

            if (horn.Audible)
            {
                horn.Heard.Add(text);
            }

            horn._speechSounds = true;
            _until = horn.Clock.UptimeMilliseconds + (text.Length * MillisecondsPerCharacter);
            return State = SpeechState.Speaking;
        }

        public SpeechState Wait(int milliseconds)
        {
            horn.Clock.Sleep(milliseconds);
            horn.LastSound = horn.Clock.UptimeMilliseconds;
            if (State == SpeechState.Speaking && horn.Clock.UptimeMilliseconds >= _until)
            {
                horn._speechSounds = false;
                State = SpeechState.Idle;
            }

            return State;
        }

        public bool Answers() => Fault == SpeechState.Idle;

        public void Stop()
        {
            horn._speechSounds &= horn.SpeechNeverStops;
            State = SpeechState.Idle;
        }
    }
}
