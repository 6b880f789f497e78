using EdgeWarning.Gateway.Broadcast;
using EdgeWarning.Gateway.Desk;
using EdgeWarning.Gateway.Devices;
using EdgeWarning.Gateway.Places;
using EdgeWarning.Gateway.Warnings;
using EdgeWarning.Gateway.Warnings.Cap;
using EdgeWarning.Protocol;
using Microsoft.Extensions.Options;

namespace EdgeWarning.Gateway.Console;

/// <summary>Puts together what the API and the console show of warnings. It reads and decides nothing.</summary>
public sealed class WarningViews(WarningStore warnings, OrderStore orders, DraftStore drafts, PlaceStore places, BoardRegistry boards, IOptionsMonitor<WarningSettings> settings, TimeProvider clock)
{
    /// <summary>What a list shows: what an office can overlook.</summary>
    internal const int Listed = 100;

    public IReadOnlyList<WarningView> Newest()
    {
        var now = clock.GetUtcNow();
        var county = County();
        return [.. warnings.Newest(Listed).Select(warning => View(warning, county, now))];
    }

    public WarningView? Find(string id) => warnings.Find(id) is { } warning ? View(warning, County(), clock.GetUtcNow()) : null;

    public WarningDetailView? Detail(string id)
    {
        if (warnings.Find(id) is not { } warning)
        {
            return null;
        }

        var now = clock.GetUtcNow();
        var all = orders.OfWarning(id);
        var newest = all.Where(order => order.IsPlay).GroupBy(order => order.Board).Select(ofBoard => ofBoard.MaxBy(order => order.Sequence)!).ToList();
        return new WarningDetailView(
            View(warning, County(), now), AreaOf(warning), [.. newest.Select(order => View(order, now))], [.. all.Except(newest).Select(order => View(order, now))]);
    }

    private IReadOnlyList<Division> County() => CountyVillages.Of(places.Divisions(), boards.All);

    private WarningView View(StoredWarning warning, IReadOnlyList<Division> county, DateTimeOffset now)
    {
        var plays = warning.Sounds ? orders.PlaysOf(warning.Id).Where(IsHeardByPeople).ToList() : [];
        var info = LiveWarnings.Preferred(warning.Alert, settings.CurrentValue);
        var said = LiveWarnings.Announcements(warning.Alert, DateTimeOffset.MinValue, settings.CurrentValue) is [var first, ..] ? first : null;
        return new WarningView(
            warning.Id,
            warning.Alert.Identifier,
            warning.Alert.Sender,
            info?.Event,
            info?.Headline,
            said is null ? Words.Of(Priority.None) : Words.Of(said.Priority),
            Words.Of(LiveWarnings.ScopeOf(warning.Alert.Status)),
            StateOf(warning, now),
            WarningEndpoints.KindName(warning.Kind),
            said?.Text ?? "",
            said?.Language ?? "",
            info is null ? null : WarningArea.Describe(info),
            warning.ReceivedAt,
            warning.Expires,
            warning.Note,
            warning.EndedBy,
            Coverage.Of(plays, now),
            warning.Sounds ? Told(warning, plays, county) : null);
    }

    private ToldCount Told(StoredWarning warning, IReadOnlyList<OrderSummary> plays, IReadOnlyList<Division> county)
    {
        IReadOnlyList<CapArea> areas = [.. warning.Alert.Infos.SelectMany(info => WarningArea.Of(warning.Alert, info)).Distinct()];
        var heardAt = plays.GroupBy(play => play.Key.Board, StringComparer.Ordinal).ToDictionary(board => board.Key, board => board.Any(play => play.Verdict == OrderState.Heard), StringComparer.Ordinal);
        var reached = drafts.StepsOfWarning(warning.Id).Where(step => step.Act == "reached").Select(step => step.Village).OfType<string>().ToHashSet(StringComparer.Ordinal);
        return Delivery.Told(areas, county, boards.All, heardAt, reached, places.Middles(areas));
    }

    // A bench is ordered like a loudspeaker and answers, but no village hears it: it would only blur the count.
    private bool IsHeardByPeople(OrderSummary play) => boards.Find(play.Key.Board)?.Kind != BoardKinds.Bench;

    private OrderView View(BroadcastOrder order, DateTimeOffset now)
    {
        var board = boards.Find(order.Board);
        var progress = order.Progress;
        return new OrderView(
            order.Board,
            board?.Village ?? "",
            board?.VillageName ?? "",
            board?.Kind ?? "",
            Words.Of(order.Kind),
            order.Sequence,
            order.Of,
            OrderWords.Of(progress.State),
            OrderWords.Of(progress.Reason),
            OrderWords.Of(progress.Verdict),
            OrderWords.Of(Coverage.KindOf(progress.State, progress.Verdict, order.Issued, now)),
            [.. progress.Steps.Select(step => new StepView(OrderWords.Of(step.State), step.At, step.BoardAt, OrderWords.Of(step.Reason), step.Detail))],
            progress.Measured.QuietMilliamperes,
            progress.Measured.ToneMilliamperes,
            progress.Measured.SpeechMilliamperes,
            order.Expires);
    }

    private static AreaView AreaOf(StoredWarning warning)
    {
        var areas = warning.Alert.Infos.SelectMany(info => info.Areas).ToList();
        return new AreaView(
            string.Join("; ", areas.Select(area => area.Description.Trim()).Where(description => description.Length > 0).Distinct()),
            [.. areas.SelectMany(area => area.Geocodes).Select(geocode => $"{geocode.Name}={geocode.Value}").Distinct()],
            areas.SelectMany(area => area.Polygons).Distinct().Count(),
            areas.SelectMany(area => area.Circles).Distinct().Count());
    }

    private string StateOf(StoredWarning warning, DateTimeOffset now) => LiveWarnings.StateOf(warning, now) switch
    {
        WarningState.Live => "live",
        WarningState.Superseded => IsAllClear(warning.EndedBy) ? "cleared" : "superseded",
        WarningState.Cancelled => "cancelled",
        WarningState.Expired => "expired",
        WarningState.Silenced => "silenced",
        _ => "stored",
    };

    // An all-clear is an update in CAP; people know it as the end.
    private bool IsAllClear(string? id) => id is not null && warnings.Find(id)?.Alert.Infos is { Count: > 0 } infos && infos.All(info => info.Responses.Contains(CapResponse.AllClear));
}
