using EdgeWarning.Protocol;

namespace EdgeWarning.Firmware.Tests.PowerCuts;

/// <summary>Something that a power cut must not bring about has happened.</summary>
internal sealed class BrokenPromiseException(string message) : Exception(message);

/// <summary>A reading as the board promised to keep it.</summary>
internal sealed record Made(ReadingKind Kind, long Value);

/// <summary>A clip as the gateway seals it.</summary>
internal sealed record Clip(string Name, byte[] File, byte[] Seal);

/// <summary>What the world knows of one order.</summary>
internal sealed record OrderFate(Order Order, byte[] Message)
{
    /// <summary>In how many lives of the board it began to sound.</summary>
    public int Sounded { get; init; }

    /// <summary>The board refused it for good: as forged, expired, unsupported ...</summary>
    public Reason Refused { get; init; }
}

/// <summary>
/// What is true outside the board, whatever its flash says: what it promised, what the gateway has committed, what fell, what sounded. It outlives every power cut and can be
/// copied, so that a life after a cut may go on without changing the story that was cut.
/// </summary>
internal sealed class Truth
{
    private readonly Dictionary<long, OrderFate> _orders = [];
    private readonly List<Made> _made = [];
    private readonly List<bool> _committed = [];
    private readonly List<bool> _kept = [];
    private readonly Dictionary<string, Clip> _clips = [];

    public Truth()
    {
    }

    private Truth(Truth other)
    {
        _orders = new(other._orders);
        _made = [.. other._made];
        _committed = [.. other._committed];
        _kept = [.. other._kept];
        Appending = other.Appending;
        IsThinning = other.IsThinning;
        Now = other.Now;
        Fallen = other.Fallen;
        TipsInHand = other.TipsInHand;
        Log = other.Log;
        CommittedUpTo = other.CommittedUpTo;
        CommittedRain = other.CommittedRain;
        LastCounter = other.LastCounter;
        CountyVersion = other.CountyVersion;
        NextCountyVersion = other.NextCountyVersion;
        _clips = new(other._clips);
        Fetching = other.Fetching;
        TrialStarts = other.TrialStarts;
        TrialBegun = other.TrialBegun;
        Village = other.Village.Copy();
    }

    /// <summary>World time, Unix milliseconds.</summary>
    public long Now { get; set; } = 1_800_000_000_000;

    /// <summary>Rain that fell while the board had power, micrometres, but for tips in hand.</summary>
    public long Fallen { get; private set; }

    /// <summary>What the village has been told by its own board.</summary>
    public ToldVillage Village { get; } = new();

    /// <summary>Tips of this very moment: when power fails now, they may count or go with it.</summary>
    public int TipsInHand { get; set; }

    /// <summary>The reading that is being written: after a cut it may be there or not.</summary>
    public Made? Appending { get; set; }

    /// <summary>The outbox is thinning in this act.</summary>
    public bool IsThinning { get; set; }

    /// <summary>The life of the outbox that the gateway knows; 0 = none yet.</summary>
    public long Log { get; private set; }

    public long CommittedUpTo { get; private set; }

    /// <summary>Rain that the gateway has added up, by the rule of docs/PROTOCOL.md.</summary>
    public long CommittedRain { get; private set; }

    public long LastCounter { get; private set; }

    public int MadeCount => _made.Count;

    public int WarningsReported => _made.Count(made => made.Kind == ReadingKind.LocalWarning);

    /// <summary>The version of the county's settings in force, and of those on trial; a text follows from its version.</summary>
    public long CountyVersion { get; set; }

    public long NextCountyVersion { get; set; }

    /// <summary>Starts with the settings on trial.</summary>
    public int TrialStarts { get; set; }

    /// <summary>The same with those in which power failed before the settings were read.</summary>
    public int TrialBegun { get; set; }

    /// <summary>The clip that is being fetched; from its commitment on it counts.</summary>
    public Clip? Fetching { get; set; }

    /// <summary>Clips that the board has said are here.</summary>
    public IEnumerable<Clip> Clips => _clips.Values;

    /// <summary>Rain that has come into the counter.</summary>
    public void Fall(long micrometres)
    {
        Fallen += micrometres;
        Village.Fall(Now, micrometres);
    }

    /// <summary>Settings of any length. With every third version a board cannot reach its gateway.</summary>
    public static string SettingsOf(long version) => version == 0 ? ""
        : $"report.seconds = {60 + version}\ntrial.seconds = 30\n{(CutsOff(version) ? "gateway.host = nowhere\n" : "")}" + string.Concat(Enumerable.Repeat($"# version {version}\n", (int)(version % 37)));

