using EdgeWarning.Gateway.Broadcast;
using EdgeWarning.Gateway.Devices;
using EdgeWarning.Gateway.Places;
using EdgeWarning.Gateway.Platform;
using EdgeWarning.Gateway.Platform.Audit;
using EdgeWarning.Gateway.Warnings;
using EdgeWarning.Gateway.Warnings.Cap;

namespace EdgeWarning.Gateway.Desk;

/// <summary>A warning that goes out in stages.</summary>
/// <param name="First">Villages of the first stage.</param>
/// <param name="FirstHeard">Of them, those in which it was heard.</param>
/// <param name="OthersAt">When the others are told at the latest; null: not by the clock.</param>
/// <param name="OthersWhenHeard">In how many of the first villages it must be heard, so that the others are told; null: not for that.</param>
/// <param name="IsReleased">Everybody is told.</param>
public sealed record StagesView(int First, int FirstHeard, DateTimeOffset? OthersAt, int? OthersWhenHeard, bool IsHeld, bool IsReleased);

/// <summary>What has become of a warning in each village, and the second try that a person orders.</summary>
public sealed class DeliveryDesk(DraftStore drafts, PlaceStore places, BoardRegistry boards, BoardStates states, WarningStore warnings, OrderStore orders, Broadcaster broadcaster, StageStore stages, TimeProvider clock)
{
    /// <summary>Village by village, what needs a person first; null when there is no such warning.</summary>
    public IReadOnlyList<VillageDelivery>? Of(string id)
    {
        if (warnings.Find(id) is not { } warning)
        {
            return null;
        }

        var (now, areas) = (clock.GetUtcNow(), AreasOf(warning));
        return Delivery.Of(
            areas, CountyVillages.Of(places.Divisions(), boards.All), boards.All, orders.OfWarning(id), drafts.StepsOfWarning(id), LiveWarnings.StateOf(warning, now) == WarningState.Live, now,
            places.Middles(areas),
            board => BoardTrouble.IsMute(states.Of(board).Status));
    }

    /// <summary>How a warning goes out in stages; null for one that does not, or is over.</summary>
    public StagesView? StagesOf(string id)
    {
        var now = clock.GetUtcNow();
        if (warnings.Find(id) is not { } warning || LiveWarnings.StateOf(warning, now) != WarningState.Live || WarningStages.Of(warning.Alert, warning.ReceivedAt) is not { } written)
        {
            return null;
        }

        var (word, heard) = (stages.Of(id), StageWord.HeardOf(written, orders.OfWarning(id).Where(order => order.IsPlay), boards.All));
        return new StagesView(
            written.First.Count, (int)Math.Round((heard ?? 0) * written.First.Count), written.OthersAt, written.HeardShare is { } share ? (int)Math.Ceiling(Math.Round(share * written.First.Count, 6)) : null, word.IsHeld, !word.Holds(written, heard, now));
    }

    /// <summary>Tells the other villages now.</summary>
    public Task<DeskAnswer> GoOn(string id, string reason, Actor by) => Say(id, "released", reason, by, stages.Release);

    /// <summary>Lets the other villages wait until somebody says go on, whatever the clock says.</summary>
    public Task<DeskAnswer> Hold(string id, string reason, Actor by) => Say(id, "stage held", reason, by, stages.Hold);

    private async Task<DeskAnswer> Say(string id, string act, string reason, Actor by, Func<string, Task> say)
    {
        if (warnings.Find(id) is null)
        {
            return new DeskUnknown();
        }

        if (StagesOf(id) is not { IsReleased: false })
        {
            return new DeskRefused(Fault.Of("desk.noStage", "no stage of it waits"));
        }

        await say(id);
        await drafts.Note(id, new StepNote(by, act, reason));
        return new DeskDone(id);
    }

    public CountyCoverage County() => CountyCoverage.Of(CountyVillages.Of(places.Divisions(), boards.All), boards.All, states.Of);

    /// <summary>Orders a warning anew in a village, on those of its loudspeakers that did not bring it, or on one loudspeaker.</summary>
    /// <param name="confirmed">Also where it was heard already, or is sounding.</param>
    public async Task<DeskAnswer> Resend(string id, string? village, string? board, bool confirmed, string reason, Actor by, CancellationToken stopping)
    {
        if (Of(id) is not { } delivered)
        {
            return new DeskUnknown();
        }

        var asked = delivered.SelectMany(one => one.Boards.Select(with => (Village: one, Board: with)))
            .Where(one => one.Village.Code == village || one.Board.Board == board).ToList();
        var wanted = asked.Where(one => confirmed || !HasOrGetsIt(one.Board.State)).ToList();
        if (wanted.Count == 0)
        {
            return new DeskRefused(asked.Count == 0 ? Fault.Of("desk.notThere", "no loudspeaker of this warning is there") : Fault.Of("desk.heardThere", "it was heard there, or sounds right now: confirm to sound it once more"));
        }

        if (wanted.Exists(one => one.Board.State == DeliveryState.Held))
        {
            return new DeskRefused(Fault.Of("desk.stageHeld", "its stage is not released yet: release it first"));
        }

        var ordered = await broadcaster.OrderAgain(id, [.. wanted.Select(one => boards.Find(one.Board.Board)).OfType<Board>()]).WaitAsync(stopping);
        if (ordered.Count == 0)
        {
            return new DeskRefused(Fault.Of("desk.over", $"{id} is not in force any more"));
        }

        foreach (var code in ordered.Select(order => wanted.First(one => one.Board.Board == order.Board).Village.Code).Distinct(StringComparer.Ordinal))
        {
            await drafts.Note(id, new StepNote(by, "resent", reason, code));
        }

        return new DeskDone(id);
    }

    /// <summary>Notes that a village of the warning was told by other means.</summary>
    public async Task<DeskAnswer> Reached(string id, string? village, string reason, Actor by)
    {
        if (Of(id) is not { } delivered)
        {
            return new DeskUnknown();
        }

        if (delivered.All(one => one.Code != village))
        {
            return new DeskRefused(Fault.Of("desk.otherVillage", $"{village ?? "no village"} is no village of this warning"));
        }

        await drafts.Note(id, new StepNote(by, "reached", reason, village));
        return new DeskDone(id);
    }

    private static IReadOnlyList<CapArea> AreasOf(StoredWarning warning) => [.. warning.Alert.Infos.SelectMany(info => WarningArea.Of(warning.Alert, info)).Distinct()];

    private static bool HasOrGetsIt(DeliveryState state) => state is DeliveryState.Heard or DeliveryState.Playing or DeliveryState.Received;
}
