using EdgeWarning.Console.Tests.Kit;
using Microsoft.Playwright;

namespace EdgeWarning.Console.Tests;

/// <summary>What comes from outside can be read and never runs.</summary>
public class Trust_Tests(Office office)
{
    [Fact]
    public async Task Markup_in_the_name_of_a_village_is_read_and_never_run()
    {
        await using Seat seat = await office.SitDown(View.Office, route: "/boards");
        bool asked = false;
        seat.Page.Dialog += (_, dialog) =>
        {
            asked = true;
            _ = dialog.DismissAsync();
        };
        await seat.Page.GetByRole(AriaRole.Rowheader, new() { Name = Office.HostileName }).WaitForAsync();
        foreach (string page in (string[])["map", "warning"])
        {
            await office.Show(ConsolePage.Of(page), seat);
            await seat.Page.GetByText(Office.HostileName).First.WaitForAsync(new() { State = WaitForSelectorState.Attached });
        }

        Assert.Equal(0, await seat.Page.Locator("img[src=x]").CountAsync());
        Assert.False(asked);
        Sound.None(seat.TakeComplaints());
    }

    /// <summary>Were markup to get into a page after all, the policy of the page still would not run it.</summary>
    [Fact]
    public async Task The_pages_policy_refuses_scripts_inside_the_page_and_from_elsewhere()
    {
        await using Seat seat = await office.SitDown(View.Office);
        string[] refused = await seat.Page.EvaluateAsync<string[]>("""
            async () => {
              const refused = [];
              document.addEventListener('securitypolicyviolation', (breach) => refused.push(breach.effectiveDirective));
              document.body.insertAdjacentHTML('beforeend', '<p onclick="window.ran = true" id="planted" style="color: red"></p>');
              document.getElementById('planted').click();
              const script = document.createElement('script');
              script.textContent = 'window.ran = true';
              document.body.append(script);
              await fetch('http://127.0.0.1:9/').catch(() => {});
              const frame = document.createElement('iframe');
              frame.src = '/';
              document.body.append(frame);
              for (let looks = 0; new Set(refused).size < 5 && looks < 100; looks++) await new Promise((resolve) => setTimeout(resolve, 50));
              return window.ran ? ['it ran'] : refused;
            }
            """);
        Assert.Equal(["connect-src", "frame-src", "script-src-attr", "script-src-elem", "style-src-attr"], refused.Distinct().Order());
    }

    [Fact]
    public async Task Every_answer_forbids_framing_sniffing_and_telling_others_where_one_was()
    {
        await using Seat seat = await office.SitDown(View.Office);
        IResponse? page = await seat.Page.ReloadAsync(new() { WaitUntil = WaitUntilState.DOMContentLoaded });
        Dictionary<string, string> headers = page!.Headers;
        Assert.Equal("DENY", headers["x-frame-options"]);
        Assert.Equal("nosniff", headers["x-content-type-options"]);
        Assert.Equal("no-referrer", headers["referrer-policy"]);
        Assert.Contains("default-src 'none'", headers["content-security-policy"], StringComparison.Ordinal);
        Assert.Equal("", await seat.Page.EvaluateAsync<string>("() => document.cookie"));
    }
}
