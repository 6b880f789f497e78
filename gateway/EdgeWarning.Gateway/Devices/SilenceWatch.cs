using EdgeWarning.Gateway.Platform.Mqtt;
using Microsoft.Extensions.Options;

namespace EdgeWarning.Gateway.Devices;

/// <summary>Notices boards whose heartbeats fail to come, and boards that a command line added beside the running gateway.</summary>
public sealed partial class SilenceWatch(
    BoardRegistry registry,
    BoardStates states,
    MqttLink link,
    PrivateBroker broker,
    IOptions<DevicesOptions> options,
    TimeProvider clock,
    ILogger<SilenceWatch> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Lock _letIn = new();

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        registry.Changed += LetBoardsIn;
        LetBoardsIn();
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Interval, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                registry.RefreshIfChanged();
                Look(clock.GetUtcNow());
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(fault);
            }
            catch (ObjectDisposedException)
            {
                // The gateway stops.
            }
        }
    }

    /// <summary>Compares every board with the rule.</summary>
    internal void Look(DateTimeOffset now)
    {
        LinkStatus status = link.Status;
        DateTimeOffset? listeningSince = status.State == LinkState.Connected ? status.Since : null;
        var heartbeat = TimeSpan.FromSeconds(options.Value.HeartbeatSeconds);
        foreach (Board board in registry.All)
        {
            BoardState state = states.Of(board.Id);
            if (SilenceRule.IsSilent(state, listeningSince, heartbeat, options.Value.MissedHeartbeats, now))
            {
                states.Becomes(board, BoardCondition.Silent, now);
                LogSilent(board.Id, state.HeardAt);
            }
        }
    }

    /// <summary>Read and given under one lock, so that an older list never follows a newer one.</summary>
    private void LetBoardsIn()
    {
        lock (_letIn)
        {
            broker.SetUsers(registry.BrokerUsers);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Board} is silent since {HeardAt:u}")]
    private partial void LogSilent(string board, DateTimeOffset? heardAt);

    [LoggerMessage(Level = LogLevel.Error, Message = "could not look for silent boards; tried again in a moment")]
    private partial void LogFailed(Exception fault);
}
