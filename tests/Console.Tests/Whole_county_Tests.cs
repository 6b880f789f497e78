using System.Text.Json;
using EdgeWarning.Console.Tests.Kit;
using EdgeWarning.Village;
using EdgeWarning.Village.County;
using Microsoft.Playwright;

namespace EdgeWarning.Console.Tests;

/// <summary>What a touch makes the console do when the county has 348 villages: counted, so that a busy machine counts the same. How long it takes, tests/benchmarks/county.sh measures.</summary>
public class Whole_county_Tests(Office office, Whole_county_Tests.WholeCounty county) : IClassFixture<Whole_county_Tests.WholeCounty>
{
    private const int Villages = 348;

    /// <summary>Of the console's own functions. A key that draws its field takes 163, one that draws the page anew 7,400.</summary>
    private const long MostCallsOfAKey = 1_000;

    /// <summary>Counts what is drawn on the map, and keeps what changes on the page outside a part of it.</summary>
    private const string Watch = """
        (apart) => {
          window.drawn = 0; window.changed = [];
          const draw = CanvasRenderingContext2D.prototype.fillText;
          CanvasRenderingContext2D.prototype.fillText = function (...text) { window.drawn++; draw.apply(this, text); };
          new MutationObserver((all) => { for (const one of all) if (!apart || !(one.target.parentElement ?? one.target).closest(apart)) window.changed.push(`${one.type} of ${one.target.nodeName} ${one.target.className ?? ''}`); })
            .observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
        }
        """;

    private const string AfterThePicture = "() => new Promise((seen) => requestAnimationFrame(() => requestAnimationFrame(() => seen())))";

    [Fact]
    public async Task A_key_in_the_confirmation_draws_its_field_and_nothing_else()
    {
        await using Seat seat = await SitDown("/compose");
        IPage page = seat.Page;
        await page.Locator("button.cell.red").First.ClickAsync();
        await page.Locator(".places label").First.ClickAsync();
        ILocator field = page.Locator(".issue input[inputmode=numeric]");
        await field.WaitForAsync();
        await page.EvaluateAsync("() => { for (const folded of document.querySelectorAll('main details')) folded.open = true; }");
        await page.WaitForFunctionAsync($"() => document.querySelectorAll('[role=status] li').length >= {Villages - 1}");
        await field.FocusAsync();
        await page.EvaluateAsync(Watch, "");

        long calls = await Least(page, () => page.Keyboard.PressAsync("0"));
        Assert.Equal("000", await field.InputValueAsync());
        Assert.InRange(calls, 1, MostCallsOfAKey);
        Sound.None(await page.EvaluateAsync<string[]>("() => window.changed"));
        TestContext.Current.TestOutputHelper!.WriteLine($"{calls} calls");
    }

    [Fact]
    public async Task A_search_draws_its_list_and_not_the_map()
    {
        await using Seat seat = await SitDown("/map");
        IPage page = seat.Page;
        await page.Locator(".village-list .more").WaitForAsync();
        await page.EvaluateAsync(AfterThePicture);
        await page.EvaluateAsync(Watch, ".map-villages");
        foreach (char digit in "4113")
        {
            await page.Locator(".map-villages input[type=search]").PressSequentiallyAsync($"{digit}");
            await page.EvaluateAsync(AfterThePicture);
            Assert.InRange(await page.Locator(".village-list li").CountAsync(), 2, 2 + (Villages / 5));
        }

        // The map may still be drawn once for what came late; a search that drew it would draw it with each of its four digits.
        Assert.InRange(await page.EvaluateAsync<int>("() => window.drawn"), 0, 1);
        Sound.None(await page.EvaluateAsync<string[]>("() => window.changed"));
    }

    [Fact]
    public async Task A_turn_of_the_wheel_draws_the_map_and_not_its_list()
    {
        await using Seat seat = await SitDown("/map");
        IPage page = seat.Page;
        await page.Locator(".village-list .more").WaitForAsync();
        await page.EvaluateAsync(AfterThePicture);
        await page.EvaluateAsync(Watch, ".map-frame");
        await page.Locator(".map").HoverAsync();
        await page.Mouse.WheelAsync(0, -240);
        await page.WaitForFunctionAsync("() => window.drawn > 0");
        Sound.None(await page.EvaluateAsync<string[]>("() => window.changed"));
    }

    private async Task<Seat> SitDown(string route)
    {
        Seat seat = await Seat.Take(office.Browser, county.Live.Console, View.Office);
        await seat.SignIn("officer", Office.Password);
        await seat.Open(route);
        await seat.Page.Locator(".line.live").WaitForAsync();
        return seat;
    }

    /// <summary>How many calls of the console's own functions a touch takes: the least of three, because what a board says meanwhile takes some too.</summary>
    private static async Task<long> Least(IPage page, Func<Task> touch)
    {
        ICDPSession chromium = await page.Context.NewCDPSessionAsync(page);
        await chromium.SendAsync("Profiler.enable");
        await chromium.SendAsync("Profiler.startPreciseCoverage", new() { ["callCount"] = true, ["detailed"] = false });
        var calls = new List<long>();
        for (int turn = 0; turn < 3; turn++)
        {
            await chromium.SendAsync("Profiler.takePreciseCoverage");
            await touch();
            await page.EvaluateAsync(AfterThePicture);
            calls.Add(Calls(await chromium.SendAsync("Profiler.takePreciseCoverage")));
        }

        return calls.Min();
    }

    private static long Calls(JsonElement? coverage) => coverage!.Value.GetProperty("result").EnumerateArray()
        .Where(script => script.GetProperty("url").GetString()!.EndsWith("/console.js", StringComparison.Ordinal))
        .SelectMany(script => script.GetProperty("functions").EnumerateArray())
        .Sum(function => function.GetProperty("ranges")[0].GetProperty("count").GetInt64());

    /// <summary>A county with all of its villages on the list and one board.</summary>
    public sealed class WholeCounty : IAsyncLifetime
    {
        public LiveCounty Live { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            CancellationToken stopping = TestContext.Current.CancellationToken;
            Live = await Office.Start([.. Placement.InNanzhao(1)]);
            await Live.ImportDivisions(Sources.In("village/county/divisions.csv"), stopping);
            await Live.AddPerson("officer", Office.Password, stopping);
        }

        public async ValueTask DisposeAsync() => await Live.DisposeAsync();
    }
}
