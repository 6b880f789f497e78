using Microsoft.Playwright;

namespace EdgeWarning.Console.Tests.Kit;

/// <summary>A page of the console and how one knows that all of it is there.</summary>
/// <param name="Route">What stands behind '#'; the office fills in {warning}, {gauge}, {speaker} and {programme}.</param>
/// <param name="Ready">Seen when the page has what it asked the gateway for.</param>
/// <param name="Prepare">What a person does there that brings more of it to light.</param>
public sealed record ConsolePage(string Name, string Route, string Ready, Func<IPage, Task>? Prepare = null)
{
    /// <summary>A page that the navigation leads to and that is not listed here fails a test of its own.</summary>
    public static readonly IReadOnlyList<ConsolePage> All =
    [
        new("map", "/map", ".leaflet-container .leaflet-control-scale-line"),
        new("village", "/map", ".village", page => page.EvaluateAsync("() => document.querySelector('.board-card') ?? document.querySelector('.village').click()")),
        new("warnings", "/warnings", ".card.live"),
        new("warning", "/warnings/{warning}", ".rows .notHeard"),
        new("report", "/report/{warning}", ".rows.delivery tbody tr"),
        new("question", "/warnings/{warning}", ".rows .notHeard", page => page.Locator("header.page-head button.danger").ClickAsync()),
        new("compose", "/compose", ".grid button", Choose),
        new("drawing", "/compose", ".grid button", page => page.Locator(".picker [aria-expanded].plain").First.ClickAsync()),
        new("boards", "/boards", ".rows tbody tr"),
        new("gauge", "/boards/{gauge}", ".uplot canvas"),
        new("loudspeaker", "/boards/{speaker}", ".timeline li", page => page.Locator("main button.plain").Filter(new() { HasTextRegex = new("…$") }).ClickAsync()),
        new("add-board", "/add-board", "select[name=village] option:nth-child(2), select[name=village] optgroup"),
        new("change-boards", "/change-boards", ".places li", ChangeVolume),
        new("programmes", "/programmes", ".rows tbody tr"),
        new("programme", "/programmes/{programme}", "form textarea"),
        new("new-programme", "/programmes/new", "form textarea"),
        new("stop-all", "/stop-all", ".stop-all input"),
        new("people", "/people", ".rows tbody tr"),
        new("audit", "/audit", ".rows tbody tr"),
        new("settings", "/settings", "form.choices input"),
        new("issuing", "/settings/issuing", ".signatures select"),
        new("texts", "/settings/texts", "form.choices textarea"),
        new("places", "/settings/places", "main input[type=file]"),
    ];

    public static ConsolePage Of(string name) => All.Single(page => page.Name == name);

    /// <summary>Brings the page up and opens everything on it that is folded.</summary>
    public async Task Show(Seat seat, Func<string, string> filledIn)
    {
        await seat.Page.Keyboard.PressAsync("Escape");     // a question that the page before asked
        await seat.Go(filledIn(Route));
        await seat.Page.Locator(Ready).First.WaitForAsync(new() { State = WaitForSelectorState.Attached });
        if (Prepare is not null)
        {
            await Prepare(seat.Page);
        }

        await seat.Page.EvaluateAsync("() => { for (const folded of document.querySelectorAll('main details')) folded.open = true; }");
    }

    /// <summary>Chooses a red rainstorm for the first township, so that texts, reach and the great button appear.</summary>
    private static async Task Choose(IPage page)
    {
        await page.Locator("button.cell.red").First.ClickAsync();
        await page.Locator(".places label").Nth(1).ClickAsync();
        await page.Locator("button.big").WaitForAsync();
    }

    /// <summary>Takes every loudspeaker and looks at what another volume would change there.</summary>
    private static async Task ChangeVolume(IPage page)
    {
        await page.Locator(".filters select").First.SelectOptionAsync("loudspeaker");
        await page.Locator("main .acts button.plain").First.ClickAsync();
        await page.Locator(".change-what select").First.SelectOptionAsync("volume.percent");
        await page.Locator(".changed-setting input").First.FillAsync("85");
        await page.Locator(".settings-form button:not(.plain)").First.ClickAsync();
        await page.Locator(".change-what table.rows").WaitForAsync();
    }
}
