using EdgeWarning.Gateway.Devices;
using EdgeWarning.Gateway.Warnings;
using Microsoft.Extensions.Options;

namespace EdgeWarning.Gateway.Broadcast;

/// <summary>Has boards fetch the sounds of coming programmes: asks <see cref="FetchAhead"/> from time to time, and hands over what is ready to be sent. It works beside the loop of all orders, so no warning waits for it.</summary>
public sealed partial class SoundsAhead(
    IAirings airings, WarningIntake warnings, CountyStops stops, BoardRegistry boards, OrderStore orders, SpokenClips spoken, Broadcaster broadcaster, IOptionsMonitor<SoundSettings> sound, TimeProvider clock, ILogger<SoundsAhead> log)
    : BackgroundService
{
    /// <summary>Boards of one turn: each order is sealed over the whole sound, some milliseconds, and each turn is a row of the audit.</summary>
    private const int MostAtOnce = 16;

    private static readonly TimeSpan s_betweenLooks = TimeSpan.FromSeconds(20);

    private readonly SemaphoreSlim _news = new(0);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        airings.Changed += LookAgain;
        spoken.Made += LookAgain;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Look();
            }
            catch (Exception fault)
            {
                LogFault(fault, fault.Message);
            }

            await _news.WaitAsync(s_betweenLooks, stoppingToken);
        }
    }

    private async Task Look()
    {
        var now = clock.GetUtcNow();
        if (stops.Latest() is { IsInForce: true } || airings.Coming(now, now + FetchAhead.Lead) is not { Count: > 0 } coming)
        {
            return;
        }

        var plays = FetchAhead.Plays(coming, boards.All, warnings.Live(now), sound.CurrentValue, now);
        if (spoken.Ahead(plays, boards.All, orders.OpenAt(now), MostAtOnce, now) is { Count: > 0 } planned)
        {
            await broadcaster.Order(planned);
            LogAhead(planned.Count, string.Join(", ", planned.Select(order => order.Warning).Distinct()));
        }
    }

    private void LookAgain() => _news.Release();

    [LoggerMessage(Level = LogLevel.Debug, Message = "told {Count} boards to fetch ahead the sound of {Programmes}")]
    private partial void LogAhead(int count, string programmes);

    [LoggerMessage(Level = LogLevel.Error, Message = "could not look after the sounds of coming programmes, trying again: {Why}")]
    private partial void LogFault(Exception fault, string why);
}
