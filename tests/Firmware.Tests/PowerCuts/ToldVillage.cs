using EdgeWarning.Protocol;

namespace EdgeWarning.Firmware.Tests.PowerCuts;

/// <summary>The truth about a village that is warned by its own board alone: what fell on it, what was reported of its warnings, how often they sounded.</summary>
internal sealed class ToldVillage
{
    /// <summary>Rain in an hour that makes the board warn: prepare to leave, leave now.</summary>
    public static readonly int[] Millimetres = [1, 2];

    public const int HoldMilliseconds = 600_000;
    public const int MostSoundings = 4;
    private const int DeadbandPercent = 20;
    private const int HourMilliseconds = 3_600_000;

    /// <summary>A board tells how long its power was gone by dates of whole seconds: rain may look so much older than it is.</summary>
    private const int DateErrorMilliseconds = 2_000;

    private const int DayMilliseconds = 86_400_000;

    private readonly List<(long At, long Micrometres)> _rain = [];

    /// <summary>What the report says that the village was told last.</summary>
    public long Reported { get; private set; }

    /// <summary>The board is in the midst of saying so: after a cut it may say it again.</summary>
    public bool IsSaying { get; private set; }

    /// <summary>An order has stopped what sounds: it does not begin again unless the danger grows.</summary>
    public bool IsStopped { get; set; }

    /// <summary>Soundings of what the village was told last.</summary>
    public int Soundings { get; private set; }

    public static string Settings => $"""
        warn.after.silent.seconds = 0
        warn.prepare.rain.1h.millimetres = {Millimetres[0]}
        warn.evacuate.rain.1h.millimetres = {Millimetres[1]}
        warn.deadband.percent = {DeadbandPercent}
        warn.hold.minutes = {HoldMilliseconds / 60_000}
        warn.repeat.seconds = 120
        warn.repeat.most = {MostSoundings}
        """;

    public WarningStage ReportedStage => StageOf(Reported);

    public ToldVillage Copy()
    {
        var copy = new ToldVillage { Reported = Reported, IsSaying = IsSaying, IsRepeatable = IsRepeatable, IsStopped = IsStopped, Soundings = Soundings };
        copy._rain.AddRange(_rain);
        return copy;
    }

    public void Fall(long now, long micrometres)
    {
        _rain.Add((now, micrometres));
        _rain.RemoveAll(tip => tip.At < now - DayMilliseconds);
    }

    /// <summary>Rain of the time of this length that ends at <paramref name="at"/>; of tips that count as fallen then.</summary>
    public long Fallen(long at, long milliseconds) => _rain.Where(tip => tip.At > at - milliseconds && tip.At <= at).Sum(tip => tip.Micrometres);

    /// <summary>The stage that the rain of the last hour calls for.</summary>
    public WarningStage Danger(long now) => (WarningStage)Millimetres.Count(threshold => Fallen(now, HourMilliseconds - DateErrorMilliseconds) >= threshold * 1_000L);

    /// <summary>A reading of a warning is in the outbox. Each is said once, but for one that the power broke off; and it ends only after its hold time.</summary>
    public void Say(long now, long value)
    {
        Truth.Demand(value != Reported || IsRepeatable, $"the board's own warning {value} is reported twice");
        for (WarningStage over = StageOf(value) + 1; over <= ReportedStage; over++)
        {
            long band = Millimetres[(int)over - 1] * (100 - DeadbandPercent) * 10L;
            long most = _rain.Select(tip => tip.At).Where(at => at > now - HoldMilliseconds).Append(now - HoldMilliseconds).Max(at => Fallen(at, HourMilliseconds - DateErrorMilliseconds));
            Truth.Demand(most < band, $"the warning became {value} although {most} um had fallen in an hour within the hold time");
        }

        Soundings = value == Reported ? Soundings : 0;
        IsStopped = IsStopped && StageOf(value) <= ReportedStage;
        Reported = value;
        IsSaying = true;
    }

    /// <summary>The watch has done what there was to do: what it said is ticked off.</summary>
    public void Rest()
    {
        IsSaying = false;
        IsRepeatable = false;
    }

    /// <summary>Power came back. What was being said may be said again.</summary>
    public void Restart()
    {
        IsRepeatable |= IsSaying;
        IsSaying = false;
    }

    public void Sound()
    {
        Soundings++;
        Truth.Demand(!IsStopped, "the board's own warning sounds again after an order had stopped it");
        Truth.Demand(Soundings <= MostSoundings, $"the board's own warning sounds {Soundings} times, {MostSoundings} is its limit");
    }

    private bool IsRepeatable { get; set; }

    private static WarningStage StageOf(long value) => LocalWarning.TryParse(value, out WarningStage stage, out _) ? stage : WarningStage.AllClear;
}
