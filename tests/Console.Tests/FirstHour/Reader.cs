using System.Text.RegularExpressions;
using EdgeWarning.Console.Tests.Kit;
using Microsoft.Playwright;

namespace EdgeWarning.Console.Tests.FirstHour;

/// <summary>Somebody at the console who knows of it only what a page says: the names of what is pressed and filled in, and what is then to be seen.</summary>
internal sealed class Reader(Seat seat)
{
    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(1);

    private ILocator? _form;

    private IPage Page => seat.Page;

    public async Task Fill(string field, string value)
    {
        ILocator input = Shown(Page.GetByLabel(Beginning(field)));
        if (await input.GetAttributeAsync("type") == "file")
        {
            await input.SetInputFilesAsync(value);
        }
        else
        {
            await input.FillAsync(value);
        }

        _form = Page.Locator("form").Filter(new() { Has = input });
    }

    /// <summary>A question that is asked comes first, then the form that was last written into, then the page. A question may open over what was just going to be pressed.</summary>
    public async Task Press(string name)
    {
        const float LookAgainMilliseconds = 2_000;
        for (float waited = 0; ; waited += LookAgainMilliseconds)
        {
            try
            {
                await (await Find(name)).ClickAsync(new() { Timeout = LookAgainMilliseconds });
                return;
            }
            catch (TimeoutException) when (waited < Seat.PatienceMilliseconds)
            {
            }
        }
    }

    private async Task<ILocator> Find(string name)
    {
        ILocator inQuestion = Named(Page.Locator("dialog[open]"), name);
        ILocator inForm = _form is null ? inQuestion : Named(_form, name);
        return await inQuestion.CountAsync() > 0 ? inQuestion : await inForm.CountAsync() > 0 ? inForm : Named(Page.Locator("body"), name);
    }

    public Task See(string text) => Shown(Page.GetByText(Holding(text))).WaitForAsync();

    private static ILocator Named(ILocator within, string name)
    {
        Regex said = Beginning(name);
        return Shown(within.GetByRole(AriaRole.Button, new() { NameRegex = said })
            .Or(within.GetByRole(AriaRole.Link, new() { NameRegex = said }))
            .Or(within.Locator("summary").Filter(new() { HasTextRegex = said }))
            .Or(within.GetByRole(AriaRole.Checkbox, new() { NameRegex = said })));
    }

    private static ILocator Shown(ILocator found) => found.Filter(new() { Visible = true }).First;

    /// <summary>What has this name, whatever a number or a hint behind it says ("Boards 1", "First password (must be changed ...)"), but no longer name ("Import a file"). The style may write its first letter large.</summary>
    private static Regex Beginning(string name) =>
        new($@"^\s*[{char.ToLowerInvariant(name[0])}{char.ToUpperInvariant(name[0])}]{Regex.Escape(name[1..])}(?! ?[a-z])", RegexOptions.None, s_soon);

    /// <summary>Where a sign may stand before the words, and more words behind them.</summary>
    private static Regex Holding(string words) => new($"(?<![A-Za-z0-9]){Regex.Escape(words)}(?![A-Za-z0-9])", RegexOptions.None, s_soon);
}
