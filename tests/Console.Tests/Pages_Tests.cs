using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using EdgeWarning.Console.Tests.Kit;

namespace EdgeWarning.Console.Tests;

/// <summary>Every page, in both languages, on an office screen and on a phone: nothing that keeps anyone out, nothing that went wrong.</summary>
public abstract class Pages_Tests(Office office, View view)
{
    /// <summary>What the law asks for (WCAG 2.1 AA), and what axe holds for good practice.</summary>
    private static readonly AxeRunOptions s_rules = new() { RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"] } };

    /// <summary>Each row bears its page as a trait: -trait page=map runs one.</summary>
    public static IEnumerable<TheoryDataRow<string>> Pages => ConsolePage.All.Select(page => new TheoryDataRow<string>(page.Name).WithTrait("page", page.Name));

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Is_sound(string page)
    {
        Seat seat = await office.SeatOf(view);
        await office.Show(ConsolePage.Of(page), seat);
        AxeResult seen = await seat.Page.RunAxe(s_rules);
        Assert.True(seen.Violations.Length == 0, Told(seen.Violations));
        Assert.Empty(await Overflow.Of(seat.Page));
        Assert.Empty(seat.TakeComplaints());
    }

    private static string Told(IEnumerable<AxeResultItem> violations) => string.Join('\n', violations.Select(violation =>
        $"{violation.Id} ({violation.Impact}): {violation.Help}\n" + string.Join('\n', violation.Nodes.Select(node => $"    {node.Target}: {node.Html}\n        {string.Join("; ", node.Any.Concat(node.All).Concat(node.None).Select(check => check.Message))}"))));
}

public sealed class Office_pages_Tests(Office office) : Pages_Tests(office, View.Office);

public sealed class English_office_pages_Tests(Office office) : Pages_Tests(office, View.OfficeInEnglish);

public sealed class Phone_pages_Tests(Office office) : Pages_Tests(office, View.Phone);

public sealed class English_phone_pages_Tests(Office office) : Pages_Tests(office, View.PhoneInEnglish);
