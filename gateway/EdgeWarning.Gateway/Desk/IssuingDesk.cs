using System.Globalization;
using EdgeWarning.Gateway.Broadcast;
using EdgeWarning.Gateway.Devices;
using EdgeWarning.Gateway.People;
using EdgeWarning.Gateway.Places;
using EdgeWarning.Gateway.Platform.Audit;
using EdgeWarning.Gateway.Warnings;
using EdgeWarning.Gateway.Warnings.Cap;
using EdgeWarning.Gateway.Warnings.Texts;
using EdgeWarning.Protocol;
using Microsoft.Extensions.Options;

namespace EdgeWarning.Gateway.Desk;

/// <summary>What came of an act at the desk.</summary>
public abstract record DeskAnswer;

public sealed record DeskDone(string Id) : DeskAnswer;

/// <param name="Faults">In words, for the officer.</param>
public sealed record DeskRefused(IReadOnlyList<string> Faults) : DeskAnswer;

public sealed record DeskUnknown : DeskAnswer;

/// <summary>What an officer sees before a warning is issued.</summary>
/// <param name="Texts">By language, as they would go out.</param>
public sealed record Preview(IReadOnlyList<string> Faults, IReadOnlyDictionary<string, FilledText> Texts, string Area, Reach? Reach, IssueVerdict? Verdict);

