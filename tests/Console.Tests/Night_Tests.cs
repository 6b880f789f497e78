using System.Diagnostics;
using EdgeWarning.Console.Tests.Kit;
using Microsoft.Playwright;

namespace EdgeWarning.Console.Tests;

/// <summary>Three in the morning: one tired person, one storm.</summary>
public class Night_Tests(Office office)
{
    /// <summary>Issue 4: from the first page to an issued template warning for one township.</summary>
    private const int MostClicks = 4;

    [Fact]
    public async Task A_red_warning_for_one_township_takes_four_clicks()
    {
        await using Seat seat = await office.SitDown(View.Office);
        await seat.Page.EvaluateAsync("() => { window.clicks = 0; addEventListener('pointerdown', () => { window.clicks++; }, true); }");
        var watch = Stopwatch.StartNew();
        await seat.Page.Locator("nav a.danger-button").ClickAsync();
        await seat.Page.Locator("button.cell.red").First.ClickAsync();
        await seat.Page.Locator(".places label").Nth(1).ClickAsync();
        await seat.Page.Locator("button.big.danger").ClickAsync();
        await seat.Page.Locator(".facts .said").WaitForAsync();
        watch.Stop();
        int clicks = await seat.Page.EvaluateAsync<int>("() => window.clicks");
        Assert.InRange(clicks, 1, MostClicks);
        Assert.Matches("#/warnings/W-", seat.Page.Url);
        Sound.None(seat.TakeComplaints());
        TestContext.Current.TestOutputHelper!.WriteLine($"{clicks} clicks, {watch.ElapsedMilliseconds} ms by a machine that does not think; a person has 30 s");
    }

    [Fact]
    public async Task So_does_one_for_a_phone_at_home()
    {
        await using Seat seat = await office.SitDown(View.Phone);
        await seat.Page.Locator("nav a.danger-button").TapAsync();
        await seat.Page.Locator("button.cell.orange").First.TapAsync();
        await seat.Page.Locator(".places label").Nth(2).TapAsync();
        await seat.Page.Locator("button.big.danger").TapAsync();
        await seat.Page.Locator(".facts .said").WaitForAsync();
        Sound.None(seat.TakeComplaints());
    }

    [Fact]
    public async Task The_keyboard_alone_issues_a_warning()
    {
        await using Seat seat = await office.SitDown(View.OfficeInEnglish);
        await Press(seat, "nav a.danger-button", "Enter");
        await seat.Page.Locator(".grid button").First.WaitForAsync();
        await Press(seat, "button.cell.red", "Enter");
        await Press(seat, ".places li:nth-child(4) input", "Space");
        await seat.Page.Locator("button.big.danger").WaitForAsync();
        await Press(seat, "button.big.danger", "Enter");
        await seat.Page.Locator(".facts .said").WaitForAsync();
        Sound.None(seat.TakeComplaints());
    }

    /// <summary>The gateway has issued it, and its answer is lost on the way: whoever presses again must not warn the villages twice.</summary>
    [Fact]
    public async Task An_issue_whose_answer_was_lost_and_that_is_pressed_again_is_issued_once()
    {
        await using Seat seat = await office.SitDown(View.OfficeInEnglish);
        var lost = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        await seat.Page.RouteAsync("**/api/drafts/*/issue", async asked =>
        {
            Assert.True((await asked.FetchAsync()).Ok);
            await asked.AbortAsync();
            lost.SetResult(asked.Request.Url);
        }, new() { Times = 1 });
        await seat.Page.Locator("nav a.danger-button").ClickAsync();
        await seat.Page.Locator("button.cell.red").First.ClickAsync();
        await seat.Page.Locator(".places label").Nth(1).ClickAsync();
        await seat.Page.Locator("button.big.danger").ClickAsync();
        string first = await lost.Task.WaitAsync(TestContext.Current.CancellationToken);
        IResponse second = await seat.Page.RunAndWaitForResponseAsync(() => seat.Page.Locator("button.big.danger").ClickAsync(), answer => answer.Url.EndsWith("/issue", StringComparison.Ordinal));
        Assert.Equal(first, second.Url);
        Assert.Contains("it is issued already", await second.TextAsync());
    }

    /// <summary>Tabs until the element has the focus, which must be seen, and presses the key.</summary>
    private static async Task Press(Seat seat, string selector, string key)
    {
        const int MostTabs = 200;
        ILocator wanted = seat.Page.Locator(selector).First;
        for (int tabs = 0; !await wanted.EvaluateAsync<bool>("one => one === document.activeElement"); tabs++)
        {
            Assert.True(tabs < MostTabs, $"{selector} is not reached by {MostTabs} tabs");
            await seat.Page.Keyboard.PressAsync("Tab");
        }

        Assert.NotEqual("none", await wanted.EvaluateAsync<string>("one => getComputedStyle(one).outlineStyle"));
        await seat.Page.Keyboard.PressAsync(key);
    }
}
