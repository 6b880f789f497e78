using EdgeWarning.Gateway.Broadcast;
using EdgeWarning.Gateway.Desk;
using EdgeWarning.Gateway.Places;
using EdgeWarning.Gateway.Warnings;
using Microsoft.Extensions.Options;

namespace EdgeWarning.Gateway.Programmes;

/// <summary>
/// Begins programmes at their times: writes them down, and tells Broadcast, which orders them. It looks at the last minutes again and again, and what stands
/// in the store is not begun anew; so neither a crash nor a clock that jumps makes anything play twice.
/// </summary>
public sealed partial class OnAir(ProgrammeStore store, PlaceStore places, IOptionsMonitor<DeskSettings> desk, IOptionsMonitor<WarningSettings> office, TimeProvider clock, ILogger<OnAir> log)
    : BackgroundService, IAirings
{
    /// <summary>The calendar may be set while we sleep, so nobody sleeps long.</summary>
    private static readonly TimeSpan s_longestSleep = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan s_afterFault = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _news = new(0);

    public event Action? Changed;

    /// <summary>The office's clock.</summary>
    public TimeZoneInfo Zone => office.CurrentValue.Zone();

    public IReadOnlyList<Airing> At(DateTimeOffset now) => AiringsOf(store.Running(now));

    public IReadOnlyList<Airing> Coming(DateTimeOffset after, DateTimeOffset upTo) => AiringsOf(Timetable.Due(store.All(), after, upTo, Zone, desk.CurrentValue));

    /// <summary>All times of the timetable within a stretch of time.</summary>
    public IReadOnlyList<Slot> Slots(DateTimeOffset after, DateTimeOffset upTo) => Timetable.Slots(store.All(), after, upTo, Zone, desk.CurrentValue);

    /// <summary>The timetable has changed, or something was stopped.</summary>
    public void LookAgain()
    {
        _news.Release();
        Changed?.Invoke();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var sleep = s_afterFault;
            try
            {
                sleep = await Begin();
            }
            catch (Exception fault)
            {
                LogFault(fault, fault.Message);
            }

            using var awake = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            await Task.WhenAny(_news.WaitAsync(awake.Token), Task.Delay(sleep, clock, awake.Token));
            await awake.CancelAsync();
        }
    }

    /// <summary>Begins what is due; says how long nothing will be.</summary>
    private async Task<TimeSpan> Begin()
    {
        var (now, programmes) = (clock.GetUtcNow(), store.All());
        if (Timetable.Due(programmes, now - Timetable.Tolerance, now, Zone, desk.CurrentValue) is { Count: > 0 } due && await store.Begin(due) > 0)
        {
            Changed?.Invoke();
        }

        var next = Timetable.Due(programmes, now, now + s_longestSleep, Zone, desk.CurrentValue);
        return next.Count > 0 ? next[0].Start - now : s_longestSleep;
    }

    private IReadOnlyList<Airing> AiringsOf(IReadOnlyList<Play> plays)
    {
        if (plays.Count == 0)
        {
            return [];
        }

        var (divisions, groups) = (places.Divisions(), places.Groups());
        return [.. plays.Select(play => AiringOf(play, divisions, groups))];
    }

    private static Airing AiringOf(Play play, IReadOnlyList<Division> divisions, IReadOnlyList<PlaceGroup> groups)
    {
        var body = play.Body;
        return new Airing(play.Id, [DraftCap.AreaOf(body.Area, divisions, groups)], body.Content.Text, body.Content.Language, body.Repeats, body.VolumePercent, play.Start, play.BeginBy, play.Expires, body.Content.Clip);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "could not begin the programmes that are due, trying again: {Why}")]
    private partial void LogFault(Exception fault, string why);
}
