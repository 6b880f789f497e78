using System.Globalization;
using EdgeWarning.Common;
using EdgeWarning.Firmware.Tests.Common;
using EdgeWarning.Loudspeaker;
using EdgeWarning.Protocol;
using EdgeWarning.RainGauge;
using EdgeWarning.WaterLevel;

namespace EdgeWarning.Firmware.Tests.PowerCuts;

/// <summary>
/// One life of a village station, from power on to power off: the firmware's own classes on a flash, driven step by step on one thread, with a county that
/// sends orders, loses and repeats messages, and writes down what is true.
/// </summary>
internal sealed class Life : ILink, ILevelProbe
{
    public const string Board = "church";

    /// <summary>Kinds of acts: rain, time, readings and settings; from here on packs and acknowledgements; then orders.</summary>
    public const int FirstKindWithGateway = 60;

    public const int KindOfSettings = 55;

    public const int FirstKindOfOrders = 80;

    public const int Kinds = 200;

    public const int TipMicrometres = 200;
    private const string Text = $"board = {Board}\nkind = village-station\nkey = 0102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F20\n"
        + $"gateway.host = {Trier.Host}\ngateway.tls = 0\namplifier.settle.milliseconds = 0\n";

    private static readonly Settings Settings = Parse();

    private readonly Truth _truth;
    private readonly Random _random;
    private readonly HandClock _clock = new();
    private readonly IFlash _flash;
    private readonly Outbox _outbox;
    private readonly OrderGate _gate;
    private readonly RainGaugeDevice _gauge;
    private readonly WaterLevelDevice _level;
    private readonly LoudspeakerDevice? _speaker;
    private readonly CountySettings? _county;
    private readonly ClipStore? _clips;
    private readonly Watchman? _watchman;
    private readonly Trier? _trier;
    private readonly Ear _ear;
    private readonly Reading[] _items = [.. Enumerable.Range(0, Readings.MaxCount).Select(_ => new Reading())];
    private readonly List<long> _acknowledgements = [];
    private readonly Dictionary<long, Receipt> _answers = [];
    private readonly Queue<byte[]> _underWay = new();
    private readonly long _start;
    private bool _rains;

    /// <summary>Power on.</summary>
    public Life(Truth truth, IFlash flash, Random random, Plot plot)
    {
        _truth = truth;
        _random = random;
        _flash = flash;
        _start = truth.Now;
        _clock.Slept = _ => Passed();
        _ear = new Ear(_clock, truth);
        var log = new Log(_clock, 8);
        var status = new BoardStatus();
        var starts = new Starts(flash);
        _outbox = new Outbox(flash, _clock, log, random, plot.Segments);
        var ledger = new OrderLedger(flash, this, _clock, log);
        _gate = new OrderGate(Settings, ledger, this, status, _clock, log);
        _gauge = new RainGaugeDevice(Settings, _clock, flash, log, this, status, false);
        _level = new WaterLevelDevice(Settings, _clock, log, this, status, this);
        if (plot.Configured)
        {
            _trier = new Trier(truth, flash, _clock, log, status, ledger, _gate, _outbox, starts, random);
        }
        else
        {
            _county = new CountySettings(flash);
        }

        if (plot.Voice)
        {
            var parts = new LoudspeakerParts { Speaker = _ear, Amplifier = _ear, Sensor = _ear, Speech = _ear };
            _speaker = new LoudspeakerDevice(Settings, parts, flash, _gate, ledger, this, status, _clock, log);
            _speaker.Start();
            _clips = new ClipStore(flash, 3072, log);
            _clips.Restore();
        }

        ledger.Restore();
        _trier?.Restore();
        CheckRecovered();
        if (plot.Watched)
        {
            _watchman = new Watchman(truth, flash, _clock, log, this, _gauge.Micrometres);
            _gauge.Watch = _watchman.Watch;
            _watchman.Step(_rains);
        }
    }

