using System.Text.Json;
using EdgeWarning.Gateway.Broadcast;
using EdgeWarning.Gateway.Console;
using EdgeWarning.Gateway.Devices;
using EdgeWarning.Gateway.Readings;
using EdgeWarning.Gateway.Tests.Broadcast;
using EdgeWarning.Gateway.Tests.Platform;
using EdgeWarning.Protocol;

namespace EdgeWarning.Gateway.Tests.Console;

public sealed class Timeline_Tests
{
    [Fact]
    public async Task One_line_holds_a_boards_own_doings_orders_receipts_and_link_each_once()
    {
        await using var office = await Office.Open();
        await office.Connect("horn-1");
        var id = await office.Publish(Office.Cap("w1"));
        await office.PlayBecomes(id, OrderState.Finished);
        long now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var pack = new ReadingPack(
            office.Get<BoardRegistry>().Find("horn-1")!,
            7,
            [
                new(1, now - 600, false, ReadingKind.LocalWarning, LocalWarning.ValueOf(WarningStage.Prepare, WarningCause.Rain1Hour)),
                new(2, now - 590, false, ReadingKind.LocalVerdict, (long)ReceiptState.Heard),
                new(3, now - 300, true, ReadingKind.StageFault, (long)ProbeFault.Silent),
                new(4, now - 200, false, ReadingKind.Rain, 60_000),
                new(5, now - 100, false, ReadingKind.LocalWarning, LocalWarning.ValueOf(WarningStage.Prepare, WarningCause.Rain1Hour)),     // said again after a power cut
            ]);
        await office.Get<ReadingStore>().Commit([pack]);
        await office.Get<ReadingStore>().Commit([pack]);     // the same pack again, as boards do
        var entries = await LineWith(office, "link");
        Assert.Equal(
            [("own", "local-warning", "prepare", "rain-1h"), ("own", "local-verdict", "heard", null), ("fault", "stage-fault", "silent", null)],
            entries.Take(3).Select(entry => (Text(entry, "kind"), Text(entry, "what"), Text(entry, "word"), Text(entry, "detail"))));
        Assert.True(entries[2].GetProperty("isEstimated").GetBoolean());
        Assert.Equal(["committed", "sent"], Words(entries, "order"));
        Assert.Equal(["received", "playing", "heard", "finished"], Words(entries, "receipt").Order(Comparer<string?>.Create((one, other) => Rank(one) - Rank(other))));
        Assert.Equal(["came"], entries.Where(entry => Text(entry, "kind") == "link").Select(entry => Text(entry, "what")));
        office.Get<BoardViews>().Forget();      // else the sums of a county are up to five seconds old
        var own = (await office.Json("/api/boards"))[0].GetProperty("ownWarning");
        Assert.Equal(("prepare", now - 600), (Text(own, "stage"), own.GetProperty("at").GetDateTimeOffset().ToUnixTimeSeconds()));
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await office.Http.GetAsync(new Uri("/api/boards/nobody/timeline", UriKind.Relative))).StatusCode);
    }

    private static int Rank(string? state) => Array.IndexOf(["received", "playing", "heard", "finished"], state);

    private static IEnumerable<string?> Words(List<JsonElement> entries, string kind) => entries.Where(entry => Text(entry, "kind") == kind).Select(entry => Text(entry, "word"));

    private static string? Text(JsonElement entry, string name) => entry.GetProperty(name).GetString();

    private static async Task<List<JsonElement>> LineWith(Office office, string kind)
    {
        List<JsonElement> line = [];
        await Eventually.True(
            () =>
            {
                line = [.. office.Json("/api/boards/horn-1/timeline").GetAwaiter().GetResult().EnumerateArray()];
                return line.Exists(entry => Text(entry, "kind") == kind);
            },
            () => JsonSerializer.Serialize(line));
        return line;
    }
}
