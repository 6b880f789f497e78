using Microsoft.Playwright;

namespace EdgeWarning.Console.Tests.Kit;

/// <summary>A page of the console and how one knows that all of it is there.</summary>
/// <param name="Route">What stands behind '#'; {warning} and {board} are filled in.</param>
/// <param name="Ready">Seen when the page has what it asked the gateway for.</param>
/// <param name="Prepare">What a person does there that brings more of it to light.</param>
public sealed record ConsolePage(string Name, string Route, string Ready, Func<IPage, Task>? Prepare = null)
{
    /// <summary>A page that the navigation leads to and that is not listed here fails a test of its own.</summary>
    public static readonly IReadOnlyList<ConsolePage> All =
    [
        new("map", "/map", ".leaflet-container .leaflet-control-scale-line"),
        new("warnings", "/warnings", ".card.live"),
        new("warning", "/warnings/{warning}", ".rows .notHeard"),
        new("question", "/warnings/{warning}", ".rows .notHeard", page => page.Locator("header.page-head button.danger").ClickAsync()),
        new("compose", "/compose", ".grid button", Choose),
        new("drawing", "/compose", ".grid button", page => page.Locator("[aria-pressed].plain").First.ClickAsync()),
        new("boards", "/boards", ".rows tbody tr"),
        new("board", "/boards/{board}", ".uplot canvas"),
        new("programmes", "/programmes", "main h1"),
        new("people", "/people", ".rows tbody tr"),
        new("audit", "/audit", ".rows tbody tr"),
        new("settings", "/settings", "main h1"),
    ];

    public static ConsolePage Of(string name) => All.Single(page => page.Name == name);

    /// <summary>Brings the page up and opens everything on it that is folded.</summary>
    public async Task Show(Seat seat, string warning, string board)
    {
        await seat.Page.Keyboard.PressAsync("Escape");     // a question that the page before asked
        await seat.Go(Route.Replace("{warning}", warning, StringComparison.Ordinal).Replace("{board}", board, StringComparison.Ordinal));
        await seat.Page.Locator(Ready).First.WaitForAsync();
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
}