    /// <summary>What a board has on its flash before its first start.</summary>
    public static byte[] SettingsFile => System.Text.Encoding.UTF8.GetBytes(Text);

    public bool IsUp => true;

    public long Thinned => _outbox.Thinned;

    public int Pending => _outbox.Pending;

    /// <summary>One thing that happens, chosen at random.</summary>
    public void Act(int kind)
    {
        _truth.IsThinning = false;
        switch (kind)
        {
            case < 25: Rain(_random.Next(1, 4)); break;
            case < 30 when _watchman is not null: Wait(_random.Next(3_000, 9_000)); break;      // the danger passes
            case < 45: Wait(_random.Next(60, 600)); break;
            case < 50: Report(ReadingKind.VillageAlarm, 1 + _random.Next(4)); break;
            case < 55: Report(ReadingKind.Battery, 3_000 + _random.Next(600)); break;
            case < 58 when _watchman is not null: _watchman.Stop(_rains); break;
            case < 58: Configure(); break;
            case < FirstKindWithGateway: Fetch(); break;
            case < 75: Post(); break;
            case < FirstKindOfOrders: Acknowledge(); break;
            default: Order(); break;
        }

        NoteThinning();
    }

    /// <summary>After a thinning, flash says which readings are still kept.</summary>
    public void NoteThinning()
    {
        if (_truth.IsThinning)
        {
            _truth.Keep(OnFlash());
            _truth.IsThinning = false;
        }
    }

    /// <summary>
    /// What follows a cut: the gateway answers the birth, or not; it repeats every order that has no end, an attacker repeats all others; rain falls; everything is sent.
    /// Then all promises are counted.
    /// </summary>
    public void GoOn()
    {
        if (_random.Next(3) > 0)
        {
            LearnFromGateway(_truth.CommittedUpTo);
        }

        if (_trier is not null)
        {
            EndTrial();
        }

        if (_speaker is not null)
        {
            OrderFate[] repeated = [.. _truth.Orders.TakeLast(12)];
            foreach (OrderFate fate in repeated)
            {
                _gate.OnOrder(Topics.Order(Board), fate.Message);
            }

            Settle();
            foreach (OrderFate fate in repeated)
            {
                Truth.Demand(_answers.ContainsKey(fate.Order.Sequence), $"order {fate.Order.Sequence} was repeated after a cut and got no answer");
            }
        }

        Rain(1);
        Wait(1_000);
        if (_watchman is not null)
        {
            Wait(4_600);    // the rain of an hour goes, and the hold time
            Truth.Demand(_watchman.Watch.Told == _truth.Village.ReportedStage, $"the village was told {_watchman.Watch.Told}, the report says {_truth.Village.Reported}");
        }

        Drain();
        _truth.DemandAllCommitted();
        Truth.Demand(_truth.LastCounter == _truth.Fallen, $"{_truth.Fallen} um fell, the last counter is {_truth.LastCounter}");
        Truth.Demand(_truth.CommittedRain == _truth.Fallen, $"{_truth.Fallen} um fell, {_truth.CommittedRain} were committed");
    }

    /// <summary>Lets time pass up to a moment of the world, and does nothing meanwhile.</summary>
    public void PassTo(long unixMilliseconds) => Advance(Math.Max(0, unixMilliseconds - _truth.Now));

    /// <summary>Does what gauge and probe have to do now; milliseconds until they have more.</summary>
    public int Measure() => Math.Min(_gauge.Step(), _level.Step());

    /// <summary>The bucket tips once.</summary>
    public void Tip()
    {
        _truth.TipsInHand++;
        _gauge.OnSwitch(true);
        Advance(130);
        _gauge.OnSwitch(false);
        _gauge.Step();
        CountTips();
    }

