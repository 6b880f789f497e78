using EdgeWarning.Gateway.Broadcast;
using EdgeWarning.Gateway.Devices;

namespace EdgeWarning.Gateway.Console;

/// <summary>Puts together what the API and the console show of boards.</summary>
public sealed class BoardViews(BoardRegistry boards, BoardStates states, OrderStore orders, TimeProvider clock)
{
    public IReadOnlyList<BoardView> All()
    {
        var latest = orders.LatestByBoard();
        return [.. boards.All.Select(board => View(board, states.Of(board.Id), latest.GetValueOrDefault(board.Id)))];
    }

    public BoardView Of(Board board) => View(board, states.Of(board.Id), orders.LatestOf(board.Id));

    private BoardView View(Board board, BoardState state, OrderSummary? order)
    {
        var status = state.Status;
        return new BoardView(
            board.Id,
            board.Village,
            board.VillageName,
            board.Kind,
            board.Latitude,
            board.Longitude,
            WordOf(state.Condition),
            state.HeardAt,
            status?.Firmware,
            status?.Restarts,
            status?.RestartReason,
            status is null or { BatteryMillivolts: 0 } ? null : status.BatteryMillivolts,
            status is null or { SignalDbm: 0 } ? null : status.SignalDbm,
            Rain: null,
            Stage: null,
            order is null ? null : View(order));
    }

    private LastOrderView View(OrderSummary order) => new(
        order.Key.Sequence,
        order.Warning,
        OrderWords.Of(order.State),
        OrderWords.Of(order.Verdict),
        OrderWords.Of(Coverage.KindOf(order.State, order.Verdict, order.Issued, clock.GetUtcNow())),
        order.Issued);

    private static string WordOf(BoardCondition condition) => condition switch
    {
        BoardCondition.Online => "online",
        BoardCondition.Silent => "silent",
        BoardCondition.Lost => "lost",
        _ => "new",
    };
}
