using EdgeWarning.Console.Tests.Kit;
using Microsoft.Playwright;

namespace EdgeWarning.Console.Tests;

/// <summary>The door: coming in, being kept out, being sent out.</summary>
public class SignIn_Tests(Office office)
{
    public static IEnumerable<TheoryDataRow<View>> Views => View.All.Select(view => new TheoryDataRow<View>(view));

    [Theory]
    [MemberData(nameof(Views))]
    public async Task The_door_is_sound(View view)
    {
        await using Seat seat = await Seat.Take(office.Browser, office.County.Console, view);
        await seat.Open();
        await seat.Page.Locator("form.door input[name=password]").WaitForAsync();
        await Sound.Check(seat);
    }

    [Fact]
    public async Task A_wrong_password_is_told_and_the_right_one_opens_the_page_that_was_asked_for()
    {
        await using Seat seat = await Seat.Take(office.Browser, office.County.Console, View.OfficeInEnglish);
        await seat.Open("/boards");
        await Fill(seat, "viewer", "not this one at all");
        await seat.Page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "name or password is wrong" }).WaitForAsync();
        seat.TakeComplaints();      // the browser notes the 401 that was to come
        await Fill(seat, "viewer", Office.Password);
        await seat.Page.Locator(".rows tbody tr").First.WaitForAsync();
        Sound.None(seat.TakeComplaints());
    }

    [Fact]
    public async Task Who_is_disabled_by_an_administrator_stands_before_the_door()
    {
        await office.County.AddPerson("leaver", Office.Password, TestContext.Current.CancellationToken, "viewer");
        await using Seat leaver = await office.SitDown(View.OfficeInEnglish, "leaver", "/warnings");
        await using Seat administrator = await office.SitDown(View.OfficeInEnglish, route: "/people");
        await leaver.Page.Locator(".card.live").First.WaitForAsync();
        await administrator.Page.Locator("tr", new() { Has = administrator.Page.Locator("th", new() { HasTextString = "leaver" }) }).GetByRole(AriaRole.Button, new() { Name = "Disable" }).ClickAsync();
        await leaver.Page.Locator(".card.live a").First.ClickAsync();
        await leaver.Page.Locator("form.door input[name=password]").WaitForAsync();
        Assert.Equal(0, await leaver.Page.Locator("nav a").CountAsync());
    }

    private static async Task Fill(Seat seat, string name, string password)
    {
        await seat.Page.Locator("input[name=name]").FillAsync(name);
        await seat.Page.Locator("input[name=password]").FillAsync(password);
        await seat.Page.Locator("form.door button").ClickAsync();
    }
}