    /// <summary>The gateway is there: it answers, and takes what it gets until all is sent or a message is lost.</summary>
    public void SendAll()
    {
        LearnFromGateway(_truth.CommittedUpTo);
        for (int count = _outbox.Peek(_items); count > 0 && _random.Next(20) > 0; count = _outbox.Peek(_items))
        {
            long upTo = _truth.Commit(Carry(count));
            if (_random.Next(20) > 0)
            {
                _outbox.Acknowledge(_outbox.LogId, upTo);
            }
        }
    }

    // ---- ILink, as Common/Link keeps it ----

    public void Send(Receipt receipt)
    {
        _answers[receipt.Sequence] = receipt;
        Truth.Demand(receipt.State != ReceiptState.Playing || _clock.Quality == ClockQuality.None || _truth.Now < _truth.ExpiryOf(receipt.Sequence), $"order {receipt.Sequence} began after its expiry");
        _ear.Playing = receipt.State == ReceiptState.Playing ? receipt.Sequence : _ear.Playing;
        _truth.Take(receipt);
    }

    public bool Report(ReadingKind kind, long value)
    {
        _truth.Appending = new Made(kind, value);
        long thinned = _outbox.Thinned;
        _outbox.Append(kind, value);
        _truth.IsThinning |= _outbox.Thinned > thinned;
        _truth.Promise(new Made(kind, value));
        _truth.Appending = null;
        Truth.Demand(_outbox.NextSequence == _truth.MadeCount + 1, $"after reading {_truth.MadeCount} comes number {_outbox.NextSequence}");
        return true;
    }

    ProbeFault ILevelProbe.Read(out int stageMillimetres)
    {
        stageMillimetres = _random.Next(500, 4_000);
        return _random.Next(40) == 0 ? ProbeFault.Silent : ProbeFault.None;
    }

    // ---- what flash must hold after a start ----

    private void CheckRecovered()
    {
        Truth.Demand(_truth.Log == 0 || _outbox.LogId == _truth.Log, $"the outbox began a new life {_outbox.LogId}, the gateway knows {_truth.Log}");
        if (_outbox.NextSequence == _truth.MadeCount + 2 && _truth.Appending is { } torn)
        {
            _truth.Promise(torn);       // written in whole, although nobody was told
        }

        _truth.Appending = null;
        Truth.Demand(_outbox.NextSequence == _truth.MadeCount + 1, $"{_truth.MadeCount} readings were promised, the next number is {_outbox.NextSequence}");
        Truth.Demand(
            _gauge.Micrometres == _truth.Fallen || _gauge.Micrometres == _truth.Fallen + (_truth.TipsInHand * TipMicrometres),
            $"{_truth.Fallen} um had fallen and {_truth.TipsInHand} tips, the counter says {_gauge.Micrometres}");
        if (_gauge.Micrometres > _truth.Fallen)
        {
            _truth.Fall(_gauge.Micrometres - _truth.Fallen);
        }

        _truth.TipsInHand = 0;
        CheckCounty();
        CheckClips();
    }

    // The text in force or the one on trial, whole, and the version that belongs to it.
    private void CheckCounty()
    {
        if (_county is null)
        {
            return;
        }

        string found = System.Text.Encoding.UTF8.GetString(_county.Text);
        Truth.Demand(found == Truth.SettingsOf(_county.Version), $"the county's settings of version {_county.Version} are mixed with others");
        Truth.Demand(
            _county.Version == _truth.CountyVersion || _county.Version == _truth.NextCountyVersion,
            $"settings of version {_county.Version}, neither {_truth.CountyVersion} nor {_truth.NextCountyVersion}");
        if (!_county.OnTrial)
        {
            _truth.CountyVersion = _county.Version;
            _truth.NextCountyVersion = _county.Version;
        }
    }

