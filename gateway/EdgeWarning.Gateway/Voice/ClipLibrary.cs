using System.Security.Cryptography;
using Dapper;
using EdgeWarning.Gateway.Devices;
using EdgeWarning.Gateway.Platform;
using EdgeWarning.Gateway.Platform.Audit;
using EdgeWarning.Gateway.Platform.Storage;
using Microsoft.Extensions.Options;

namespace EdgeWarning.Gateway.Voice;

/// <summary>
/// The sounds of this gateway, each known by its content: rendered speech, live announcements, uploads. What goes in is checked, levelled and cut to what boards play and
/// keep; their bytes lie in <see cref="FileStore"/>, where boards fetch them. Rendered speech that nobody asked for longest goes when it takes too much room.
/// </summary>
public sealed class ClipLibrary(Database database, FileStore files, AuditLog audit, IOptions<VoiceSettings> settings, TimeProvider clock)
{
    /// <summary>More than the longest clip at the full rate with any head that a program writes.</summary>
    public const int MostUploadBytes = 2 * 1024 * 1024;

    /// <summary>A file that boards may be fetching right now does not go.</summary>
    private static readonly TimeSpan s_inUse = TimeSpan.FromDays(1);

    private static readonly TimeSpan s_noteAfter = TimeSpan.FromHours(1);

    private const int LongestName = 200;
    private const string Columns = "SELECT id, origin, name, bytes, milliseconds, sha1, made_by AS MadeBy, made_ms AS MadeMs FROM clips";

    /// <summary>Takes a WAV file in; null and what is wrong with it when boards could not play it.</summary>
    public async Task<(Clip? Clip, Fault? Fault)> Add(byte[] wav, ClipOrigin origin, string name, Actor by, CancellationToken stopping = default) =>
        WavFile.Read(wav, out var fault) is { } sound ? await Add(sound, origin, name, by, stopping) : (null, fault);

    /// <summary>Takes a sound in, at the level of the tones and at the rate that its length allows.</summary>
    public Task<(Clip? Clip, Fault? Fault)> Add(Sound sound, ClipOrigin origin, string name, Actor by, CancellationToken stopping = default) =>
        AddLevelled(Loudness.Match(sound), origin, name, by, stopping);

    /// <summary>Keeps a recording between the announcements of a drill, in the name of its maker.</summary>
    internal async Task<Rendering> AddDrill(Sound sound, Clip of, CancellationToken stopping)
    {
        var (clip, fault) = await AddLevelled(sound, ClipOrigin.Drill, of.Name, new Actor(of.By, ""), stopping);
        return new Rendering(clip, fault);
    }

    public Clip? Find(string id) => database.Read(db => db.QuerySingleOrDefault<Row>($"{Columns} WHERE id = @id", new { id })?.ToClip());

    /// <summary>The clip that boards call so; null when it is not here (yet).</summary>
    public Clip? Named(string boardName)
    {
        var (prefix, of) = boardName.StartsWith(SpeechRenderer.NamePrefix, StringComparison.Ordinal)
            ? (SpeechRenderer.NamePrefix, "SELECT clip FROM spoken WHERE key >= @from AND key < @to")
            : (Clip.NamePrefix, "SELECT id FROM clips WHERE id >= @from AND id < @to");
        var digits = boardName[Math.Min(prefix.Length, boardName.Length)..];
        var clip = digits.Length != Clip.NameDigits ? null : database.Read(db =>
            db.QueryFirstOrDefault<Row>($"{Columns} WHERE id IN ({of})", new { from = digits, to = digits + "g" })?.ToClip());
        return clip is not null && File.Exists(OnDisk(clip)) ? clip : null;
    }

    /// <summary>What people recorded and brought, the newest first.</summary>
    public IReadOnlyList<Clip> OfPeople() => database.Read(db => db.Query<Row>($"{Columns} WHERE origin IN ({(int)ClipOrigin.Recorded}, {(int)ClipOrigin.Uploaded}) ORDER BY made_ms DESC").Select(row => row.ToClip()).AsList());

    public string OnDisk(Clip clip) => files.OnDisk(FileOf(clip));

    /// <summary>The sound itself; null when its file was taken away.</summary>
    public Sound? Listen(Clip clip) => File.Exists(OnDisk(clip)) ? WavFile.Read(File.ReadAllBytes(OnDisk(clip)), out _) : null;

    /// <summary>The clip that says the text of this key, if it was rendered before and is still here.</summary>
    internal Clip? Spoken(string key)
    {
        var clip = database.Read(db => db.QuerySingleOrDefault<Row>($"{Columns} WHERE id = (SELECT clip FROM spoken WHERE key = @key)", new { key })?.ToClip());
        return clip is not null && File.Exists(OnDisk(clip)) ? clip : null;
    }

