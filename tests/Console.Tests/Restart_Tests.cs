using System.Diagnostics;
using EdgeWarning.Console.Tests.Kit;
using EdgeWarning.Village;
using EdgeWarning.Village.County;
using Microsoft.Playwright;

namespace EdgeWarning.Console.Tests;

/// <summary>Under an open page the gateway is killed and comes back.</summary>
public class Restart_Tests(Office office)
{
    [Fact]
    public async Task The_page_says_so_opens_without_it_comes_back_by_itself_with_the_same_session_and_still_stops_everything()
    {
        CancellationToken stopping = TestContext.Current.CancellationToken;
        await using LiveCounty county = await Office.Start([.. Placement.InNanzhao(1)]);
        await county.AddPerson("officer", Office.Password, stopping);
        await using Seat seat = await Seat.Take(office.Browser, county.Console, View.OfficeInEnglish);
        await seat.SignIn("officer", Office.Password);
        await seat.Open();
        await seat.Page.Locator(".line.live").WaitForAsync();
        string session = await seat.SessionCookie();

        await Keep(seat);

        await county.KillGateway();
        await seat.Page.Locator(".line.lost").WaitForAsync();
        await Open_without_a_gateway(seat);
        await county.StartGateway(stopping);
        var watch = Stopwatch.StartNew();
        await seat.Page.Locator(".line.live").WaitForAsync();
        TestContext.Current.TestOutputHelper!.WriteLine($"live again {watch.ElapsedMilliseconds} ms after the gateway was ready");

        seat.TakeComplaints();      // a gateway that is away refuses connections; from here on nothing may fail
        await seat.Go("/boards");
        await seat.Page.Locator("td.online").WaitForAsync();
        Assert.Equal(session, await seat.SessionCookie());
        Assert.Equal(0, await seat.Page.Locator("form.door").CountAsync());
        Sound.None(seat.TakeComplaints());

        await Stop_everything_and_see_it_proved(seat);
    }

    /// <summary>The page has its shell in its cache, and what it knows of the county: the browser does so when it is put away.</summary>
    private static async Task Keep(Seat seat)
    {
        await seat.Page.EvaluateAsync("() => navigator.serviceWorker.ready");
        await seat.Page.Locator("nav a").First.WaitForAsync();
        await seat.Page.WaitForFunctionAsync("() => fetch('/api/boards').then((answer) => answer.json()).then((boards) => boards.length === 1 && boards[0].state === 'online')");
        await seat.Page.EvaluateAsync("""
            async () => {
              const kept = () => new Promise((done) => {
                const opening = indexedDB.open('edgewarning', 1);
                opening.onupgradeneeded = () => opening.transaction.abort();
                opening.onerror = () => done(0);
                opening.onsuccess = () => { const count = opening.result.transaction('kept').objectStore('kept').count(); count.onsuccess = () => { opening.result.close(); done(count.result); }; };
              });
              while (await kept() === 0) { dispatchEvent(new Event('pagehide')); await new Promise((again) => setTimeout(again, 50)); }
            }
            """);
    }

    /// <summary>Loaded anew while nothing answers: the page comes from the browser itself and says large that it is not live.</summary>
    private static async Task Open_without_a_gateway(Seat seat)
    {
        await seat.Page.ReloadAsync(new() { WaitUntil = WaitUntilState.DOMContentLoaded });
        await seat.Page.Locator(".away").WaitForAsync();
        await seat.Go("/boards");
        await seat.Page.Locator(".rows tbody tr").First.WaitForAsync();
    }

    /// <summary>Here, because it silences a whole county, and this one is nobody else's.</summary>
    private static async Task Stop_everything_and_see_it_proved(Seat seat)
    {
        await seat.Go("/stop-all");
        ILocator yes = seat.Page.Locator(".stop-all button.danger");
        Assert.True(await yes.IsDisabledAsync());
        string asked = await seat.Page.Locator(".stop-all .field").Nth(1).InnerTextAsync();
        await seat.Page.Locator(".stop-all input").Nth(1).FillAsync(string.Concat(asked.Where(char.IsAsciiDigit)));
        await yes.ClickAsync();
        await seat.Page.Locator(".heard .proof").WaitForAsync();
        Sound.None(seat.TakeComplaints());
    }
}