    private void CheckClips()
    {
        if (_clips is null)
        {
            return;
        }

        if (_truth.Fetching is { } clip && _clips.Holds(clip.Name, clip.Seal))
        {
            _truth.Put(clip);
        }

        _truth.Fetching = null;
        var wav = new WavFile();
        foreach (Clip kept in _truth.Clips)
        {
            Truth.Demand(_clips.Holds(kept.Name, kept.Seal), $"clip {kept.Name} was here and is gone");
            Truth.Demand(_clips.Open(kept.Name, wav), $"clip {kept.Name} cannot be played any more");
            byte[] file = new byte[kept.File.Length];
            Truth.Demand(_flash.Read(wav.File, 0, file, 0, file.Length) == file.Length && file.AsSpan().SequenceEqual(kept.File), $"clip {kept.Name} is another one");
            _clips.Close();
        }
    }

    // ---- weather ----

    private void Rain(int tips)
    {
        for (int i = 0; i < tips; i++)
        {
            _truth.TipsInHand++;     // several before the gauge's loop comes to write them down
            _gauge.OnSwitch(true);
            Advance(130);
            _gauge.OnSwitch(false);
            Advance(_random.Next(600, 90_000));
        }

        _gauge.Step();
        CountTips();
        Truth.Demand(_gauge.Micrometres == _truth.Fallen, $"{_truth.Fallen} um fell, the counter says {_gauge.Micrometres}");
        _watchman?.Step(_rains);
    }

    private void CountTips()
    {
        _rains = true;
        _truth.Fall(_truth.TipsInHand * TipMicrometres);
        _truth.TipsInHand = 0;
    }

    private void Wait(int seconds)
    {
        long end = _clock.UptimeMilliseconds + (seconds * 1000L);
        while (_watchman is not null && _clock.UptimeMilliseconds < end)
        {
            Advance(Math.Min(_watchman.Step(_rains), end - _clock.UptimeMilliseconds));
        }

        Advance(end - _clock.UptimeMilliseconds);
        _gauge.Step();
        _level.Step();
    }

    // ---- readings ----

    private void Post()
    {
        int count = _outbox.Peek(_items);
        if (count == 0 || _random.Next(5) == 0)
        {
            return;     // lost on its way
        }

        long upTo = _truth.Commit(Carry(count));
        _acknowledgements.Add(upTo);
        if (_random.Next(3) > 0)
        {
            LearnFromGateway(upTo);
        }
    }

    // A late one, perhaps for the second time.
    private void Acknowledge()
    {
        if (_acknowledgements.Count > 0)
        {
            _outbox.Acknowledge(_outbox.LogId, _acknowledgements[_random.Next(_acknowledgements.Count)]);
        }

        _outbox.Acknowledge(_outbox.LogId ^ 1, _outbox.NextSequence);
    }

    private void LearnFromGateway(long upTo)
    {
        _clock.LearnFromGateway(_truth.Now);
        _outbox.Acknowledge(_outbox.LogId, upTo);
    }

    private void Drain()
    {
        long last = 0;
        for (int count = _outbox.Peek(_items); count > 0; count = _outbox.Peek(_items))
        {
            Truth.Demand(_items[0].Sequence > last, $"reading {_items[0].Sequence} comes after {last}");
            last = _items[count - 1].Sequence;
            _truth.Commit(Carry(count));
            Truth.Demand(_outbox.Acknowledge(_outbox.LogId, last), $"the acknowledgement of {last} was not taken");
        }
    }

    private Readings Carry(int count)
    {
        var pack = new Readings { Board = Board, Log = _outbox.LogId, Items = _items[..count] };
        Truth.Demand(Readings.TryDecode(pack.Encode(), out Readings carried, out string error), error);
        return carried;
    }

    private HashSet<long> OnFlash()
    {
        var copy = new CutFlash();
        var all = new HashSet<long>();
        foreach (string name in _flash.Names())
        {
            byte[] bytes = new byte[_flash.Length(name)];
            _flash.Read(name, 0, bytes, 0, bytes.Length);
            copy.Put(name, bytes);
        }

        var outbox = new Outbox(copy, _clock, new Log(_clock, 1), _random, 64);
        for (int count = outbox.Peek(_items); count > 0; count = outbox.Peek(_items))
        {
            all.UnionWith(_items[..count].Select(item => item.Sequence));
            outbox.Acknowledge(outbox.LogId, _items[count - 1].Sequence);
        }

        return all;
    }

