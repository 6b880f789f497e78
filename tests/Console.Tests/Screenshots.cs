using EdgeWarning.Console.Tests.Kit;
using EdgeWarning.Village.County;

namespace EdgeWarning.Console.Tests;

/// <summary>Pictures of every page for people to look at; the command is in README.md.</summary>
public class Screenshots(Office office)
{
    public static IEnumerable<TheoryDataRow<View>> Views => View.All.Select(view => new TheoryDataRow<View>(view));

    [Theory(Explicit = true)]
    [MemberData(nameof(Views))]
    public async Task Of_every_page(View view)
    {
        string folder = Sources.In("artifacts/screenshots");
        await using (Seat visitor = await Seat.Take(office.Browser, office.County.Console, view))
        {
            await visitor.Open();
            await visitor.Page.Locator("form.door").WaitForAsync();
            await visitor.Page.ScreenshotAsync(new() { Path = $"{folder}/sign-in-{view}.png" });
        }

        await using Seat seat = await office.SitDown(view);
        foreach (ConsolePage page in ConsolePage.All)
        {
            await office.Show(page, seat);
            await Whole(seat, $"{folder}/{page.Name}-{view}.png");
        }
    }

    /// <summary>On a screen that is tall enough for all of it: what sticks to the lower edge stands there, and what is drawn only when it is seen is seen.</summary>
    private static async Task Whole(Seat seat, string file)
    {
        const int TallestPixels = 2_400;
        int height = await seat.Page.EvaluateAsync<int>("() => document.documentElement.scrollHeight");
        await seat.Page.SetViewportSizeAsync(seat.View.Pixels.Width, Math.Clamp(height, seat.View.Pixels.Height, TallestPixels));
        await seat.Page.EvaluateAsync("() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))");
        await seat.Page.ScreenshotAsync(new() { Path = file });
        await seat.Page.SetViewportSizeAsync(seat.View.Pixels.Width, seat.View.Pixels.Height);
    }
}
