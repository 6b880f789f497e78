using System.Collections.Concurrent;
using EdgeWarning.Protocol;
using LibMosquitto;

namespace EdgeWarning.Firmware.Tests.Simulator;

/// <summary>The least gateway that a board can talk to: it tells the time, commits readings in memory, keeps receipts.</summary>
internal sealed class Office : IDisposable
{
    public static readonly byte[] Key = [.. Enumerable.Range(1, 32).Select(number => (byte)number)];

    private readonly MosquittoClient _client = new("office", true);
    private long _sequence;

    public Office(int port)
    {
        _client.Connected += () => _client.Subscribe(Topics.AllUp, 1, out _);
        _client.MessageReceived += (topic, message) =>
        {
            if (Topics.TryParse(topic, out string board, out Channel channel)
                && Envelope.Open(Key, board, topic, message, out byte[] payload) == Reason.None)
            {
                Take(board, channel, payload);
            }
        };
        _client.Connect("127.0.0.1", port, 30);
    }

    public ConcurrentDictionary<string, Status> Births { get; } = new();

    public ConcurrentQueue<Receipt> Receipts { get; } = new();

    /// <summary>By board and sequence: a reading that comes twice is one.</summary>
    public ConcurrentDictionary<(string Board, long Sequence), Reading> Committed { get; } = new();

    public static string Settings(string board, string kind, int port, string more = "") =>
        $"board = {board}\nkind = {kind}\nkey = {Convert.ToHexStringLower(Key)}\ngateway.host = 127.0.0.1\ngateway.port = {port}\ngateway.tls = 0\n"
        + $"report.seconds = 1\n{more}";

    public Order Send(string board, Action<Order> change)
    {
        long now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        _sequence = Math.Max(_sequence + 1, now);
        var order = new Order
        {
            Board = board,
            Sequence = _sequence,
            Kind = OrderKind.Play,
            IssuedUnixMilliseconds = now,
            ExpiresUnixMilliseconds = now + 600_000,
            Scope = Scope.Actual,
            Priority = Priority.Red,
            Tone = Tone.Red,
            ToneMilliseconds = 3_000,
            Language = "zh-CN",
        };
        change(order);
        Publish(board, Topics.Order(board), order.Encode());
        return order;
    }

    public Receipt? Find(Order order, ReceiptState state) =>
        Receipts.FirstOrDefault(receipt => receipt.Board == order.Board && receipt.Sequence == order.Sequence && receipt.State == state);

    public string History(Order order) =>
        string.Join(", ", Receipts.Where(receipt => receipt.Sequence == order.Sequence).Select(receipt => $"{receipt.State} {receipt.Reason} {receipt.Detail}"));

    public long? Latest(string board, ReadingKind kind) => Committed
        .Where(reading => reading.Key.Board == board && reading.Value.Kind == kind)
        .OrderByDescending(reading => reading.Key.Sequence).Select(reading => (long?)reading.Value.Value).FirstOrDefault();

    public void Dispose() => _client.Dispose();

    private void Take(string board, Channel channel, byte[] payload)
    {
        if (channel == Channel.Birth && Status.TryDecode(payload, out Status birth, out _))
        {
            Births[board] = birth;
            Acknowledge(board, birth.Log, 0);
        }
        else if (channel == Channel.Receipt && Receipt.TryDecode(payload, out Receipt receipt, out _))
        {
            Receipts.Enqueue(receipt);
        }
        else if (channel == Channel.Readings && Readings.TryDecode(payload, out Readings readings, out _))
        {
            foreach (Reading reading in readings.Items)
            {
                Committed[(board, reading.Sequence)] = reading;
            }

            Acknowledge(board, readings.Log, readings.Items[^1].Sequence);
        }
    }

    private void Acknowledge(string board, long log, long upTo) => Publish(board, Topics.Acknowledgement(board), new Acknowledgement
    {
        Board = board,
        Log = log,
        UpTo = upTo,
        UnixMilliseconds = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(),
    }.Encode());

    private void Publish(string board, string topic, byte[] payload) =>
        Assert.Equal(MosquittoError.Success, _client.Publish(topic, Envelope.Seal(Key, board, topic, payload), 1, out _));
}
