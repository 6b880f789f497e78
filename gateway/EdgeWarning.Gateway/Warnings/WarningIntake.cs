using System.Globalization;
using EdgeWarning.Gateway.Platform.Audit;
using EdgeWarning.Gateway.Platform.Storage;
using EdgeWarning.Gateway.Warnings.Cap;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace EdgeWarning.Gateway.Warnings;

/// <summary>What became of a file that came in.</summary>
public abstract record IntakeResult;

/// <summary>Written down; whether it sounds, <paramref name="Kind"/> and <paramref name="Note"/> say.</summary>
/// <param name="Duplicate">True when the same message was here before; the id is the first one's.</param>
public sealed record IntakeStored(string Id, WarningKind Kind, bool Sounds, string Note, IReadOnlyList<CapFinding> Warnings, bool Duplicate = false) : IntakeResult;

/// <summary>Refused; only the refusal was written down.</summary>
public sealed record IntakeRefused(IReadOnlyList<CapFinding> Reasons) : IntakeResult;

/// <summary>Takes CAP files in: reads, decides, writes down, and only then tells the rest of the gateway.</summary>
public sealed class WarningIntake(Database database, WarningStore store, AuditLog audit, IOptionsMonitor<WarningSettings> settings, TimeProvider clock)
{
    /// <summary>What must sound may have changed. Raised after the commit, on any thread; listeners must not block.</summary>
    public event Action? WarningsChanged;

    /// <param name="by">Who brought it, for the audit.</param>
    public async Task<IntakeResult> Take(byte[] file, Actor by, CancellationToken stopping = default)
    {
        var reading = CapReader.Read(file);
        var now = clock.GetUtcNow();
        var result = await database.Write((db, transaction) => Take(db, transaction, reading, file, by, now), stopping);
        if (result is IntakeStored { Duplicate: false })
        {
            WarningsChanged?.Invoke();
        }

        return result;
    }

    /// <summary>What must sound now.</summary>
    public IReadOnlyList<WarningEffect> Live(DateTimeOffset now) => LiveWarnings.At(store.Unexpired(now), now, settings.CurrentValue);

    private IntakeResult Take(SqliteConnection db, SqliteTransaction transaction, CapReading reading, byte[] file, Actor by, DateTimeOffset now)
    {
        if (reading is CapRejection rejection)
        {
            return Refuse(db, transaction, file, rejection.Reasons, by, now);
        }

        var (alert, warnings) = (CapAccepted)reading;
        if (WarningStore.Same(db, transaction, alert.Reference, file) is { } first)
        {
            return Again(first, warnings, now);
        }

        if (WarningLinks.CircleThrough(db, transaction, alert) is { } circle)
        {
            return Refuse(db, transaction, file, [new CapFinding(CapRule.CircularReference, "alert/references", 0, $"references go round in a circle: {circle} already references this message")], by, now);
        }

        return Store(db, transaction, alert, [.. warnings, .. WarningLinks.Oddities(db, transaction, alert)], file, by, now);
    }

    private IntakeStored Store(SqliteConnection db, SqliteTransaction transaction, CapAlert alert, IReadOnlyList<CapFinding> warnings, byte[] file, Actor by, DateTimeOffset now)
    {
        var day = settings.CurrentValue.InOffice(now).ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        var number = WarningStore.LastNumber(db, transaction, day) + 1;
        var id = WarningStore.IdOf(day, number);
        var expires = LiveWarnings.ExpiryOf(alert, settings.CurrentValue);
        var verdict = WarningVerdict.Of(alert, expires, WarningLinks.Of(db, transaction, alert), now);
        var endedBy = verdict.EndedBy;
        WarningStore.Insert(
            db,
            transaction,
            day,
            number,
            new StoredWarning(id, now, alert, verdict.Kind, verdict.Sounds, verdict.Note, warnings, expires, HowEnds(endedBy?.MessageType), endedBy?.Id, endedBy is null ? null : now, []),
            file);
        foreach (var ended in WarningLinks.WithSuccessors(db, transaction, verdict.Ends, alert))
        {
            WarningStore.End(db, transaction, ended, HowEnds(alert.MessageType), id, now);
        }

        audit.Append(db, transaction, new AuditEntry(by, AuditAct.Of("warning received"), id, $"{alert.Reference}: {verdict.Note}"));
        return new IntakeStored(id, verdict.Kind, verdict.Sounds, verdict.Note, warnings);
    }

    private static IntakeStored Again(WarningStore.FirstWarning first, IReadOnlyList<CapFinding> warnings, DateTimeOffset now) => new(
        first.Id,
        first.Kind,
        first.Sounds && now < first.Expires,
        $"is here already as {first.Id}, which stands ({first.Note})",
        first.SameBytes
            ? warnings
            : [.. warnings, new CapFinding(CapRule.DuplicateDiffers, "alert/identifier", 0, $"same sender, identifier and sent time as {first.Id}, but another content: only the first counts. An Update must have an identifier of its own")],
        Duplicate: true);

    private IntakeRefused Refuse(SqliteConnection db, SqliteTransaction transaction, byte[] file, IReadOnlyList<CapFinding> reasons, Actor by, DateTimeOffset now)
    {
        WarningStore.Refuse(db, transaction, file, reasons, now);
        audit.Append(db, transaction, new AuditEntry(by, AuditAct.Of("warning refused"), $"{file.Length} bytes", $"{reasons[0]}{(reasons.Count > 1 ? $"; and {reasons.Count - 1} more" : "")}"));
        return new IntakeRefused(reasons);
    }

    private static WarningEnd HowEnds(CapMessageType? type) => type switch
    {
        CapMessageType.Update => WarningEnd.Superseded,
        CapMessageType.Cancel => WarningEnd.Cancelled,
        _ => WarningEnd.None,
    };
}
