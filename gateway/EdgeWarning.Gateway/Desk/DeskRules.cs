using EdgeWarning.Gateway.Broadcast;
using EdgeWarning.Gateway.People;
using EdgeWarning.Gateway.Platform;
using EdgeWarning.Protocol;

namespace EdgeWarning.Gateway.Desk;

/// <summary>Whether a draft may be issued now by this person, and what is missing.</summary>
/// <param name="Missing">What stands against it, in words; empty when it may be issued.</param>
/// <param name="IsFastPath">It would go out without a signature: logged, and put up for review.</param>
/// <param name="Confirmation">What must be typed first, when something must: the number of villages.</param>
public sealed record IssueVerdict(IReadOnlyList<Fault> Missing, bool IsFastPath, string? Confirmation)
{
    public bool MayIssue => Missing.Count == 0;
}

/// <summary>
/// Who may issue what, and what is asked first. Pure: everything is given. A test needs nobody else; all else as many signatures as <see cref="SignatureTable"/>
/// says. Orange and red may take the fast path.
/// </summary>
public static class DeskRules
{
    public static IssueVerdict Of(Draft draft, Reach reach, string who, Role roles, string? typed, TimeSpan timeOfDay, DeskSettings settings)
    {
        var missing = new List<Fault>();
        if ((roles & Role.Officer) == Role.None)
        {
            missing.Add(Fault.Of("desk.officer", "only an officer issues"));
        }

        if (draft.State is DraftState.Issued or DraftState.Withdrawn)
        {
            missing.Add(draft.State == DraftState.Issued ? Fault.Of("desk.issued", "it is issued already") : Fault.Of("desk.withdrawn", "it is withdrawn already"));
        }

        if (reach.Boards.Count == 0)
        {
            missing.Add(Fault.Of("desk.noLoudspeaker", "no loudspeaker stands in the area"));
        }

        var signed = draft.Signatures;
        var needed = SignaturesNeeded(draft.Body, reach, settings);
        var isFastPath = signed < needed && MayTakeFastPath(draft.Body, roles, settings);
        if (signed < needed && !isFastPath)
        {
            missing.Add(needed == 1 ? Fault.Of("desk.sign", "another person must sign it first") : Fault.Of("desk.signMore", $"{needed} other persons must sign it first, {signed} have"));
        }

        // A signature is a second pair of eyes; without one the officer types what the area means.
        var confirmation = signed == 0 && NeedsConfirmation(draft.Body.Colour, draft.Body.Scope, reach, timeOfDay, settings) ? $"{reach.Villages}" : null;
        if (confirmation is not null && typed?.Trim() != confirmation)
        {
            missing.Add(Fault.Of("desk.type", $"type {confirmation}, the number of villages that will be warned"));
        }

        return new IssueVerdict(missing, isFastPath, confirmation);
    }

    /// <summary>What must be typed before one person tells so many villages that a danger has passed; null for nothing.</summary>
    public static string? ConfirmationOfAllClear(Reach reach, TimeSpan timeOfDay, DeskSettings settings) =>
        NeedsConfirmation(Priority.Blue, Scope.Actual, reach, timeOfDay, settings) ? $"{reach.Villages}" : null;

    /// <summary>True when this person may sign this draft: an approver who has written nothing of it.</summary>
    public static bool MaySign(Draft draft, string who, Role roles) => draft.State is DraftState.Submitted or DraftState.Signed && (roles & Role.Approver) != Role.None && !draft.Writers.Contains(who) && !draft.Signers.Contains(who);

    public static int SignaturesNeeded(DraftBody body, Reach reach, DeskSettings settings) =>
        body.Scope == Scope.Test ? 0 : (SignatureTable.Read(settings.Signatures, out _) ?? SignatureTable.Read(SignatureTable.Default, out _)!).Needed(body.Colour, reach.CountyShare);

    private static bool MayTakeFastPath(DraftBody body, Role roles, DeskSettings settings) =>
        settings.FastPath && body.Scope == Scope.Actual && body.Colour >= Priority.Orange && (roles & Role.Approver) != Role.None;

    private static bool NeedsConfirmation(Priority colour, Scope scope, Reach reach, TimeSpan timeOfDay, DeskSettings settings) =>
        reach.CountyShare > settings.ShareAlone || (IsNight(timeOfDay, settings) && (colour < Priority.Orange || scope != Scope.Actual));

    internal static bool IsNight(TimeSpan timeOfDay, DeskSettings settings)
    {
        var (from, to) = (TimeSpan.FromHours(settings.NightFromHour), TimeSpan.FromHours(settings.NightToHour));
        return from <= to ? timeOfDay >= from && timeOfDay < to : timeOfDay >= from || timeOfDay < to;
    }
}