    public static bool CutsOff(long version) => version % 3 == 0;

    public void Put(Clip clip) => _clips[clip.Name] = clip;

    public IEnumerable<OrderFate> Orders => _orders.Values;

    public Truth Copy() => new(this);

    public void Promise(Made made)
    {
        if (made.Kind == ReadingKind.LocalWarning)
        {
            Village.Say(Now, made.Value);
        }

        _made.Add(made);
        _committed.Add(false);
        _kept.Add(true);
    }

    /// <summary>After a thinning: these readings are on flash now, and no others.</summary>
    public void Keep(IReadOnlyCollection<long> sequences)
    {
        _kept.Clear();
        _kept.AddRange(Enumerable.Repeat(false, _made.Count));
        foreach (long sequence in sequences)
        {
            _kept[(int)sequence - 1] = true;
        }
    }

    /// <summary>The gateway commits a pack as docs/PROTOCOL.md says: each number once; rain by the growth of its counter. Returns what it acknowledges.</summary>
    public long Commit(Readings pack)
    {
        Demand(Log == 0 || Log == pack.Log, $"the outbox began a new life {pack.Log}, the gateway knows {Log}");
        Log = pack.Log;
        foreach (Reading reading in pack.Items)
        {
            Demand(reading.Sequence <= _made.Count, $"reading {reading.Sequence} was never made");
            Made made = _made[(int)reading.Sequence - 1];
            Demand(made == new Made(reading.Kind, reading.Value), $"reading {reading.Sequence} is {reading.Kind} {reading.Value}, promised was {made}");
            if (_committed[(int)reading.Sequence - 1])
            {
                continue;
            }

            _committed[(int)reading.Sequence - 1] = true;
            if (reading.Kind == ReadingKind.Rain)
            {
                CommittedRain += reading.Value >= LastCounter ? reading.Value - LastCounter : reading.Value;
                LastCounter = reading.Value;
            }
        }

        CommittedUpTo = Math.Max(CommittedUpTo, pack.Items[^1].Sequence);
        return CommittedUpTo;
    }

    /// <summary>
    /// All that flash still had was sent: whatever was promised and kept is now committed. In the midst of a thinning, readings of the kinds that
    /// may be thinned may be gone, when what they stood for is still there.
    /// </summary>
    public void DemandAllCommitted()
    {
        long lastRain = _made.FindLastIndex(made => made.Kind == ReadingKind.Rain);
        for (int i = 0; i < _made.Count; i++)
        {
            if (_committed[i] || !_kept[i])
            {
                continue;
            }

            string what = $"reading {i + 1} ({_made[i]}) of {_made.Count} was promised and is lost; committed up to {CommittedUpTo}";
            Demand(IsThinning && i > 0, what);
            Demand(_made[i].Kind is ReadingKind.Rain or ReadingKind.Stage or ReadingKind.Battery, what);
            Demand(_made[i].Kind != ReadingKind.Rain || i < lastRain, what + ", the last of its rain");
            Demand(_made[i].Kind != ReadingKind.Stage || HighestCommittedStage >= _made[i].Value, what + ", the crest");
        }
    }

    private long HighestCommittedStage => _made.Where((made, i) => made.Kind == ReadingKind.Stage && _committed[i]).Max(made => made.Value);

    public long ExpiryOf(long sequence) => _orders[sequence].Order.ExpiresUnixMilliseconds;

    public void Put(OrderFate fate) => _orders[fate.Order.Sequence] = fate;

    /// <summary>The village hears an order begin.</summary>
    public void Hear(long sequence)
    {
        Demand(_orders.TryGetValue(sequence, out OrderFate? fate), $"order {sequence} sounded and the gateway never sent it");
        Demand(fate!.Sounded == 0, $"order {sequence} sounded twice");
        Demand(fate.Refused == Reason.None, $"order {sequence} sounded after it had been refused as {Words.Of(fate.Refused)}");
        _orders[sequence] = fate with { Sounded = 1 };
    }

    /// <summary>The board says what it does with an order. Busy is no refusal: the gateway sends it again.</summary>
    public void Take(Receipt receipt)
    {
        if (!_orders.TryGetValue(receipt.Sequence, out OrderFate? fate))
        {
            return;
        }

        if (receipt.State == ReceiptState.Refused && receipt.Reason is not (Reason.Busy or Reason.Replayed))
        {
            _orders[receipt.Sequence] = fate with { Refused = receipt.Reason };
        }
    }

    public static void Demand(bool holds, string broken)
    {
        if (!holds)
        {
            throw new BrokenPromiseException(broken);
        }
    }
}
