using EdgeWarning.Console.Tests.Kit;
using Microsoft.Playwright;

namespace EdgeWarning.Console.Tests;

/// <summary>喊话, with Chromium's own microphone that beeps once a second.</summary>
public class Live_announcement_Tests(Office office)
{
    [Fact]
    public async Task A_person_listens_to_the_text_records_an_announcement_and_issues_it()
    {
        using IPlaywright playwright = await Playwright.CreateAsync();
        await using IBrowser browser = await Chromium.Start(playwright, "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream");
        await using Seat seat = await Compose(browser, View.Office);
        ILocator recorder = seat.Page.Locator(".recorder");

        await seat.Page.Locator(".listen button").First.ClickAsync();
        await Sounds(seat, ".listen audio", 3);

        await recorder.Locator("summary").PressAsync("Enter");
        await recorder.Locator("button").First.PressAsync("Enter");
        await seat.Page.WaitForFunctionAsync("() => document.querySelector('.recorder meter')?.value > 0.01");
        await seat.Page.WaitForFunctionAsync("() => /[2-9]/.test(document.querySelector('.recorder [role=timer]')?.textContent ?? '')");
        await Sound.Check(seat);
        await recorder.Locator("button.danger").PressAsync("Enter");
        await Sounds(seat, ".recorder audio", 1);
        await Sound.Check(seat);
        await recorder.Locator("button:not(.plain)").ClickAsync();
        await recorder.Locator("strong").WaitForAsync();
        await Sound.Check(seat);

        await seat.Page.Locator("button.big.danger").ClickAsync();
        await seat.Page.Locator(".facts .said").WaitForAsync();
        string cap = await seat.Page.EvaluateAsync<string>("async () => (await fetch(`/api/warnings/${location.hash.split('/').pop()}/cap`)).text()");
        Assert.Contains("<mimeType>audio/wav</mimeType>", cap);
        Sound.None(seat.TakeComplaints());
    }

    [Fact]
    public async Task Without_permission_it_says_what_to_do_and_takes_a_file()
    {
        using IPlaywright playwright = await Playwright.CreateAsync();
        await using IBrowser browser = await Chromium.Start(playwright, "--use-fake-device-for-media-stream", "--deny-permission-prompts");
        await using Seat seat = await Compose(browser, View.PhoneInEnglish);
        ILocator recorder = seat.Page.Locator(".recorder");
        await recorder.Locator("summary").ClickAsync();
        await recorder.Locator("button").First.ClickAsync();
        await seat.Page.GetByText("The browser may not use the microphone").WaitForAsync();
        await Sound.Check(seat);

        await recorder.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = "no-sound.wav", MimeType = "audio/wav", Buffer = [1, 2, 3] });
        await seat.Page.GetByText("The browser cannot read this file").WaitForAsync();
        await recorder.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = "hum.wav", MimeType = "audio/wav", Buffer = Hum() });
        await Sounds(seat, ".recorder audio", 1);
        await recorder.Locator("button:not(.plain)").ClickAsync();
        await recorder.Locator("strong").WaitForAsync();
        Sound.None(seat.TakeComplaints());
    }

    /// <summary>What a telephone may bring: stereo, 44.1 kHz.</summary>
    private static byte[] Hum()
    {
        const int Rate = 44_100;
        using var file = new MemoryStream();
        using var to = new BinaryWriter(file);
        to.Write("RIFF"u8);
        to.Write(36 + (2 * 4 * Rate));
        to.Write("WAVEfmt "u8);
        to.Write(16);
        to.Write((short)1);
        to.Write((short)2);
        to.Write(Rate);
        to.Write(4 * Rate);
        to.Write((short)4);
        to.Write((short)16);
        to.Write("data"u8);
        to.Write(2 * 4 * Rate);
        for (int i = 0; i < 2 * 2 * Rate; i++)
        {
            to.Write((short)(6_000 * Math.Sin(2 * Math.PI * 300 * (i / 2) / Rate)));
        }

        return file.ToArray();
    }

    private async Task<Seat> Compose(IBrowser browser, View view)
    {
        Seat seat = await Seat.Take(browser, office.County.Console, view);
        await seat.SignIn("officer", Office.Password);
        await seat.Open("/compose");
        await seat.Page.Locator("button.cell.red").First.ClickAsync();
        await seat.Page.Locator(".places label").Nth(1).ClickAsync();
        await seat.Page.Locator(".said").First.WaitForAsync();
        return seat;
    }

    private static async Task Sounds(Seat seat, string audio, int leastSeconds) =>
        await seat.Page.WaitForFunctionAsync("([audio, least]) => (document.querySelector(audio)?.duration ?? 0) > least", new object[] { audio, leastSeconds });
}
