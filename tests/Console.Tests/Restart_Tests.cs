using System.Diagnostics;
using EdgeWarning.Console.Tests.Kit;
using EdgeWarning.Village;
using EdgeWarning.Village.County;

namespace EdgeWarning.Console.Tests;

/// <summary>Under an open page the gateway is killed and comes back.</summary>
public class Restart_Tests(Office office)
{
    [Fact]
    public async Task The_page_says_so_and_comes_back_by_itself_with_the_same_session()
    {
        CancellationToken stopping = TestContext.Current.CancellationToken;
        await using LiveCounty county = await Office.Start([.. Placement.InNanzhao(1)]);
        await county.AddPerson("officer", Office.Password, stopping);
        await using Seat seat = await Seat.Take(office.Browser, county.Console, View.OfficeInEnglish);
        await seat.SignIn("officer", Office.Password);
        await seat.Open();
        await seat.Page.Locator(".line.live").WaitForAsync();
        string session = await seat.SessionCookie();

        await county.KillGateway();
        await seat.Page.Locator(".line.lost").WaitForAsync();
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
    }
}
