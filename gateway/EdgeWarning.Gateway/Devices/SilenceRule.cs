namespace EdgeWarning.Gateway.Devices;

/// <summary>When a board counts as silent: a pure decision.</summary>
public static class SilenceRule
{
    /// <summary>
    /// Silent when that many heartbeats have failed to come since its last word. Half a heartbeat is granted for the way. Time during which the gateway itself
    /// was deaf does not count: the wait begins anew when the link stands again.
    /// </summary>
    /// <param name="listeningSince">Since when this gateway has heard without a break; null while it is deaf.</param>
    public static bool IsSilent(BoardState state, DateTimeOffset? listeningSince, TimeSpan heartbeat, int missed, DateTimeOffset now)
    {
        if (state.Condition != BoardCondition.Online || state.HeardAt is not { } heard || listeningSince is not { } listening)
        {
            return false;
        }

        DateTimeOffset from = heard > listening ? heard : listening;
        return now - from > (heartbeat * missed) + (heartbeat / 2);
    }
}
