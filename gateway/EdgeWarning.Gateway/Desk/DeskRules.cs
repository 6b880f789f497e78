using EdgeWarning.Gateway.Broadcast;
using EdgeWarning.Gateway.People;
using EdgeWarning.Protocol;

namespace EdgeWarning.Gateway.Desk;

/// <summary>Whether a draft may be issued now by this person, and what is missing.</summary>
/// <param name="Missing">What stands against it, in words; empty when it may be issued.</param>
/// <param name="IsFastPath">It would go out without a signature: logged, and put up for review.</param>
/// <param name="Confirmation">What must be typed first, when something must: the number of villages.</param>
public sealed record IssueVerdict(IReadOnlyList<string> Missing, bool IsFastPath, string? Confirmation)
{
    public bool MayIssue => Missing.Count == 0;
}

/// <summary>
/// Who may issue what, and what is asked first. Pure: everything is given. Default: a test needs nobody else; blue within one township neither; all else the
/// signature of another person. Orange and red may take the fast path.
/// </summary>
public static class DeskRules
{
    /// <summary>Digits of a township's code (GB/T 10114).</summary>
    private const int TownshipDigits = 9;

    public static IssueVerdict Of(Draft draft, Reach reach, string who, Role roles, string? typed, TimeSpan timeOfDay, DeskSettings settings)
    {
        var missing = new List<string>();
        if ((roles & Role.Officer) == Role.None)
        {
            missing.Add("only an officer issues");
        }

        if (draft.State is DraftState.Issued or DraftState.Withdrawn)
        {
            missing.Add($"it is {(draft.State == DraftState.Issued ? "issued" : "withdrawn")} already");
        }

        if (reach.Boards.Count == 0)
        {
            missing.Add("no loudspeaker stands in the area");
        }

        var isSigned = draft.Signers.Any(signer => signer != draft.Author);
        var isFastPath = !isSigned && NeedsSignature(draft.Body) && MayTakeFastPath(draft.Body, roles, settings);
        if (NeedsSignature(draft.Body) && !isSigned && !isFastPath)
        {
            missing.Add("another person must sign it first");
        }

        // A signature is a second pair of eyes; without one the officer types what the area means.
        var confirmation = !isSigned && NeedsConfirmation(draft.Body, reach, timeOfDay, settings) ? $"{reach.Villages}" : null;
        if (confirmation is not null && typed?.Trim() != confirmation)
        {
            missing.Add($"type {confirmation}, the number of villages that will be warned");
        }

        return new IssueVerdict(missing, isFastPath, confirmation);
    }

    /// <summary>True when this person may sign this draft: an approver, and not its author.</summary>
    public static bool MaySign(Draft draft, string who, Role roles) => draft.State == DraftState.Submitted && (roles & Role.Approver) != Role.None && who != draft.Author;

    public static bool NeedsSignature(DraftBody body) => body.Scope != Scope.Test && !(body.Colour <= Priority.Blue && IsWithinOneTownship(body.Area));

    private static bool MayTakeFastPath(DraftBody body, Role roles, DeskSettings settings) =>
        settings.FastPath && body.Scope == Scope.Actual && body.Colour >= Priority.Orange && (roles & Role.Approver) != Role.None;

    private static bool NeedsConfirmation(DraftBody body, Reach reach, TimeSpan timeOfDay, DeskSettings settings) =>
        reach.CountyShare > settings.ShareAlone || (IsNight(timeOfDay, settings) && (body.Colour < Priority.Orange || body.Scope != Scope.Actual));

    internal static bool IsNight(TimeSpan timeOfDay, DeskSettings settings)
    {
        var (from, to) = (TimeSpan.FromHours(settings.NightFromHour), TimeSpan.FromHours(settings.NightToHour));
        return from <= to ? timeOfDay >= from && timeOfDay < to : timeOfDay >= from || timeOfDay < to;
    }

    private static bool IsWithinOneTownship(DraftArea area) =>
        area is { Groups: null or { Count: 0 }, Polygons: null or { Count: 0 }, Circles: null or { Count: 0 }, Codes.Count: > 0 }
        && area.Codes.All(code => code.Length >= TownshipDigits) && area.Codes.Select(code => code[..TownshipDigits]).Distinct(StringComparer.Ordinal).Count() == 1;
}
