using System.Diagnostics;
using EdgeWarning.Gateway.Devices;
using EdgeWarning.Gateway.Platform;
using EdgeWarning.Gateway.Platform.Audit;
using EdgeWarning.Gateway.Platform.Storage;
using EdgeWarning.Gateway.Warnings;
using EdgeWarning.Protocol;
using Microsoft.Extensions.Options;

namespace EdgeWarning.Gateway.Broadcast;

/// <summary>
/// Right after its start a gateway takes a warning of its own from intake to sealed order, in a store that is thrown away and without sending anything: code
/// that runs for the first time is compiled first, and the first real warning must not wait for that (measured: some 300 ms on a busy machine).
/// </summary>
public sealed partial class Rehearsal(
    DataFolder folder, IOptionsMonitor<WarningSettings> warningSettings, IOptions<SoundSettings> sound, TimeProvider clock, IHostApplicationLifetime lifetime, ILogger<Rehearsal> log) : BackgroundService
{
    private static readonly Board s_board = new(1, "rehearsal", BoardKinds.Loudspeaker, "411321100001", "", null, null, null, 0);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var path = folder.File("rehearsal");
        try
        {
            // The gateway itself comes first.
            await Task.Delay(Timeout.Infinite, CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, lifetime.ApplicationStarted).Token)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            stoppingToken.ThrowIfCancellationRequested();
            var started = Stopwatch.GetTimestamp();
            Clear(path);
            await Rehearse(Path.Combine(path, "gateway.db"), stoppingToken);
            LogDone(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // Only speed is lost by it.
            LogFailed(fault.Message);
        }
        finally
        {
            Clear(path);
        }
    }

    private async Task Rehearse(string file, CancellationToken stopping)
    {
        await using var database = Database.Open(file, clock);
        var intake = new WarningIntake(database, new WarningStore(database), new AuditLog(database, clock), warningSettings, clock);
        var store = new OrderStore(database, new AuditLog(database, clock));
        var now = clock.GetUtcNow();
        await intake.Take(Warning(now), Actor.Gateway, stopping);
        var book = new OrderBook(store.LastSequences());
        var planned = BroadcastPlan.Missing(intake.Live(now), [s_board], book.Orders, sound.Value, now);
        var orders = planned.Select(order => Number(order, book, now)).ToList();
        await store.Commit(orders, stopping);
        foreach (var order in orders)
        {
            Hear(book, order, now);
        }

        await store.SaveProgress(book.Unsaved);
        _ = store.OfWarning(orders[0].Warning!);
    }

    private static BroadcastOrder Number(PlannedOrder planned, OrderBook book, DateTimeOffset now)
    {
        var key = new OrderKey(planned.Board, book.TakeSequence(planned.Board, now));
        return new BroadcastOrder(
            key, planned.Kind, planned.Warning, planned.Of, planned.Scope, planned.Priority, now, planned.Expires, planned.Number(key.Sequence, now).Encode(), OrderProgress.Committed(now));
    }

    private static void Hear(OrderBook book, BroadcastOrder order, DateTimeOffset now)
    {
        var key = new byte[Credentials.KeyBytes];
        var topic = Topics.Receipt(order.Board);
        var said = Envelope.Seal(key, order.Board, topic, new Receipt { Board = order.Board, Sequence = order.Sequence, State = ReceiptState.Heard, Scope = order.Scope }.Encode());
        book.Add(order);
        book.Sent(order.Key, now);
        if (Envelope.Open(key, order.Board, topic, said, out var payload) == Reason.None && Receipt.TryDecode(payload, out var receipt, out _))
        {
            book.Learn(receipt, now);
        }
    }

    private static void Clear(string path)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
    }

    private static byte[] Warning(DateTimeOffset now) => System.Text.Encoding.UTF8.GetBytes($"""
        <alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
          <identifier>rehearsal</identifier><sender>rehearsal@gateway</sender><sent>{Time(now)}</sent><status>Exercise</status><msgType>Alert</msgType><scope>Public</scope>
          <info><language>zh-CN</language><category>Met</category><event>演练</event><urgency>Immediate</urgency><severity>Extreme</severity><certainty>Observed</certainty>
            <expires>{Time(now.AddHours(1))}</expires><headline>演练</headline><description>演练。</description>
            <area><areaDesc>演练</areaDesc><polygon>33,112 34,112 34,113 33,112</polygon><geocode><valueName>division</valueName><value>41</value></geocode></area></info>
        </alert>
        """);

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss") + "-00:00";

    [LoggerMessage(Level = LogLevel.Debug, Message = "rehearsed a warning in {Milliseconds:F0} ms")]
    private partial void LogDone(double milliseconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "could not rehearse a warning, the first one will take a moment longer: {Why}")]
    private partial void LogFailed(string why);
}
