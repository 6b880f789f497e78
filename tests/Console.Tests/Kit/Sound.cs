using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;

namespace EdgeWarning.Console.Tests.Kit;

/// <summary>What must hold of whatever stands on the screen.</summary>
internal static class Sound
{
    /// <summary>What the law asks for (WCAG 2.1 AA), and what axe holds for good practice. No rule is turned off.</summary>
    private static readonly AxeRunOptions s_rules = new() { ResultTypes = [ResultType.Violations], RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"] } };

    /// <summary>axe finds nothing, nothing sticks out, and the browser had nothing to complain about.</summary>
    public static async Task Check(Seat seat)
    {
        AxeResult seen = await seat.Page.RunAxe(s_rules);
        Assert.True(seen.Violations.Length == 0, string.Join('\n', seen.Violations.Select(Told)));
        None(await Overflow.Of(seat.Page));
        None(seat.TakeComplaints());
    }

    /// <summary>Empty, or all of it is told.</summary>
    public static void None(IReadOnlyList<string> complaints) => Assert.True(complaints.Count == 0, string.Join('\n', complaints));

    private static string Told(AxeResultItem violation) =>
        $"{violation.Id} ({violation.Impact}): {violation.Help}\n" + string.Join('\n', violation.Nodes.Select(node =>
            $"    {node.Target}: {node.Html}\n        {string.Join("; ", node.Any.Concat(node.All).Concat(node.None).Select(check => check.Message))}"));
}
