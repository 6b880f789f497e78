using System.Diagnostics;
using EdgeWarning.Console.Tests.Kit;
using Microsoft.Playwright;

namespace EdgeWarning.Console.Tests;

public class Two_browsers_Tests(Office office)
{
    [Fact]
    public async Task What_one_issues_the_other_sees()
    {
        await using Seat here = await office.SitDown(View.Office, route: "/compose");
        await using Seat there = await office.SitDown(View.OfficeInEnglish, "approver", "/warnings");
        await here.Page.Locator("button.cell.red").Nth(1).ClickAsync();
        await here.Page.Locator(".places label").Nth(4).ClickAsync();
        ILocator issue = here.Page.Locator("button.big.danger");
        await issue.WaitForAsync();
        ILocator cards = there.Page.Locator(".card.live");
        await cards.First.WaitForAsync();
        int before = await cards.CountAsync();

        var watch = Stopwatch.StartNew();
        await issue.ClickAsync();
        await cards.Nth(before).WaitForAsync();
        TestContext.Current.TestOutputHelper!.WriteLine($"seen by the other browser {watch.ElapsedMilliseconds} ms after the click");

        await here.Page.Locator(".facts .said").WaitForAsync();
        Assert.Contains(await here.Page.Locator("main h1").InnerTextAsync(), await there.Page.Locator(".card.live h3").AllInnerTextsAsync());
        Sound.None(there.TakeComplaints());
    }
}
