using EdgeWarning.Gateway.Broadcast;
using EdgeWarning.Gateway.Devices;
using EdgeWarning.Gateway.Places;
using EdgeWarning.Gateway.Platform.Audit;
using EdgeWarning.Gateway.Warnings;
using EdgeWarning.Gateway.Warnings.Cap;

namespace EdgeWarning.Gateway.Desk;

/// <summary>What has become of a warning in each village, and the second try that a person orders.</summary>
public sealed class DeliveryDesk(DraftStore drafts, PlaceStore places, BoardRegistry boards, BoardStates states, WarningStore warnings, OrderStore orders, Broadcaster broadcaster, TimeProvider clock)
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
            places.Middles(areas));
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
            return new DeskRefused([asked.Count == 0 ? "no loudspeaker of this warning is there" : "it was heard there, or sounds right now: confirm to sound it once more"]);
        }

        if (wanted.Exists(one => one.Board.State == DeliveryState.Held))
        {
            return new DeskRefused(["its stage is not released yet: release it first"]);
        }

        var ordered = await broadcaster.OrderAgain(id, [.. wanted.Select(one => boards.Find(one.Board.Board)).OfType<Board>()]).WaitAsync(stopping);
        if (ordered.Count == 0)
        {
            return new DeskRefused([$"{id} is not in force any more"]);
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
            return new DeskRefused([$"{village ?? "no village"} is no village of this warning"]);
        }

        await drafts.Note(id, new StepNote(by, "reached", reason, village));
        return new DeskDone(id);
    }

    private static IReadOnlyList<CapArea> AreasOf(StoredWarning warning) => [.. warning.Alert.Infos.SelectMany(info => WarningArea.Of(warning.Alert, info)).Distinct()];

    private static bool HasOrGetsIt(DeliveryState state) => state is DeliveryState.Heard or DeliveryState.Playing or DeliveryState.Received;
}
