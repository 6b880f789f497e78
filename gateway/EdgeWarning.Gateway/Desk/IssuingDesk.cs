using System.Globalization;
using EdgeWarning.Gateway.Broadcast;
using EdgeWarning.Gateway.Devices;
using EdgeWarning.Gateway.People;
using EdgeWarning.Gateway.Places;
using EdgeWarning.Gateway.Platform;
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
public sealed record DeskRefused(params IReadOnlyList<Fault> Faults) : DeskAnswer;

public sealed record DeskUnknown : DeskAnswer;

/// <summary>What an all-clear would do.</summary>
/// <param name="Confirmation">What must be typed first; null for nothing.</param>
public sealed record AllClearView(int Villages, string? Confirmation);

/// <summary>What an officer sees before a warning is issued.</summary>
/// <param name="Texts">By language, as they would go out.</param>
/// <param name="Stages">Null when everybody is told at once.</param>
public sealed record Preview(IReadOnlyList<Fault> Faults, IReadOnlyDictionary<string, FilledText> Texts, string Area, Reach? Reach, IssueVerdict? Verdict, StagesPreview? Stages = null);

/// <param name="First">Names of the villages that are told at once.</param>
/// <param name="FirstPeople">Who live in them, where it is known.</param>
/// <param name="Others">How many villages with a loudspeaker wait.</param>
public sealed record StagesPreview(IReadOnlyList<string> First, int FirstPeople, int Others);

