using EdgeWarning.Console.Tests.Kit;

namespace EdgeWarning.Console.Tests;

public class Navigation_Tests(Office office)
{
    [Fact]
    public async Task Every_page_of_the_navigation_is_looked_at()
    {
        Seat seat = await office.SeatOf(View.Office);
        string[] routes = await seat.Page.EvaluateAsync<string[]>("() => [...document.querySelectorAll('nav a')].map((link) => link.hash.slice(1))");
        Assert.Contains("/map", routes);
        Assert.Empty(routes.Except(ConsolePage.All.Select(page => page.Route)));
    }

    [Fact]
    public async Task A_viewer_is_offered_nothing_that_a_viewer_may_not_do()
    {
        await using Seat seat = await office.SitDown(View.OfficeInEnglish, "viewer", "/warnings");
        await seat.Page.Locator(".card.live").First.WaitForAsync();
        IReadOnlyList<string> offered = await seat.Page.Locator("nav a").AllInnerTextsAsync();
        Assert.DoesNotContain("Issue a warning", offered);
        Assert.DoesNotContain("People", offered);
        Assert.Contains("Map", offered);
        Sound.None(seat.TakeComplaints());
    }
}