    /// <summary>Somebody needs it now. Noted once an hour: a disk wears out.</summary>
    internal Task Used(Clip clip) => database.Write((db, transaction) =>
        db.Execute("UPDATE clips SET used_ms = @Now WHERE id = @Id AND used_ms < @before", new { Now, clip.Id, before = Now - (long)s_noteAfter.TotalMilliseconds }, transaction));

    /// <summary>Keeps speech under the key of its text.</summary>
    internal async Task<Clip> AddSpoken(string key, Sound levelled, string text, CancellationToken stopping)
    {
        var clip = await Keep(levelled, ClipOrigin.Rendered, text, key, Actor.Gateway, stopping);
        await MakeRoom();
        return clip;
    }

    private async Task<(Clip? Clip, Fault? Fault)> AddLevelled(Sound sound, ClipOrigin origin, string name, Actor by, CancellationToken stopping)
    {
        var fault = sound.Milliseconds > Clip.MostMilliseconds ? Fault.Of("clip.tooLong", $"it lasts {sound.Milliseconds / 1_000} seconds: a board keeps {Clip.MostMilliseconds / 1_000}")
            : Loudness.LevelOf(sound) < Loudness.Inaudible ? Fault.Of("clip.silent", "nothing is heard in it") : null;
        return fault is not null ? (null, fault) : (await Keep(sound, origin, name, null, by, stopping), null);
    }

    private static AuditAct ActOf(ClipOrigin origin) => origin switch
    {
        ClipOrigin.Recorded => AuditAct.Of("clip recorded"),
        ClipOrigin.Drill => AuditAct.Of("clip announced as a drill"),
        _ => AuditAct.Of("clip uploaded"),
    };

    private async Task<Clip> Keep(Sound levelled, ClipOrigin origin, string name, string? key, Actor by, CancellationToken stopping)
    {
        var wav = WavFile.Write(levelled.At(levelled.Milliseconds > Clip.MostMillisecondsAtFullRate ? Sound.HalfRate : Sound.FullRate));
        var known = name.Length > LongestName ? name[..LongestName] : name;
        var file = await files.Add(known, wav, stopping);
        var id = Convert.ToHexStringLower(SHA256.HashData(wav));
        await database.Write(
            (db, transaction) =>
            {
                var isNew = db.Execute(
                    """
                    INSERT INTO clips(id, origin, name, bytes, milliseconds, sha1, made_by, made_ms, used_ms) VALUES(@id, @origin, @name, @Bytes, @Milliseconds, @sha1, @Who, @Now, @Now)
                    ON CONFLICT(id) DO NOTHING
                    """,
                    new { id, origin = (int)origin, name = known, file.Bytes, levelled.Milliseconds, sha1 = Sha1Of(wav), by.Who, Now },
                    transaction) > 0;
                if (key is not null)
                {
                    db.Execute("INSERT OR REPLACE INTO spoken(key, clip) VALUES(@key, @id)", new { key, id }, transaction);
                }
                else if (isNew)
                {
                    audit.Append(db, transaction, new AuditEntry(by, ActOf(origin), id, $"{known}, {levelled.Milliseconds} ms"));
                }
            },
            stopping);
        return Find(id)!;
    }

    private async Task MakeRoom()
    {
        var rendered = database.Read(db => db.Query<Row>($"{Columns} WHERE origin = {(int)ClipOrigin.Rendered} ORDER BY used_ms DESC").Select(row => row.ToClip()).AsList());
        var idle = database.Read(db => db.Query<string>("SELECT id FROM clips WHERE used_ms < @before", new { before = Now - (long)s_inUse.TotalMilliseconds }).ToHashSet(StringComparer.Ordinal));
        var room = settings.Value.CacheMegabytes * 1024L * 1024;
        foreach (var clip in rendered)
        {
            room -= clip.Bytes;
            if (room < 0 && idle.Contains(clip.Id))
            {
                await database.Write((db, transaction) => db.Execute("DELETE FROM clips WHERE id = @Id", new { clip.Id }, transaction));
                await files.Remove(FileOf(clip));
            }
        }
    }

    private static StoredFile FileOf(Clip clip) => new(clip.Path, clip.Name, clip.Bytes);

    // CAP 1.2, section 3.2.3: the digest of a resource is SHA-1. It finds faults of transport; what a board plays is sealed with HMAC-SHA-256.
#pragma warning disable CA5350 // asked for by the standard
    private static string Sha1Of(byte[] wav) => Convert.ToHexStringLower(SHA1.HashData(wav));
#pragma warning restore CA5350

    private long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();

    private sealed record Row(string Id, long Origin, string Name, long Bytes, long Milliseconds, string Sha1, string MadeBy, long MadeMs)
    {
        public Clip ToClip() => new(Id, (ClipOrigin)Origin, Name, (int)Bytes, (int)Milliseconds, Sha1, MadeBy, DateTimeOffset.FromUnixTimeMilliseconds(MadeMs));
    }
}
