using EdgeWarning.Gateway.Warnings.Cap;

namespace EdgeWarning.Gateway.Warnings;

/// <summary>A stored message that a new one has to do with.</summary>
public sealed record RelatedWarning(string Id, CapReference Reference, CapStatus Status, CapMessageType MessageType);

/// <summary>What the store knows about the messages around a new one.</summary>
/// <param name="Referenced">Stored messages that it names.</param>
/// <param name="NamedBy">Stored Updates and Cancels that name it: they overtook it on the way.</param>
public sealed record WarningRelations(IReadOnlyList<RelatedWarning> Referenced, IReadOnlyList<RelatedWarning> NamedBy)
{
    public static readonly WarningRelations None = new([], []);
}

/// <summary>What a message is and does. No clock, no store.</summary>
/// <param name="Ends">Ids of the warnings that it ends, before those that follow from them.</param>
/// <param name="EndedBy">The message that has already ended it.</param>
public sealed record WarningVerdict(WarningKind Kind, bool Sounds, string Note, IReadOnlyList<string> Ends, RelatedWarning? EndedBy)
{
    /// <param name="expires">When its last info block expires.</param>
    public static WarningVerdict Of(CapAlert alert, DateTimeOffset? expires, WarningRelations relations, DateTimeOffset now)
    {
        // A drill must not end a real warning, nor the reverse.
        var sameStatus = relations.Referenced.Where(warning => warning.Status == alert.Status).ToArray();
        var ends = alert.Status is CapStatus.Actual or CapStatus.Exercise && alert.MessageType is CapMessageType.Update or CapMessageType.Cancel
            ? sameStatus.Where(warning => warning.MessageType is CapMessageType.Alert or CapMessageType.Update).Select(warning => warning.Id).ToArray()
            : [];
        var endedBy = relations.NamedBy.Where(warning => warning.Status == alert.Status)
            .OrderByDescending(warning => warning.MessageType == CapMessageType.Cancel).ThenByDescending(warning => warning.Reference.Sent).FirstOrDefault();
        var verdict = Plain(alert, expires, ends, endedBy, now);
        var foreign = relations.Referenced.Except(sameStatus).ToArray();
        return foreign.Length > 0 && alert.MessageType is CapMessageType.Update or CapMessageType.Cancel
            ? verdict with { Note = $"{verdict.Note}; {Names(foreign.Select(warning => warning.Id))} left alone: its status is {foreign[0].Status}, not {alert.Status}" }
            : verdict;
    }

    private static WarningVerdict Plain(CapAlert alert, DateTimeOffset? expires, string[] ends, RelatedWarning? endedBy, DateTimeOffset now)
    {
        WarningVerdict Silent(WarningKind kind, string note) => new(kind, Sounds: false, note, ends, endedBy);
        return (alert.Status, alert.MessageType) switch
        {
            (CapStatus.Test, _) => Silent(WarningKind.Test, "status Test: stored, sounds nothing"),
            (CapStatus.System, _) => Silent(WarningKind.System, "status System: stored, sounds nothing"),
            (CapStatus.Draft, _) => Silent(WarningKind.Draft, "status Draft: stored, sounds nothing"),
            (_, CapMessageType.Ack) => Silent(WarningKind.Acknowledgement, "acknowledgement: stored, sounds nothing"),
            (_, CapMessageType.Error) => Silent(WarningKind.Error, "error report: stored, sounds nothing"),
            (_, CapMessageType.Cancel) when ends.Length > 0 => Silent(WarningKind.Cancel, $"cancels {Names(ends)}"),
            (_, CapMessageType.Cancel) => Silent(WarningKind.CancelOfUnknown, "cancels nothing that is known here: stored, sounds nothing"),
            _ => Telling(alert, expires, ends, endedBy, now),
        };
    }

    private static WarningVerdict Telling(CapAlert alert, DateTimeOffset? expires, string[] ends, RelatedWarning? endedBy, DateTimeOffset now)
    {
        var instead = ends.Length > 0 ? $", supersedes {Names(ends)}" : "";
        WarningVerdict Silent(WarningKind kind, string note) => new(kind, Sounds: false, note + instead, ends, endedBy);
        if (expires is null)
        {
            return Silent(WarningKind.Empty, "it has no info block: stored, there is nothing to say");
        }

        if (expires <= now)
        {
            return Silent(WarningKind.Expired, $"expired at {CapTime.Format(expires.Value)}: stored, sounds nothing");
        }

        if (alert.Scope == CapScope.Private)
        {
            return Silent(WarningKind.NotPublic, "scope Private: for the addresses it names only; stored, not for loudspeakers");
        }

        if (endedBy is not null)
        {
            return Silent(WarningKind.Overtaken, $"{endedBy.Id} ({endedBy.MessageType}) came before it: stored, sounds nothing");
        }

        var drill = alert.Status == CapStatus.Exercise;
        var kind = (alert.MessageType, ends.Length) switch
        {
            (CapMessageType.Update, 0) => WarningKind.UpdateOfUnknown,
            (CapMessageType.Update, _) => WarningKind.Update,
            _ => drill ? WarningKind.Drill : WarningKind.Actual,
        };
        var note = (drill ? "sounds as a drill" : "sounds") + instead + (kind == WarningKind.UpdateOfUnknown ? "; what it updates is not known here, so it is taken as new" : "");
        if (alert.Scope == CapScope.Restricted)
        {
            note += $"; its sender restricts it: {alert.Restriction}";
        }

        if (!alert.Infos.SelectMany(info => info.Areas).Any(area => area.HasPlace))
        {
            note += "; it names no place, so it reaches nobody";
        }

        return new WarningVerdict(kind, Sounds: true, note, ends, EndedBy: null);
    }

    private static string Names(IEnumerable<string> ids) => string.Join(", ", ids);
}
