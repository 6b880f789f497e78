using EdgeWarning.Gateway.Platform.Audit;

namespace EdgeWarning.Gateway.People;

/// <summary>Writes refusals into the audit, but no more a minute than a disk bears: what is beyond is counted and written as one row.</summary>
public sealed class RefusalLog(AuditLog audit, TimeProvider clock) : IHostedService
{
    /// <summary>Rows of about 300 bytes: an attacker who tries all day adds 9 MB.</summary>
    public const int MostRowsPerMinute = 20;

    /// <summary>Paths are as long as their sender likes.</summary>
    private const int LongestSubject = 200;

    private readonly Lock _gate = new();
    private DateTimeOffset _minute;
    private int _written;
    private int _beyond;

    public async Task Note(Actor who, AuditAct act, string subject, string detail)
    {
        var (write, beyond) = Count(clock.GetUtcNow());
        await Flush(beyond);
        if (write)
        {
            await audit.Append(new AuditEntry(who, act, subject.Length > LongestSubject ? subject[..LongestSubject] + "..." : subject, detail));
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>What was only counted is written before the gateway ends.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var beyond = _beyond;
            _beyond = 0;
            return Flush(beyond);
        }
    }

    private (bool Write, int Beyond) Count(DateTimeOffset now)
    {
        lock (_gate)
        {
            var beyond = 0;
            if (now - _minute >= TimeSpan.FromMinutes(1) || now < _minute)
            {
                (_minute, _written, beyond, _beyond) = (now, 0, _beyond, 0);
            }

            var write = _written < MostRowsPerMinute;
            (_written, _beyond) = write ? (_written + 1, _beyond) : (_written, _beyond + 1);
            return (write, beyond);
        }
    }

    private Task Flush(int beyond) => beyond == 0
        ? Task.CompletedTask
        : audit.Append(new AuditEntry(Actor.Gateway, AuditAct.Of("refusals"), "many", $"{beyond} more were refused within a minute than are written one by one"));
}
