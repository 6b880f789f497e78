using System.Text.Json;
using Dapper;
using EdgeWarning.Gateway.Platform.Audit;
using EdgeWarning.Gateway.Platform.Storage;
using Microsoft.Data.Sqlite;

namespace EdgeWarning.Gateway.Warnings.Texts;

/// <summary>The office's own texts of one event in one language.</summary>
/// <param name="Version">Counts the changes; 0 before the first.</param>
/// <param name="Texts">One for each colour that has one of its own.</param>
public sealed record OwnTexts(string Event, string Language, long Version, DateTimeOffset? At, string? Who, IReadOnlyList<WarningText> Texts);

/// <summary>The office's own texts in the gateway's store, and all texts as they count now.</summary>
public sealed class TextStore(Database database, AuditLog audit, TimeProvider clock)
{
    private const string Select = "SELECT event, language, version, at_ms AS AtMs, who, texts FROM office_texts o WHERE version = (SELECT max(version) FROM office_texts WHERE event = o.event AND language = o.language)";

    private readonly Lock _reading = new();
    private volatile WarningTexts? _current;

    /// <summary>Texts were changed and count.</summary>
    public event Action? Changed;

    /// <summary>What warnings are written with from now on.</summary>
    public WarningTexts Current => _current ?? Read();

    /// <summary>Every event and language that was ever given texts of its own.</summary>
    public IReadOnlyList<OwnTexts> All() => database.Read(db => db.Query<Row>($"{Select} ORDER BY event, language").Select(Own).ToList());

    public OwnTexts Find(string eventKey, string language) =>
        database.Read(db => Find(db, null, eventKey, language)) ?? new OwnTexts(eventKey, language, 0, null, null, []);

    /// <summary>Keeps the texts of an event in a language as the version after the one that they were made on; none: as shipped again. False when somebody else made that version meanwhile.</summary>
    /// <param name="after">Null: whatever the version is.</param>
    public async Task<bool> Put(string eventKey, string language, long? after, IReadOnlyList<WarningText> texts, Actor by)
    {
        var isKept = await database.Write((db, transaction) =>
        {
            var before = Find(db, transaction, eventKey, language);
            if (after is not null && after != (before?.Version ?? 0))
            {
                return false;
            }

            var version = (before?.Version ?? 0) + 1;
            db.Execute(
                "INSERT INTO office_texts (event, language, version, at_ms, who, texts) VALUES (@eventKey, @language, @version, @at, @Who, @texts)",
                new { eventKey, language, version, at = clock.GetUtcNow().ToUnixTimeMilliseconds(), by.Who, texts = JsonSerializer.Serialize([.. texts], WarningTextJson.Default.WarningTextArray) },
                transaction);
            audit.Append(db, transaction, new AuditEntry(by, texts.Count == 0 ? AuditAct.Of("texts as shipped again") : AuditAct.Of("texts changed"), $"{eventKey} {language}", $"version {version}: {Colours(before?.Texts ?? [])} -> {Colours(texts)}"));
            return true;
        });
        Read();
        Changed?.Invoke();
        return isKept;
    }

    private WarningTexts Read()
    {
        // Of two changes at once the newer must be the last that is read.
        lock (_reading)
        {
            return _current = new WarningTexts(All().SelectMany(own => own.Texts.Select(text => (own.Language, text))));
        }
    }

    private static OwnTexts? Find(SqliteConnection db, SqliteTransaction? transaction, string eventKey, string language) =>
        db.QuerySingleOrDefault<Row>($"{Select} AND event = @eventKey AND language = @language", new { eventKey, language }, transaction) is { } row ? Own(row) : null;

    private static OwnTexts Own(Row row) =>
        new(row.Event, row.Language, row.Version, DateTimeOffset.FromUnixTimeMilliseconds(row.AtMs), row.Who, JsonSerializer.Deserialize(row.Texts, WarningTextJson.Default.WarningTextArray) ?? []);

    private static string Colours(IReadOnlyList<WarningText> texts) => texts.Count == 0 ? "shipped" : string.Join(' ', texts.Select(text => text.Colour));

    private sealed record Row(string Event, string Language, long Version, long AtMs, string Who, string Texts);
}
