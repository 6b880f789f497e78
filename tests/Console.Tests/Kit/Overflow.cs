using Microsoft.Playwright;

namespace EdgeWarning.Console.Tests.Kit;

/// <summary>What sticks out to the right: of the page, so that it must be dragged about, or of its own box, so that it lies under its neighbour.</summary>
internal static class Overflow
{
    /// <summary>Parts inside a box that scrolls by itself (a wide table, the navigation of a phone) are within reach.</summary>
    private const string Script = """
        () => {
          const box = (one) => one.getBoundingClientRect();
          const scrolls = (one) => one && one !== document.body && (/(auto|scroll|hidden)/.test(getComputedStyle(one).overflowX) || scrolls(one.parentElement));
          const told = (one, limit) => `${one.tagName.toLowerCase()}.${one.className} ends at ${Math.round(box(one).right)} of ${Math.round(limit)} px: ${one.textContent.slice(0, 60)}`;
          const beyond = (within, limit) => [...within.querySelectorAll('*')]
            .filter((one) => box(one).width > 1 && box(one).right > limit + 1 && !scrolls(one.parentElement)).slice(0, 5).map((one) => told(one, limit));
          return [document.body, ...document.querySelectorAll('main section, main article, main form, main table, dialog')].flatMap((part) => beyond(part, box(part).right));
        }
        """;

    public static async Task<string[]> Of(IPage page) => await page.EvaluateAsync<string[]>(Script);
}
