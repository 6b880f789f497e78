using System.Diagnostics;
using EdgeWarning.Gateway.Broadcast;
using EdgeWarning.Gateway.Tests.Platform;

namespace EdgeWarning.Gateway.Tests.Broadcast;

/// <summary>How long it takes from the office's message to 200 boards. A measurement, not a test: run it with <c>-explicit only -class "*County_Load"</c>.</summary>
public sealed class County_Load
{
    private const int BoardCount = 200;

    [Fact(Explicit = true)]
    public async Task Reports_the_hops_of_a_warning_to_200_boards()
    {
        await using var office = await Office.Open(BoardCount);
        for (var number = 1; number <= BoardCount; number++)
        {
            await office.Connect($"horn-{number}");
        }

        for (var round = 1; round <= 5; round++)
        {
            await Measure(office, round);
        }
    }

    private static async Task Measure(Office office, int round)
    {
        var started = DateTimeOffset.UtcNow;
        var watch = Stopwatch.StartNew();
        var warning = await office.Publish(Office.Cap($"w{round}", text: string.Concat(Enumerable.Repeat("请立即向高处转移，不要过河。", 10))));
        var answered = watch.Elapsed;
        await Eventually.Equal(BoardCount, () => office.Orders.PlaysOf(warning).Count(play => play.State == OrderState.Finished));
        var orders = office.Orders.OfWarning(warning);
        var output = TestContext.Current.TestOutputHelper!;
        output.WriteLine($"round {round}: POST answered after {answered.TotalMilliseconds:F0} ms; milliseconds since the POST (p50 / p95 / max):");
        foreach (var state in new[] { OrderState.Committed, OrderState.Sent, OrderState.Received, OrderState.Playing, OrderState.Heard })
        {
            var times = orders.Select(order => (order.Progress.Steps.First(step => step.State == state).At - started).TotalMilliseconds).Order().ToArray();
            output.WriteLine($"  {OrderWords.Of(state),-10} {times[times.Length / 2],6:F0} {times[times.Length * 95 / 100],6:F0} {times[^1],6:F0}");
        }
    }
}