    // ---- orders ----

    private void Order()
    {
        OrderFate[] known = [.. _truth.Orders];
        byte[] message = _random.Next(12) switch
        {
            < 5 => New(Play(known)),
            5 => New(Stop(known)),
            6 => Seal(Play(known), new byte[32], Board),
            7 => Seal(Play(known), Settings.Key, "river"),
            8 => Spoilt(Seal(Play(known), Settings.Key, Board)),
            _ => known.Length == 0 ? New(Play(known)) : known[_random.Next(known.Length)].Message,
        };
        if (_random.Next(4) == 0)
        {
            return;     // lost on its way; perhaps it comes late
        }

        _underWay.Enqueue(message);
        if (_random.Next(3) > 0)
        {
            Settle();
        }
    }

    private static byte[] Spoilt(byte[] message)
    {
        message[^1] ^= 1;
        return message;
    }

    private Order Play(OrderFate[] known)
    {
        bool drill = _random.Next(5) == 0;
        Order order = Blank(OrderKind.Play, known);
        order.Scope = drill ? Scope.Drill : Scope.Actual;
        order.Priority = (Priority)_random.Next(1, 6);
        order.Tone = drill ? Tone.Drill : Tone.Red;
        order.ToneMilliseconds = _random.Next(3) == 0 ? 0 : 60;
        order.Text = order.Sequence.ToString(CultureInfo.InvariantCulture) + "号";
        order.Language = "zh-CN";
        order.Repeats = 1;
        order.Of = known.Length > 0 && _random.Next(4) == 0 ? known[_random.Next(known.Length)].Order.Sequence : 0;
        return order;
    }

    private Order Stop(OrderFate[] known)
    {
        Order order = Blank(OrderKind.Stop, known);
        order.Of = known.Length > 0 && _random.Next(2) == 0 ? known[_random.Next(known.Length)].Order.Sequence : 0;
        return order;
    }

    private Order Blank(OrderKind kind, OrderFate[] known)
    {
        long last = known.Length == 0 ? 1_000 : known.Max(fate => fate.Order.Sequence);
        return new Order
        {
            Board = Board,
            Sequence = last + _random.Next(1, 3),
            Kind = kind,
            IssuedUnixMilliseconds = _truth.Now,
            ExpiresUnixMilliseconds = _truth.Now + _random.Next(5) switch { 0 => _random.Next(-5_000, 500), 1 => _random.Next(1_000, 120_000), _ => 600_000 },
        };
    }

    private byte[] New(Order order)
    {
        byte[] message = Seal(order, Settings.Key, Board);
        _truth.Put(new OrderFate(order, message));
        return message;
    }

    private static byte[] Seal(Order order, byte[] key, string board) => Envelope.Seal(key, board, Topics.Order(board), order.Encode());

    /// <summary>Lets the loudspeaker do what is to be done; messages that are under way come at any moment of it.</summary>
    private void Settle()
    {
        for (int i = 0; i < 2_000; i++)
        {
            int rest = _speaker!.Step();
            if (rest > 0 && !_ear.Powered && !Deliver())
            {
                return;
            }

            _clock.Sleep((int)Math.Min(rest, 1_000L));
        }

        throw new BrokenPromiseException("the loudspeaker does not come to rest");
    }

    private bool Deliver()
    {
        bool any = _underWay.TryDequeue(out byte[]? message);
        if (any)
        {
            _gate.OnOrder(Topics.Order(Board), message!);
        }

        return any;
    }

    // ---- configuration ----

