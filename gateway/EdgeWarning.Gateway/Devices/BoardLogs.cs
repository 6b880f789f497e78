using System.Collections.Concurrent;
using System.Threading.Channels;
using EdgeWarning.Gateway.Platform.Mqtt;
using EdgeWarning.Protocol;

namespace EdgeWarning.Gateway.Devices;

/// <summary>A board's log as it came.</summary>
/// <param name="Order">The sequence of the order that asked.</param>
/// <param name="IsWhole">False when pages are missing.</param>
public sealed record BoardLog(string Board, long Order, bool IsWhole, string Text);

/// <summary>Puts together the pages of logs that orders asked for; keeps the latest of each board, in memory.</summary>
public sealed class BoardLogs : BackgroundService
{
    private const int MaxWaiting = 1_000;
    private const int MaxPages = 64;

    private static readonly TimeSpan s_lookAgain = TimeSpan.FromMilliseconds(50);

    private readonly BoardMail _mail;
    private readonly BoardStates _states;
    private readonly TimeProvider _clock;
    private readonly ChannelReader<LinkMessage> _messages;
    private readonly ConcurrentDictionary<string, Pages> _latest = new(StringComparer.Ordinal);

    public BoardLogs(MqttLink link, BoardMail mail, BoardStates states, TimeProvider clock)
    {
        _mail = mail;
        _states = states;
        _clock = clock;
        _messages = link.Listen(Protocol.Channel.Log, MaxWaiting);
    }

    /// <summary>The log that an order asked for, whole or as much as came in time; null when nothing came.</summary>
    public async Task<BoardLog?> WaitFor(string board, long order, TimeSpan patience, CancellationToken stopping)
    {
        long started = _clock.GetTimestamp();
        while (Find(board, order) is not { IsWhole: true } && _clock.GetElapsedTime(started) < patience)
        {
            await Task.Delay(s_lookAgain, _clock, stopping);
        }

        return Find(board, order);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (LinkMessage message in _messages.ReadAllAsync(stoppingToken))
            {
                Take(message);
            }
        }
        catch (OperationCanceledException)
        {
            // The gateway stops.
        }
    }

    private BoardLog? Find(string board, long order) => _latest.TryGetValue(board, out Pages? pages) ? pages.ToLog(board, order) : null;

    private void Take(LinkMessage message)
    {
        if (!_mail.TryOpen(message, out Board board, out byte[] payload))
        {
            return;
        }

        if (!LogPage.TryDecode(payload, out LogPage page, out string error) || page.Board != board.Id)
        {
            _mail.RefuseContent(board, message, error.Length > 0 ? error : $"it speaks of board {page.Board}");
            return;
        }

        _states.Heard(board, message.ReceivedAt);
        _latest.AddOrUpdate(board.Id, _ => new Pages(page), (_, before) => before.With(page));
    }

    private sealed record Pages(long Order, IReadOnlyDictionary<int, LogPage> ByNumber)
    {
        public Pages(LogPage page)
            : this(page.Sequence, new Dictionary<int, LogPage> { [page.Page] = page })
        {
        }

        public Pages With(LogPage page) => page.Sequence != Order ? new Pages(page)
            : page.Page >= MaxPages ? this
            : this with { ByNumber = new Dictionary<int, LogPage>(ByNumber) { [page.Page] = page } };

        public BoardLog? ToLog(string board, long order)
        {
            if (order != Order)
            {
                return null;
            }

            LogPage[] pages = [.. ByNumber.OrderBy(page => page.Key).Select(page => page.Value)];
            bool whole = pages[^1].IsLast && pages[^1].Page == pages.Length - 1;
            return new BoardLog(board, order, whole, string.Concat(pages.Select(page => page.Text)));
        }
    }
}
