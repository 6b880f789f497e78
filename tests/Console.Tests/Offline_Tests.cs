using EdgeWarning.Console.Tests.Kit;
using EdgeWarning.Village;
using EdgeWarning.Village.County;

namespace EdgeWarning.Console.Tests;

/// <summary>The console is opened while no gateway answers.</summary>
public class Offline_Tests(Office office)
{
    /// <summary>A worker takes a page over when it has kept all files.</summary>
    private const string ShellKept = "() => navigator.serviceWorker.controller !== null";

    private const string Remembered = """
        () => new Promise((done) => {
          const opening = indexedDB.open('edgewarning', 1);
          opening.onupgradeneeded = () => opening.result.createObjectStore('kept');
          opening.onsuccess = () => { const count = opening.result.transaction('kept').objectStore('kept').count(); count.onsuccess = () => { opening.result.close(); done(count.result); }; };
        })
        """;

    [Fact]
    public async Task It_shows_what_it_knew_last_and_of_when_does_nothing_silently_and_is_live_again_by_itself()
    {
        CancellationToken stopping = TestContext.Current.CancellationToken;
        await using LiveCounty county = await Office.Start([.. Placement.InNanzhao(1)]);
        await county.AddPerson("officer", Office.Password, stopping);
        await using Seat seat = await Seat.Take(office.Browser, county.Console, View.OfficeInEnglish);
        await seat.SignIn("officer", Office.Password);
        await seat.Open("/boards");
        await seat.Page.Locator("td.online").WaitForAsync();
        await seat.Page.WaitForFunctionAsync(ShellKept);
        await seat.Page.EvaluateAsync("() => window.dispatchEvent(new Event('pagehide'))");
        await seat.Page.WaitForFunctionAsync(Remembered);

        await county.KillGateway();
        await seat.Page.ReloadAsync(new() { WaitUntil = Microsoft.Playwright.WaitUntilState.DOMContentLoaded });
        await seat.Page.Locator(".away", new() { HasText = "No connection to the gateway since" }).WaitForAsync();
        Assert.Equal(0, await seat.Page.Locator(".line.live, .line.ready").CountAsync());
        await seat.Page.Locator("text=Test tone").First.ClickAsync();
        await seat.Page.Locator("dialog button.danger").ClickAsync();
        await seat.Page.Locator(".answer", new() { HasText = "did not answer" }).WaitForAsync();
        seat.TakeComplaints();      // that nobody answers is what a browser complains of here

        await county.StartGateway(stopping);
        await seat.Page.Locator(".line.live").WaitForAsync();
        await seat.Page.Locator(".away").WaitForAsync(new() { State = Microsoft.Playwright.WaitForSelectorState.Detached });
        await seat.Page.Locator("td.online").WaitForAsync();
        Assert.DoesNotContain("\"what\":\"test\"", await county.Gateway.Text($"/api/boards/{county.Boards[0].Id}/timeline", stopping), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_signs_out_leaves_nothing_on_the_computer()
    {
        await using Seat seat = await office.SitDown(View.OfficeInEnglish);
        await seat.Page.Locator(".line.live").WaitForAsync();
        await seat.Page.Locator(".village").First.WaitForAsync();
        await seat.Page.EvaluateAsync("() => window.dispatchEvent(new Event('pagehide'))");
        await seat.Page.WaitForFunctionAsync(Remembered);
        await seat.Page.Locator("text=Sign out").ClickAsync();
        await seat.Page.Locator("form.door").WaitForAsync();
        Assert.Equal(0, await seat.Page.EvaluateAsync<int>(Remembered));
    }
}