    private void Configure()
    {
        if (_trier is null)
        {
            ConfigureByHand(_county!);
        }
        else if (_trier.IsOnTrial || _random.Next(3) == 0)
        {
            _trier.Pass(_random.Next(1_000, 60_000));
        }
        else
        {
            Order order = Blank(OrderKind.Configure, [.. _truth.Orders]);
            order.ExpiresUnixMilliseconds = _truth.Now + 86_400_000;
            order.Version = ++_truth.NextCountyVersion;
            order.Settings = Truth.SettingsOf(order.Version);
            (_truth.TrialStarts, _truth.TrialBegun) = (0, 0);
            _gate.OnOrder(Topics.Order(Board), New(order));
        }
    }

    // A text that is on trial is kept or dropped; otherwise a new one comes.
    private void ConfigureByHand(CountySettings county)
    {
        if (!county.OnTrial)
        {
            _truth.NextCountyVersion = Math.Max(_truth.CountyVersion, _truth.NextCountyVersion) + 1;
            county.Try(new Order { Sequence = _truth.NextCountyVersion, Version = _truth.NextCountyVersion, Settings = Truth.SettingsOf(_truth.NextCountyVersion) });
            return;
        }

        if (!Truth.CutsOff(county.Version))
        {
            county.Keep();
            _truth.CountyVersion = county.Version;
        }
        else
        {
            county.Drop();
            county.Clear();
        }

        Truth.Demand(county.Version == _truth.CountyVersion, $"settings of version {county.Version} are in force instead of {_truth.CountyVersion}");
        _truth.NextCountyVersion = _truth.CountyVersion;
    }

    // The gateway repeats its order until it has an end.
    private void EndTrial()
    {
        OrderFate? last = _truth.Orders.LastOrDefault(fate => fate.Order.Kind == OrderKind.Configure);
        if (last is not null)
        {
            _gate.OnOrder(Topics.Order(Board), last.Message);
            _trier!.PassTrial();
            _gate.OnOrder(Topics.Order(Board), last.Message);
            _trier.CheckEnd(_answers.GetValueOrDefault(last.Order.Sequence));
        }
    }

    // ---- clips ----

    private void Fetch()
    {
        if (_clips is null)
        {
            return;
        }

        Clip clip = NewClip($"clip {_random.Next(3)}");
        _truth.Fetching = clip;
        const string part = "fetched.part";
        for (int at = 0; at < clip.File.Length; at += FileSeal.BlockBytes)
        {
            _flash.Write(part, at, clip.File, at, Math.Min(FileSeal.BlockBytes, clip.File.Length - at));
        }

        string fault = _clips.Take(clip.Name, part, clip.Seal);
        Truth.Demand(fault.Length == 0, fault);
        _truth.Put(clip);
        _truth.Fetching = null;
    }

    private Clip NewClip(string name)
    {
        byte[] samples = new byte[2 * _random.Next(10, 5_000)];
        _random.NextBytes(samples);
        using var wav = new MemoryStream();
        using (var writer = new BinaryWriter(wav))
        {
            writer.Write("RIFF"u8);
            writer.Write(36 + samples.Length);
            writer.Write("WAVEfmt "u8);
            writer.Write(16);
            writer.Write((short)1);
            writer.Write((short)1);
            writer.Write(16_000);
            writer.Write(32_000);
            writer.Write((short)2);
            writer.Write((short)16);
            writer.Write("data"u8);
            writer.Write(samples.Length);
            writer.Write(samples);
        }

        byte[] file = wav.ToArray();
        return new Clip(name, file, FileSeal.Of(Settings.Key, file));
    }

    // ---- time ----

    private void Advance(long milliseconds)
    {
        _clock.Advance(milliseconds);
        _truth.Now = _start + _clock.UptimeMilliseconds;
    }

    private void Passed()
    {
        _truth.Now = _start + _clock.UptimeMilliseconds;
        if (_underWay.Count > 0 && _random.Next(6) == 0)
        {
            Deliver();
        }
    }

    private static Settings Parse()
    {
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(Text);
        return Settings.Parse(bytes, bytes.Length, out string error) ?? throw new InvalidOperationException(error);
    }
}
