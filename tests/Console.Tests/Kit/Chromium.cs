using Microsoft.Playwright;

namespace EdgeWarning.Console.Tests.Kit;

/// <summary>Debian's browser; Playwright brings none.</summary>
public static class Chromium
{
    private const string Path = "/usr/bin/chromium";

    public static async Task<IBrowser> Start(IPlaywright playwright, params string[] besides)
    {
        if (!File.Exists(Path))
        {
            throw new FileNotFoundException($"no browser to try the console in: {Path} is missing; on Debian: sudo apt-get install -y --no-install-recommends chromium fonts-noto-cjk");
        }

        return await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Path,
            // Chromium's own sandbox refuses root, and every page that is opened here is ours.
            ChromiumSandbox = Environment.UserName != "root",
            // It must ask nobody outside this machine.
            Args = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run", "--disable-gpu", .. besides],
        });
    }
}