/// <summary>
/// The life of a warning that is made here: written, reviewed, signed, issued, changed, ended. It decides by <see cref="DeskRules"/>, and what it issues goes the
/// way of every other CAP message.
/// </summary>
public sealed class IssuingDesk(
    DraftStore drafts, PlaceStore places, BoardRegistry boards, BoardStates states, WarningStore warnings, WarningIntake intake, TextStore texts, DraftRecording recordings, IOptionsMonitor<DeskSettings> settings, IOptions<WarningSettings> office, TimeProvider clock)
{
    /// <summary>How long the words of an all-clear are worth hearing.</summary>
    private const int AllClearMinutes = 30;

    private readonly TimeZoneInfo _zone = TimeZoneInfo.FindSystemTimeZoneById(office.Value.TimeZone);

    private DateTimeOffset Now => TimeZoneInfo.ConvertTime(clock.GetUtcNow(), _zone);

    /// <summary>Looks ahead without writing anything.</summary>
    public Preview Look(DraftBody body, Caller by)
    {
        var (divisions, groups) = (places.Divisions(), places.Groups());
        if (FaultsOf(body, divisions, groups) is { Count: > 0 } faults)
        {
            return new Preview(faults, new Dictionary<string, FilledText>(), "", null, null);
        }

        var area = DraftCap.AreaOf(body.Area, divisions, groups);
        var reach = ReachOf(area, divisions);
        var draft = new Draft("", DraftState.Draft, by.Who, body, null, Now, Now, []);
        return new Preview(
            [],
            body.Languages.ToDictionary(language => language, language => DraftCap.TextOf(body, language, area.Description, settings.CurrentValue, texts.Current, Now), StringComparer.Ordinal),
            area.Description,
            reach,
            DeskRules.Of(draft, reach, by.Who, by.Roles, null, Now.TimeOfDay, settings.CurrentValue));
    }

    public async Task<DeskAnswer> Write(string? id, DraftBody body, Caller by)
    {
        if (FaultsOf(body, places.Divisions(), places.Groups()) is { Count: > 0 } faults)
        {
            return new DeskRefused(faults);
        }

        if (id is null)
        {
            return new DeskDone(await drafts.Add(body, by, Now.ToString("yyyyMMdd", CultureInfo.InvariantCulture)));
        }

        if (drafts.Find(id) is not { } draft)
        {
            return new DeskUnknown();
        }

        // A drill stays a drill and a warning a warning, through every change.
        if (draft.Body.Scope != body.Scope)
        {
            return new DeskRefused([$"it was begun as {Words.Of(draft.Body.Scope)} and stays that: write a new one"]);
        }

        return await drafts.Rewrite(id, body, by) ? new DeskDone(id) : Gone(id);
    }

    public Task<DeskAnswer> Submit(string id, string reason, Caller by) => Move(id, [DraftState.Draft], DraftState.Submitted, "submitted", reason, by);

    public Task<DeskAnswer> Return(string id, string reason, Caller by) => Move(id, [DraftState.Submitted, DraftState.Signed], DraftState.Draft, "returned", reason, by);

    public Task<DeskAnswer> Withdraw(string id, string reason, Caller by) =>
        Move(id, [DraftState.Draft, DraftState.Submitted, DraftState.Signed], DraftState.Withdrawn, "withdrawn", reason, by);

    public async Task<DeskAnswer> Sign(string id, string reason, Caller by) => drafts.Find(id) switch
    {
        null => new DeskUnknown(),
        var draft when !DeskRules.MaySign(draft, by.Who, by.Roles) => new DeskRefused(["only an approver who did not write it signs a draft that was submitted"]),
        _ => await Move(id, [DraftState.Submitted], DraftState.Signed, "signed", reason, by),
    };

    /// <summary>Issues a draft: from here on it is a warning like any other.</summary>
    /// <param name="typed">What the officer typed to confirm, when something had to be typed.</param>
    public async Task<DeskAnswer> Issue(string id, string reason, string? typed, Caller by, CancellationToken stopping)
    {
        if (drafts.Find(id) is not { } draft)
        {
            return new DeskUnknown();
        }

        var (divisions, groups) = (places.Divisions(), places.Groups());
        if (FaultsOf(draft.Body, divisions, groups) is { Count: > 0 } faults)
        {
            return new DeskRefused(faults);
        }

        var area = DraftCap.AreaOf(draft.Body.Area, divisions, groups);
        var verdict = DeskRules.Of(draft, ReachOf(area, divisions), by.Who, by.Roles, typed, Now.TimeOfDay, settings.CurrentValue);
        if (!verdict.MayIssue)
        {
            return new DeskRefused(verdict.Missing);
        }

        var updates = draft.Body.Updates is { } old ? warnings.Find(old)?.Alert.Reference : null;
        var (recording, unsaid) = await recordings.Resource(draft.Body, stopping);
        if (unsaid.Length > 0)
        {
            return new DeskRefused([unsaid]);
        }

        var alert = DraftCap.Compose(draft.Id, draft.Body, [area], updates, settings.CurrentValue, texts.Current, Now, recording);
        return await intake.Take(CapWriter.Write(alert), by, stopping) switch
        {
            IntakeRefused refused => new DeskRefused([.. refused.Reasons.Select(finding => finding.ToString())]),
            IntakeStored stored => await Issued(draft, stored, verdict, reason, by),
            _ => throw new InvalidOperationException("an intake result without an answer"),
        };
    }

    /// <summary>解除: ends a warning and tells the same area that the danger has passed.</summary>
    public async Task<DeskAnswer> AllClear(string warning, string reason, Caller by, CancellationToken stopping)
    {
        if (warnings.Find(warning) is not { } stored)
        {
            return new DeskUnknown();
        }

        if (LiveWarnings.StateOf(stored, clock.GetUtcNow()) is not (WarningState.Live or WarningState.Expired or WarningState.Silenced or WarningState.Cancelled))
        {
            return new DeskRefused([$"{warning} is not in force: {stored.Note}"]);
        }

        IReadOnlyList<CapArea> areas = [.. stored.Alert.Infos.SelectMany(info => WarningArea.Of(stored.Alert, info)).DistinctBy(area => area.Description)];
        IReadOnlyList<string> languages =
            [.. stored.Alert.Infos.Select(info => info.Language).Where(language => texts.Current.Of(language, "all-clear", WarningText.Any) is not null).Distinct(StringComparer.Ordinal).DefaultIfEmpty(ShippedTexts.Languages[0])];
        var body = new DraftBody("all-clear", Priority.Blue, LiveWarnings.ScopeOf(stored.Alert.Status), new DraftArea(null, null, null, null), AllClearMinutes, null, reason, languages, null);
        var alert = DraftCap.Compose($"clear-{warning}", body, areas, stored.Alert.Reference, settings.CurrentValue, texts.Current, Now);
        return await intake.Take(CapWriter.Write(alert), by, stopping) switch
        {
            IntakeRefused refused => new DeskRefused([.. refused.Reasons.Select(finding => finding.ToString())]),
            IntakeStored cleared => await Noted(warning, cleared.Id, new StepNote(by, "all-clear", reason)),
            _ => throw new InvalidOperationException("an intake result without an answer"),
        };
    }

    /// <summary>The village was told by other means, or looked at afterwards: a fact of the warning's life.</summary>
    public async Task<DeskAnswer> Note(string warning, string act, string? village, string reason, Caller by)
    {
        if (warnings.Find(warning) is null)
        {
            return new DeskUnknown();
        }

        await drafts.Note(warning, new StepNote(by, act, reason, village));
        return new DeskDone(warning);
    }

    private async Task<DeskAnswer> Noted(string warning, string id, StepNote step)
    {
        await drafts.Note(warning, step);
        return new DeskDone(id);
    }

    private async Task<DeskAnswer> Issued(Draft draft, IntakeStored stored, IssueVerdict verdict, string reason, Caller by)
    {
        // Sounding comes first: should the gateway die right here, the warning is out and only the draft's own mark is missing, which a second issue finds as a duplicate.
        await drafts.Move(draft.Id, draft.State, DraftState.Issued, new StepNote(by, verdict.IsFastPath ? "issued on the fast path" : "issued", reason), stored.Id);
        return new DeskDone(stored.Id);
    }

    private async Task<DeskAnswer> Move(string id, IReadOnlyList<DraftState> from, DraftState to, string act, string reason, Caller by)
    {
        if (drafts.Find(id) is not { } draft)
        {
            return new DeskUnknown();
        }

        return from.Contains(draft.State) && await drafts.Move(id, draft.State, to, new StepNote(by, act, reason)) ? new DeskDone(id) : Gone(id);
    }

    private static DeskRefused Gone(string id) => new([$"{id} does not stand where it did: look at it again"]);

    private IReadOnlyList<string> FaultsOf(DraftBody body, IReadOnlyList<Division> divisions, IReadOnlyList<PlaceGroup> groups) =>
        [.. DraftCap.Faults(body, divisions, groups, texts.Current), .. recordings.Faults(body)];

    // Outlines matter only to what was drawn.
    private Reach ReachOf(CapArea area, IReadOnlyList<Division> divisions) => Reach.Of(
        [area], divisions, boards.All, board => states.Of(board).Condition,
        area.Polygons.Count + area.Circles.Count == 0 ? null : places.Boundaries().Where(boundary => boundary.Code.Length == Division.VillageDigits).ToDictionary(boundary => boundary.Code, boundary => boundary.Middle(), StringComparer.Ordinal));
}
