using EdgeWarning.Console.Tests.Kit;
using Microsoft.Playwright;

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

    [Fact]
    public async Task A_reporter_begins_with_the_warnings_and_sees_that_the_gateway_answers()
    {
        await using Seat seat = await office.SitDown(View.Phone, "reporter", "/");
        await seat.Page.Locator(".card.live").First.WaitForAsync();
        await seat.Page.Locator(".line.live").WaitForAsync();
        Assert.Equal(1, await seat.Page.Locator("nav li a").CountAsync());
        await seat.Page.Locator(".card.live a").First.ClickAsync();
        await seat.Page.Locator(".delivery-line").WaitForAsync();
        Sound.None(seat.TakeComplaints());
    }

    [Fact]
    public async Task What_was_said_of_an_act_goes_with_its_page()
    {
        await using Seat seat = await office.SitDown(View.OfficeInEnglish, route: "/boards");
        await seat.Page.RouteAsync("**/test-tone", route => route.AbortAsync());
        await seat.Page.Locator(".row-acts button").First.ClickAsync();
        await seat.Page.Locator("dialog button.danger").ClickAsync();
        await seat.Page.Locator(".answer", new() { HasText = "did not answer" }).WaitForAsync();
        await seat.Page.Locator("nav a[href='#/map']").ClickAsync();
        await seat.Page.Locator(".map-page").WaitForAsync();
        await seat.Page.WaitForFunctionAsync("() => document.querySelector('.answer').textContent === ''");
    }

    [Fact]
    public async Task A_draft_that_came_back_is_changed_and_submitted_again_and_says_why_it_came()
    {
        await using Seat seat = await office.SitDown(View.OfficeInEnglish, route: "/warnings");
        object where = new { codes = new[] { "411321101" }, groups = Array.Empty<string>(), polygons = Array.Empty<object>(), circles = Array.Empty<object>() };
        string draft = await seat.Post("/api/drafts", new { @event = "landslide", colour = "yellow", scope = "actual", area = where, minutes = 180, languages = new[] { "zh-CN" } });
        await seat.Post($"/api/drafts/{draft}/submit", new { reason = "" });
        await seat.Post($"/api/drafts/{draft}/return", new { reason = "name the valley" });
        ILocator card = seat.Page.Locator("article", new() { HasText = draft });
        await card.GetByText("name the valley").WaitForAsync();
        await card.GetByRole(AriaRole.Link, new() { Name = "Change" }).ClickAsync();
        await seat.Page.GetByLabel("Anything to add").FillAsync("the valley of the Bai");
        await seat.Page.GetByRole(AriaRole.Button, new() { Name = "Submit for signature" }).ClickAsync();
        await card.GetByText("the valley of the Bai").First.WaitForAsync();
        await card.GetByText("Waits for signature").WaitForAsync();
        Sound.None(seat.TakeComplaints());
        await seat.Post($"/api/drafts/{draft}/withdraw", new { reason = "" });
    }

    [Fact]
    public async Task A_page_begins_at_its_top()
    {
        await using Seat seat = await office.SitDown(View.Phone, route: "/settings/texts");
        await seat.Page.Locator("form.choices textarea").First.WaitForAsync();
        await seat.Page.EvaluateAsync("() => scrollTo(0, 300)");
        await seat.Page.WaitForFunctionAsync("() => scrollY === 300");
        await seat.Page.Locator("nav a[href='#/map']").ClickAsync();
        await seat.Page.Locator(".map-page").WaitForAsync();
        await seat.Page.WaitForFunctionAsync("() => scrollY === 0");
        Sound.None(seat.TakeComplaints());
    }

    /// <summary>WCAG 2.2, 2.4.11: what has the focus is seen. A phone's navigation lies over the lower edge of the page.</summary>
    [Fact]
    public async Task What_the_keyboard_reaches_stands_clear_of_a_phones_navigation()
    {
        const int Stops = 45;
        await using Seat seat = await office.SitDown(View.PhoneInEnglish, route: "/compose");
        await seat.Page.Locator(".places label").First.WaitForAsync();
        await seat.Page.Locator("button.cell.red").First.WaitForAsync();
        await seat.Page.EvaluateAsync("() => document.getElementById('content').focus({ preventScroll: true })");
        var covered = new List<string>();
        for (int stop = 0; stop < Stops; stop++)
        {
            await seat.Page.Keyboard.PressAsync("Tab");
            covered.Add(await seat.Page.EvaluateAsync<string>("""
                async () => {
                  await new Promise((seen) => requestAnimationFrame(() => requestAnimationFrame(seen)));
                  const [one, edge] = [document.activeElement, document.querySelector('nav').getBoundingClientRect().top];
                  return one.closest('main') && one.getBoundingClientRect().bottom > edge ? `${one.tagName} ${one.labels?.[0]?.textContent ?? one.textContent} ends at ${one.getBoundingClientRect().bottom}, the navigation begins at ${edge}` : '';
                }
                """));
        }

        Sound.None([.. covered.Where(told => told.Length > 0)]);
    }
}
