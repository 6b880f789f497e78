using System.Collections.Concurrent;
using EdgeWarning.Gateway.Tests.Devices;
using EdgeWarning.Protocol;

namespace EdgeWarning.Gateway.Tests.Broadcast;

/// <summary>A loudspeaker made by hand: the wire of a real board, and a behaviour that the test chooses.</summary>
internal sealed class HandMadeBoard(FakeBoard wire) : IDisposable
{
    private readonly ConcurrentDictionary<long, ReceiptState> _ended = new();

    public string Id => wire.Id;

    /// <summary>Every order that came, also the ignored ones.</summary>
    public ConcurrentQueue<Order> Came { get; } = new();

    /// <summary>
    /// What it was told, each order once: a busy office sends one again before it has read the answer. Without those to fetch a sound, which are silent and come
    /// to a board that was told to play before it said that it has a speech module.
    /// </summary>
    public IEnumerable<Order> Told => Came.Where(order => order.Kind != OrderKind.FetchClip).DistinctBy(order => order.Sequence);

    /// <summary>So many orders are not noticed, as if the radio had lost them.</summary>
    public int DropNext { get; set; }

    /// <summary>What it says to an order that is new to it. Unless told otherwise: plays and hears it to the end.</summary>
    public Func<Order, IEnumerable<Receipt>> Answers { get; set; } = PlaysToTheEnd;

    public void Begin()
    {
        wire.Ordered += Take;
        wire.Birth();
    }

    public void BornAgain(Action<Status>? change = null) => wire.Birth(change);

    public void Say(LogPage page) => wire.Say(Topics.Log(Id), page.Encode());

    public void Say(Receipt receipt) => wire.Say(Topics.Receipt(Id), receipt.Encode());

    /// <summary>Sends bytes as they are, sealed by nobody.</summary>
    public void Raw(byte[] message) => wire.Raw(Topics.Receipt(Id), message);

    /// <summary>Sends what is not a receipt at all, under the board's own seal.</summary>
    public void SayBytes(byte[] payload) => wire.Say(Topics.Receipt(Id), payload);

    public static Receipt Of(Order order, ReceiptState state, Reason reason = Reason.None) => new()
    {
        Board = order.Board,
        Sequence = order.Sequence,
        State = state,
        Reason = reason,
        Scope = order.Scope,
        UnixMilliseconds = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(),
    };

    public static IEnumerable<Receipt> PlaysToTheEnd(Order order)
    {
        yield return Of(order, ReceiptState.Received);
        if (order.Kind == OrderKind.Stop)
        {
            yield return Of(order, ReceiptState.Stopped, Reason.StoppedByOrder);
            yield break;
        }

        yield return Of(order, ReceiptState.Playing);
        var heard = Of(order, ReceiptState.Heard);
        (heard.QuietMilliamperes, heard.ToneMilliamperes, heard.SpeechMilliamperes) = (42, 610, 330);
        yield return heard;
        yield return Of(order, ReceiptState.Finished);
    }

    /// <summary>Plays, and goes on playing until it is stopped.</summary>
    public static IEnumerable<Receipt> KeepsPlaying(Order order) => order.Kind == OrderKind.Stop
        ? PlaysToTheEnd(order)
        : [Of(order, ReceiptState.Received), Of(order, ReceiptState.Playing), Of(order, ReceiptState.Heard)];

    public void Dispose() => wire.Dispose();

    private void Take(Order order)
    {
        Came.Enqueue(order);
        if (DropNext > 0)
        {
            DropNext--;
            return;
        }

        if (_ended.TryGetValue(order.Sequence, out var prior))
        {
            var replayed = Of(order, ReceiptState.Refused, Reason.Replayed);
            replayed.Prior = prior;
            Say(replayed);
            return;
        }

        foreach (var receipt in Answers(order))
        {
            if (receipt.State is ReceiptState.Finished or ReceiptState.Stopped or ReceiptState.Failed)
            {
                _ended[order.Sequence] = receipt.State;
            }

            Say(receipt);
        }
    }
}
