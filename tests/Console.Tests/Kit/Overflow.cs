using Microsoft.Playwright;

namespace EdgeWarning.Console.Tests.Kit;

/// <summary>What sticks out of the page to the right: it can be reached only by dragging the page about.</summary>
internal static class Overflow
{
    /// <summary>Parts inside a box that scrolls by itself (a wide table, the navigation of a phone) are within reach.</summary>
    private const string Script = """
        () => {
          const width = document.documentElement.clientWidth;
          if (document.documentElement.scrollWidth <= width) return [];
          const scrolls = (one) => one && one !== document.body && (/(auto|scroll|hidden)/.test(getComputedStyle(one).overflowX) || scrolls(one.parentElement));
          return [...document.body.querySelectorAll('*')]
            .filter((one) => one.getBoundingClientRect().right > width + 1 && !scrolls(one.parentElement))
            .slice(0, 5).map((one) => `${one.tagName.toLowerCase()}.${one.className} ends at ${Math.round(one.getBoundingClientRect().right)} of ${width} px: ${one.textContent.slice(0, 60)}`);
        }
        """;

    public static async Task<string[]> Of(IPage page) => await page.EvaluateAsync<string[]>(Script);
}
