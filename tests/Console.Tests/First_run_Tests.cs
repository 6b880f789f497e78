using System.Text.RegularExpressions;
using EdgeWarning.Console.Tests.Kit;
using EdgeWarning.Village;
using EdgeWarning.Village.County;

namespace EdgeWarning.Console.Tests;

/// <summary>A gateway that nobody has used yet.</summary>
public class First_run_Tests(Office office)
{
    [Fact]
    public async Task The_code_that_the_gateway_showed_makes_the_first_administrator_who_hears_the_first_test_tone()
    {
        await using LiveCounty county = await Office.Start([.. Placement.InNanzhao(1)]);
        foreach (View view in View.All)
        {
            await using Seat seat = await Seat.Take(office.Browser, county.Console, view);
            await seat.Open();
            await seat.Page.Locator("form.door input[name=code]").WaitForAsync();
            await Sound.Check(seat);
        }

        await using Seat first = await Seat.Take(office.Browser, county.Console, View.OfficeInEnglish);
        await first.Open("/boards");
        string shown = await File.ReadAllTextAsync(county.GatewayLog, TestContext.Current.CancellationToken);
        string code = Regex.Match(shown, @"set it up with this code: (?<code>\S+)").Groups["code"].Value;
        foreach ((string field, string value) in new[] { ("code", code), ("name", "li.wei"), ("fullName", "Li Wei"), ("password", Office.Password) })
        {
            await first.Page.Locator($"form.door input[name={field}]").FillAsync(value);
        }

        await first.Page.Locator("form.door button").ClickAsync();
        await first.Page.Locator("td button").First.ClickAsync();
        await first.Page.Locator("dialog button.danger").ClickAsync();
        await first.Page.Locator("td.heard").WaitForAsync();
        Sound.None(first.TakeComplaints());
    }
}
