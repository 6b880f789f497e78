using System.Text.Json;
using Microsoft.Playwright;

namespace EdgeWarning.Console.Tests.Kit;

/// <summary>Hands that use a page, and a watch that says how long each touch took until its answer stood on the screen.</summary>
internal sealed class Hands(IPage page)
{
    /// <summary>
    /// Clicks and keys by the browser's own Event Timing (from the touch to the next picture, in steps of 8 ms; what took less than 16 ms is not told);
    /// wheel and dragging, which it does not time, from the event to the picture after it. And every task that held the page for 50 ms or more.
    /// </summary>
    private const string Watch = """
        window.touches = []; window.longTasks = []; window.slow = [];
        new PerformanceObserver((list) => { for (const one of list.getEntries()) if (one.interactionId) { window.touches.push(one.duration); if (one.duration > 100) window.slow.push(`${one.name} ${one.target?.className || one.target?.tagName || 'gone'} ${one.duration} ms at ${location.hash}: ${Math.round(one.processingStart - one.startTime)} until the page had time, ${Math.round(one.processingEnd - one.processingStart)} its answer, the rest until the picture`); } }).observe({ type: 'event', durationThreshold: 16 });
        new PerformanceObserver((list) => { for (const one of list.getEntries()) window.longTasks.push(one.duration); }).observe({ type: 'longtask' });
        const untilPicture = (event) => {
          if (event.type === 'pointermove' && event.buttons === 0) return;
          requestAnimationFrame(() => { const after = new MessageChannel(); after.port1.onmessage = () => window.touches.push(performance.now() - event.timeStamp); after.port2.postMessage(0); });
        };
        for (const kind of ['wheel', 'pointermove']) addEventListener(kind, untilPicture, { capture: true, passive: true });
        """;

    /// <summary>Between two touches of a hand in a hurry: one that never rests would take the processors from the county that it looks at.</summary>
    private static readonly TimeSpan s_rest = TimeSpan.FromMilliseconds(300);

    private int _touches;

    public static async Task Attach(Seat seat)
    {
        await seat.Page.AddInitScriptAsync(Watch);
        await WidenWindow(seat);
    }

    /// <summary>
    /// Chromium shows of a page what its window holds. Playwright makes the window as large as the page, bars and frame included, and the page's lowest rows lie below its edge: a key that changes
    /// nothing but a field there is followed by no picture until something else moves, and seems to take as long as the hand rests.
    /// </summary>
    private static async Task WidenWindow(Seat seat)
    {
        const int BarsAndFrame = 200;
        ICDPSession chromium = await seat.Page.Context.NewCDPSessionAsync(seat.Page);
        JsonElement window = await chromium.SendAsync("Browser.getWindowForTarget") ?? throw new InvalidOperationException("Chromium names no window");
        await chromium.SendAsync("Browser.setWindowBounds", new()
        {
            ["windowId"] = window.GetProperty("windowId").GetInt32(),
            ["bounds"] = new Dictionary<string, int> { ["width"] = seat.View.Pixels.Width + BarsAndFrame, ["height"] = seat.View.Pixels.Height + BarsAndFrame },
        });
    }

    public async Task Click(string selector)
    {
        _touches++;
        await page.Locator(selector).First.ClickAsync();
        await Task.Delay(s_rest);
    }

    public async Task Type(string selector, string text)
    {
        _touches += text.Length;
        await page.Locator(selector).First.FillAsync("");
        await page.Locator(selector).First.PressSequentiallyAsync(text);
        await Task.Delay(s_rest);
    }

    public async Task Wheel(string selector, float pixels)
    {
        _touches++;
        await page.Locator(selector).First.HoverAsync();
        await page.Mouse.WheelAsync(0, pixels);
        await Task.Delay(s_rest);
    }

    public async Task Drag(string selector, int pixels)
    {
        const int Steps = 8;
        _touches += Steps;
        LocatorBoundingBoxResult box = await page.Locator(selector).First.BoundingBoxAsync() ?? throw new InvalidOperationException($"{selector} is not on the screen");
        (float x, float y) = (box.X + (box.Width / 2), box.Y + (box.Height / 2));
        await page.Mouse.MoveAsync(x, y);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(x + pixels, y, new() { Steps = Steps });
        await page.Mouse.UpAsync();
        await Task.Delay(s_rest);
    }

    /// <summary>What the watch has seen so far.</summary>
    public async Task<TouchTimes> Times()
    {
        double[] slow = await page.EvaluateAsync<double[]>("() => window.touches");
        double[] tasks = await page.EvaluateAsync<double[]>("() => window.longTasks");
        return new TouchTimes(_touches, [.. slow.Order()], [.. tasks.Order()], await page.EvaluateAsync<string[]>("() => window.slow"));
    }
}

/// <param name="Count">Clicks, keys, wheel steps and steps of dragging.</param>
/// <param name="Milliseconds">Of those that took 16 ms or more, in order.</param>
/// <param name="LongTasks">Milliseconds of each task that held the page for 50 ms or more.</param>
/// <param name="Slow">The clicks and keys over the promise, by what was touched and where.</param>
internal sealed record TouchTimes(int Count, IReadOnlyList<double> Milliseconds, IReadOnlyList<double> LongTasks, IReadOnlyList<string> Slow)
{
    public const double MostMilliseconds = 100;

    public double Slowest => Milliseconds.Append(0).Max();

    public int Over => Milliseconds.Count(one => one > MostMilliseconds);

    public override string ToString() =>
        $"{Count} touches, {Milliseconds.Count} of them 16 ms or more, {Over} over {MostMilliseconds} ms, slowest {Slowest:F0} ms; {LongTasks.Count} tasks of 50 ms or more, longest {LongTasks.Append(0).Max():F0} ms{string.Concat(Slow.Select(one => $"\n    {one}"))}";
}
