using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace EdgeWarning.Gateway.Platform.Audit;

/// <summary>
/// The head of the audit chain, noted outside the store in <c>audit.anchor</c> and sealed with a key of its own: it shows that the last rows were removed, that
/// an older copy of the store was put back, or that the whole chain was written anew by someone without the key. Whoever holds the store, the anchor and the key
/// can still forge all three: keep the key elsewhere (setting Audit:KeyFile), or write the head down on paper now and then.
/// </summary>
public sealed class AuditAnchor(AuditLog audit, DataFolder folder, IOptions<PlatformOptions> options, TimeProvider clock)
{
    private const int KeyBytes = 32;
    private static readonly AuditAct s_anchored = AuditAct.Of("audit anchored");

    public string File => folder.File("audit.anchor");

    public string KeyFile => options.Value.Audit.KeyFile is { Length: > 0 } file ? file : folder.File("audit.key");

    /// <summary>Notes the head as it is now; throws <see cref="InvalidDataException"/> instead of covering up a log that is not the anchored one any more.</summary>
    public async Task Note(CancellationToken stopping = default)
    {
        var key = await KeyOrNew(stopping);
        var head = audit.Head();
        var noted = Read(key);
        if (noted is not null && noted.Id > 0 && !audit.Has(noted))
        {
            throw new InvalidDataException($"row {noted.Id} of the audit is not the row that was anchored: run gateway audit verify");
        }

        if (noted is null || noted.Id < head.Id)
        {
            DataFolder.WritePrivately(File, Encoding.UTF8.GetBytes(Text(head, key)));
        }
    }

    /// <summary>Walks the chain and holds it against the anchor.</summary>
    public AuditVerdict Verify()
    {
        try
        {
            return System.IO.File.Exists(KeyFile) ? VerifyWith(System.IO.File.ReadAllBytes(KeyFile)) : WithoutKey();
        }
        catch (InvalidDataException forged)
        {
            return audit.Verify() is { IsIntact: false } broken ? broken : audit.Verify() with { Problem = forged.Message };
        }
    }

    private AuditVerdict VerifyWith(byte[] key)
    {
        var verdict = audit.Verify(Read(key));
        return verdict.IsIntact && !System.IO.File.Exists(File) ? verdict with { Problem = $"the anchor {File} is missing" } : verdict;
    }

    /// <summary>A log that was never anchored is judged by itself; one that says it was and has lost its key is not whole.</summary>
    private AuditVerdict WithoutKey()
    {
        var verdict = audit.Verify();
        return verdict.IsIntact && audit.Walk(rows => rows.Any(row => row.Act == s_anchored.Text)) ? verdict with { Problem = $"the key of the anchor {KeyFile} is missing" } : verdict;
    }

    private async Task<byte[]> KeyOrNew(CancellationToken stopping)
    {
        if (System.IO.File.Exists(KeyFile))
        {
            return await System.IO.File.ReadAllBytesAsync(KeyFile, stopping);
        }

        var key = RandomNumberGenerator.GetBytes(KeyBytes);
        DataFolder.WritePrivately(KeyFile, key);
        await audit.Append(new AuditEntry(Actor.Gateway, s_anchored, "audit", $"key {Convert.ToHexStringLower(SHA256.HashData(key))[..16]}"), stopping);
        return key;
    }

    private string Text(AuditHead head, byte[] key) =>
        $"row = {head.Id}\nhash = {Convert.ToHexStringLower(head.Hash)}\nnoted = {clock.GetUtcNow():yyyy-MM-ddTHH:mm:ssZ}\nseal = {Convert.ToHexStringLower(SealOf(head, key))}\n";

    /// <summary>Null when nothing was noted yet.</summary>
    private AuditHead? Read(byte[] key)
    {
        if (!System.IO.File.Exists(File))
        {
            return null;
        }

        var lines = System.IO.File.ReadAllLines(File).Select(line => line.Split(" = ", 2)).Where(parts => parts.Length == 2).ToLookup(parts => parts[0], parts => parts[1]);
        try
        {
            var head = new AuditHead(long.Parse(lines["row"].First(), CultureInfo.InvariantCulture), Convert.FromHexString(lines["hash"].First()));
            return CryptographicOperations.FixedTimeEquals(SealOf(head, key), Convert.FromHexString(lines["seal"].First())) ? head : throw new InvalidDataException($"the anchor {File} was not written with this key: it is forged, or the key is another's");
        }
        catch (Exception unreadable) when (unreadable is FormatException or InvalidOperationException or OverflowException)
        {
            throw new InvalidDataException($"the anchor {File} is damaged", unreadable);
        }
    }

    private static byte[] SealOf(AuditHead head, byte[] key)
    {
        var text = new byte[sizeof(long) + head.Hash.Length];
        BinaryPrimitives.WriteInt64BigEndian(text, head.Id);
        head.Hash.CopyTo(text, sizeof(long));
        return HMACSHA256.HashData(key, text);
    }
}

/// <summary>Notes the head at start, at the end, and soon after each row; rows of a command line beside this gateway once a minute.</summary>
internal sealed partial class AuditAnchoring(AuditLog audit, AuditAnchor anchor, ILogger<AuditAnchoring> log) : BackgroundService
{
    /// <summary>Rows that come together are noted together; what is removed within this time of being written is only missed by the chain's own head.</summary>
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan s_look = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _news = new(0, 1);

    public override void Dispose()
    {
        audit.Appended -= Wake;
        _news.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        audit.Appended += Wake;
        await Note();
        LogHead(audit.Head().Id, Convert.ToHexStringLower(audit.Head().Hash));
        try
        {
            while (true)
            {
                await _news.WaitAsync(s_look, stoppingToken);
                await Task.Delay(s_pause, stoppingToken);
                await Note();
            }
        }
        catch (OperationCanceledException)
        {
            await Note();
        }
    }

    private async Task Note()
    {
        try
        {
            await anchor.Note();
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            LogNotNoted(anchor.File, cause.Message);
        }
    }

    private void Wake()
    {
        try
        {
            if (_news.CurrentCount == 0)
            {
                _news.Release();
            }
        }
        catch (Exception late) when (late is SemaphoreFullException or ObjectDisposedException)
        {
            // Somebody else has woken it, or there is nobody to wake any more.
        }
    }

    [LoggerMessage(LogLevel.Information, "the audit has {Rows} rows; head {Head}")]
    private partial void LogHead(long rows, string head);

    [LoggerMessage(LogLevel.Warning, "could not note the head of the audit in {File}: {Cause}")]
    private partial void LogNotNoted(string file, string cause);
}