/// <summary>
/// The life of a warning that is made here: written, reviewed, signed, issued, changed, ended. It decides by <see cref="DeskRules"/>, and what it issues goes the
/// way of every other CAP message.
/// </summary>
public sealed class IssuingDesk(
    DraftStore drafts, PlaceStore places, BoardRegistry boards, BoardStates states, WarningStore warnings, WarningIntake intake, TextStore texts, DraftRecording recordings, SpokenClips spoken, IOptionsMonitor<DeskSettings> settings, IOptionsMonitor<WarningSettings> office, TimeProvider clock) : IDisposable
{
    /// <summary>How long the words of an all-clear are worth hearing.</summary>
    private const int AllClearMinutes = 30;

    private readonly SemaphoreSlim _oneAtATime = new(1, 1);

    private DateTimeOffset Now => office.CurrentValue.InOffice(clock.GetUtcNow());

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
        PrepareClips(body, area);
        return new Preview(
            [],
            body.Languages.ToDictionary(language => language, language => DraftCap.TextOf(body, language, area.Description, settings.CurrentValue, texts.Current, Now), StringComparer.Ordinal),
            area.Description,
            reach,
            DeskRules.Of(draft, reach, by.Who, by.Roles, null, Now.TimeOfDay, settings.CurrentValue),
            LookAtStages(body.Stages, reach, divisions));
    }

    public Task<DeskAnswer> Write(string? id, DraftBody body, Caller by) => InTurn(() => WriteInTurn(id, body, by));

    private async Task<DeskAnswer> WriteInTurn(string? id, DraftBody body, Caller by)
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

        if (await HasGoneOut(draft))
        {
            return Gone(id);
        }

        // A drill stays a drill and a warning a warning, through every change.
        if (draft.Body.Scope != body.Scope)
        {
            return new DeskRefused(Fault.Of("desk.scope", $"it was begun as {Words.Of(draft.Body.Scope)} and stays that: write a new one"));
        }

        return await drafts.Rewrite(id, body, by) ? new DeskDone(id) : Gone(id);
    }

    public Task<DeskAnswer> Submit(string id, string reason, Caller by) => InTurn(() => Move(id, [DraftState.Draft], DraftState.Submitted, "submitted", reason, by));

    public Task<DeskAnswer> Return(string id, string reason, Caller by) => InTurn(() => Move(id, [DraftState.Submitted, DraftState.Signed], DraftState.Draft, "returned", reason, by));

    public Task<DeskAnswer> Withdraw(string id, string reason, Caller by) =>
        InTurn(() => Move(id, [DraftState.Draft, DraftState.Submitted, DraftState.Signed], DraftState.Withdrawn, "withdrawn", reason, by));

    /// <param name="version">Which text the signer has read; null for whichever stands there.</param>
    public Task<DeskAnswer> Sign(string id, int? version, string reason, Caller by) => InTurn(async () => drafts.Find(id) switch
    {
        null => new DeskUnknown(),
        var draft when version is not null && version != draft.Version => Gone(id),
        var draft when !DeskRules.MaySign(draft, by.Who, by.Roles) => new DeskRefused(Fault.Of("desk.approver", "only an approver who did not write it signs a draft that was submitted")),
        _ => await Move(id, [DraftState.Submitted, DraftState.Signed], DraftState.Signed, "signed", reason, by),
    });

    /// <summary>Issues a draft: from here on it is a warning like any other.</summary>
    /// <param name="typed">What the officer typed to confirm, when something had to be typed.</param>
    /// <param name="at">Where the officer reaches this gateway.</param>
    public async Task<DeskAnswer> Issue(string id, string reason, string? typed, Caller by, Uri at, CancellationToken stopping)
    {
        if (drafts.Find(id) is not { } draft)
        {
            return new DeskUnknown();
        }

        // Before its turn: no other warning waits for the voice that announces a drill.
        var (recording, unsaid) = await recordings.Resource(draft.Body, draft.Id, settings.CurrentValue.Address is { Length: > 0 } address ? new Uri(address) : at, stopping);
        return unsaid is not null ? new DeskRefused(unsaid) : await InTurn(() => IssueOnce(id, draft.Version, recording, reason, typed, by, stopping), stopping);
    }

    private async Task<DeskAnswer> IssueOnce(string id, int version, CapResource? recording, string reason, string? typed, Caller by, CancellationToken stopping)
    {
        if (drafts.Find(id) is not { } draft || draft.Version != version)
        {
            return Gone(id);
        }

        var (divisions, groups) = (places.Divisions(), places.Groups());
        if (FaultsOf(draft.Body, divisions, groups) is { Count: > 0 } faults)
        {
            return new DeskRefused(faults);
        }

        var area = DraftCap.AreaOf(draft.Body.Area, divisions, groups);
        var reach = ReachOf(area, divisions);
        var verdict = DeskRules.Of(draft, reach, by.Who, by.Roles, typed, Now.TimeOfDay, settings.CurrentValue);
        if (!verdict.MayIssue)
        {
            return new DeskRefused(verdict.Missing);
        }

        // It went out, and the gateway died before the draft knew.
        if (warnings.IdOf(settings.CurrentValue.Sender, draft.Id) is { } wentOut)
        {
            return await Issued(draft, wentOut, verdict.IsFastPath, reason, by);
        }

        var updates = draft.Body.Updates is { } old ? warnings.Find(old)?.Alert.Reference : null;
        var alert = InStages(draft.Body.Stages, DraftCap.Compose(draft.Id, draft.Body, [area], updates, settings.CurrentValue, texts.Current, Now, recording), reach);
        return await intake.Take(CapWriter.Write(alert), by, stopping) switch
        {
            IntakeRefused refused => new DeskRefused([.. refused.Reasons.Select(finding => Fault.Of("desk.cap", $"{finding}"))]),
            IntakeStored stored => await Issued(draft, stored.Id, verdict.IsFastPath, reason, by),
            _ => throw new InvalidOperationException("an intake result without an answer"),
        };
    }

    /// <summary>What an all-clear would reach; null when there is no such warning.</summary>
    public AllClearView? LookAtAllClear(string warning)
    {
        if (warnings.Find(warning) is not { } stored)
        {
            return null;
        }

        var reach = ReachOf(AreasOf(stored), places.Divisions());
        return new AllClearView(reach.Villages, DeskRules.ConfirmationOfAllClear(reach, Now.TimeOfDay, settings.CurrentValue));
    }

    /// <summary>解除: ends a warning and tells the same area that the danger has passed.</summary>
    /// <param name="typed">The number of villages, where so many are told or at night.</param>
    public Task<DeskAnswer> AllClear(string warning, string reason, string? typed, Caller by, CancellationToken stopping) => InTurn(() => GiveAllClear(warning, reason, typed, by, stopping), stopping);

    private async Task<DeskAnswer> GiveAllClear(string warning, string reason, string? typed, Caller by, CancellationToken stopping)
    {
        if (warnings.Find(warning) is not { } stored)
        {
            return new DeskUnknown();
        }

        if (LiveWarnings.StateOf(stored, clock.GetUtcNow()) is not (WarningState.Live or WarningState.Expired or WarningState.Silenced or WarningState.Cancelled))
        {
            return new DeskRefused(Fault.Of("desk.notInForce", $"{warning} is not in force: {stored.Note}"));
        }

        // What was cancelled stays so, and a finger that presses twice must not say it twice.
        if (warnings.IdOf(settings.CurrentValue.Sender, $"clear-{warning}") is { } given)
        {
            return new DeskRefused(Fault.Of("desk.notInForce", $"{warning} is not in force: {given}"));
        }

        var areas = AreasOf(stored);
        if (DeskRules.ConfirmationOfAllClear(ReachOf(areas, places.Divisions()), Now.TimeOfDay, settings.CurrentValue) is { } confirmation && typed?.Trim() != confirmation)
        {
            return new DeskRefused(Fault.Of("desk.typeAllClear", $"type {confirmation}, the number of villages that will be told that the danger has passed"));
        }

        IReadOnlyList<string> languages =
            [.. stored.Alert.Infos.Select(info => info.Language).Where(language => texts.Current.Of(language, "all-clear", WarningText.Any) is not null).Distinct(StringComparer.Ordinal).DefaultIfEmpty(ShippedTexts.Languages[0])];
        var body = new DraftBody("all-clear", Priority.Blue, LiveWarnings.ScopeOf(stored.Alert.Status), new DraftArea(null, null, null, null), AllClearMinutes, null, reason.Length == 0 ? null : new DraftCause(DraftCause.OfReport, Text: reason), languages, null);
        var alert = DraftCap.Compose($"clear-{warning}", body, areas, stored.Alert.Reference, settings.CurrentValue, texts.Current, Now);
        return await intake.Take(CapWriter.Write(alert), by, stopping) switch
        {
            IntakeRefused refused => new DeskRefused([.. refused.Reasons.Select(finding => Fault.Of("desk.cap", $"{finding}"))]),
            IntakeStored cleared => await Noted(warning, cleared.Id, new StepNote(by, "all-clear", reason)),
            _ => throw new InvalidOperationException("an intake result without an answer"),
        };
    }

    public void Dispose() => _oneAtATime.Dispose();

    private async Task<DeskAnswer> Noted(string warning, string id, StepNote step)
    {
        await drafts.Note(warning, step);
        return new DeskDone(id);
    }

    private async Task<DeskAnswer> Issued(Draft draft, string warning, bool isFastPath, string reason, Actor by)
    {
        // Sounding comes first: should the gateway die right before this, the warning is out and only the draft's own mark is missing.
        await drafts.Move(draft.Id, draft.State, DraftState.Issued, new StepNote(by, isFastPath ? WarningReport.FastPath : "issued", reason), warning);
        return new DeskDone(warning);
    }

    /// <summary>True of a draft that is out and does not know it: the gateway died in between. From here on it knows, so that nobody changes or withdraws what villages hear.</summary>
    private async Task<bool> HasGoneOut(Draft draft)
    {
        if (draft.State is DraftState.Issued or DraftState.Withdrawn || warnings.IdOf(settings.CurrentValue.Sender, draft.Id) is not { } warning)
        {
            return false;
        }

        var divisions = places.Divisions();
        var reach = ReachOf(DraftCap.AreaOf(draft.Body.Area, divisions, places.Groups()), divisions);
        await Issued(draft, warning, draft.Signatures < DeskRules.SignaturesNeeded(draft.Body, reach, settings.CurrentValue), "the gateway stopped before this was noted", Actor.Gateway);
        return true;
    }

    private async Task<DeskAnswer> Move(string id, IReadOnlyList<DraftState> from, DraftState to, string act, string reason, Caller by)
    {
        if (drafts.Find(id) is not { } draft)
        {
            return new DeskUnknown();
        }

        return !await HasGoneOut(draft) && from.Contains(draft.State) && await drafts.Move(id, draft.State, to, new StepNote(by, act, reason)) ? new DeskDone(id) : Gone(id);
    }

    /// <summary>Two browsers, or an impatient finger: nothing is issued twice, and nobody changes, signs, returns or withdraws what is being issued.</summary>
    private async Task<DeskAnswer> InTurn(Func<Task<DeskAnswer>> act, CancellationToken stopping = default)
    {
        await _oneAtATime.WaitAsync(stopping);
        try
        {
            return await act();
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    private static DeskRefused Gone(string id) => new(Fault.Of("desk.moved", $"{id} does not stand where it did: look at it again"));

    private IReadOnlyList<Fault> FaultsOf(DraftBody body, IReadOnlyList<Division> divisions, IReadOnlyList<PlaceGroup> groups) =>
        [.. DraftCap.Faults(body, divisions, groups, texts.Current), .. recordings.Faults(body), .. FaultsOfUpdate(body), .. FaultsOfStages(body), .. body.Cause?.FaultOf(board => boards.Find(board) is not null) is { } fault ? [fault] : Array.Empty<Fault>()];

    private static IReadOnlyList<Fault> FaultsOfStages(DraftBody body) => body.Stages?.FaultFor(body.Minutes) is { } fault ? [fault] : [];

    private CapAlert InStages(DraftStages? stages, CapAlert alert, Reach reach)
    {
        if (stages is null)
        {
            return alert;
        }

        var parameter = WarningStages.Parameter(stages.AfterMinutes, stages.HeardPercent, stages.FirstOf(SoundingVillages(reach)));
        return alert with { Infos = [.. alert.Infos.Select(info => info with { Parameters = [.. info.Parameters, parameter] })] };
    }

    /// <summary>Who comes first and who waits, as an officer sees it before the issue.</summary>
    private StagesPreview? LookAtStages(DraftStages? stages, Reach reach, IReadOnlyList<Division> divisions)
    {
        if (stages is null)
        {
            return null;
        }

        var villages = SoundingVillages(reach);
        var byCode = CountyVillages.Of(divisions, boards.All).ToDictionary(village => village.Code, StringComparer.Ordinal);
        var first = stages.FirstOf(villages).Select(code => byCode[code]).ToList();
        return new StagesPreview([.. first.Select(village => village.Name)], first.Sum(village => village.People ?? 0), villages.Count - first.Count);
    }

    private List<string> SoundingVillages(Reach reach) =>
        [.. reach.Boards.Select(boards.Find).OfType<Board>().Where(board => board.Kind != BoardKinds.Bench).Select(CountyVillages.CodeOf).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    // A drill must not take the place of a warning, nor the reverse.
    private IReadOnlyList<Fault> FaultsOfUpdate(DraftBody body) =>
        body.Updates is null ? []
        : warnings.Find(body.Updates) is not { } old ? [Fault.Of("draft.updates", $"updates: there is no warning {body.Updates}")]
        : body.Stages is not null ? [Fault.Of("draft.stagedUpdate", "stages: an update goes to everybody at once, or the villages that wait would fall silent")]
        : LiveWarnings.ScopeOf(old.Alert.Status) is var scope && scope != body.Scope ? [Fault.Of("draft.updatesScope", $"updates: {body.Updates} is {Words.Of(scope)}, this is {Words.Of(body.Scope)}")]
        : [];

    /// <summary>Every place of a warning, each once: the words in another language draw it again, and two places may have one name.</summary>
    private static IReadOnlyList<CapArea> AreasOf(StoredWarning stored) => [.. stored.Alert.Infos.SelectMany(info => WarningArea.Of(stored.Alert, info)).DistinctBy(PlaceOf)];

    private static string PlaceOf(CapArea area) =>
        string.Join('\n', [.. area.Polygons.Select(polygon => string.Join(' ', polygon.Corners)), .. area.Circles.Select(circle => $"{circle}"), .. area.Geocodes.Select(code => $"{code}")]);

    /// <summary>The words of villages without a speech module are made while the officer still reads them.</summary>
    private void PrepareClips(DraftBody body, CapArea area)
    {
        if (body.Recording is null)
        {
            var alert = DraftCap.Compose("preview", body, [area], null, settings.CurrentValue, texts.Current, Now);
            spoken.Prepare(new WarningEffect("", body.Scope, [], LiveWarnings.Announcements(alert, Now, office.CurrentValue)), boards.All, VillageFacts.Of(places));
        }
    }

    private Reach ReachOf(CapArea area, IReadOnlyList<Division> divisions) => ReachOf([area], divisions);

    private Reach ReachOf(IReadOnlyList<CapArea> areas, IReadOnlyList<Division> divisions) =>
        Reach.Of(areas, divisions, boards.All, board => states.Of(board).Condition, places.Middles(areas));
}
