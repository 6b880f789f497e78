using System.Text.RegularExpressions;

namespace EdgeWarning.Console.Tests.FirstHour;

/// <summary>What a page of ours tells its reader to do, in its order: by the rule that the page itself states (bold is pressed or filled in, slanted is then seen).</summary>
internal static partial class Guide
{
    private const string Indent = "    ";

    /// <summary>The steps under the page's numbered headings up to the one named.</summary>
    public static IReadOnlyList<Step> Read(string page, string upTo)
    {
        string[] lines = page[page.IndexOf("\n## ", StringComparison.Ordinal)..page.IndexOf($"\n## {upTo}", StringComparison.Ordinal)].Split('\n');
        return [.. Blocks(lines).SelectMany(block => block[0].StartsWith(Indent, StringComparison.Ordinal) ? Typed(block) : Told(string.Join('\n', block)))];
    }

    /// <summary>Runs of lines that are all code or all prose.</summary>
    private static IEnumerable<List<string>> Blocks(IEnumerable<string> lines)
    {
        List<string> block = [];
        foreach (string line in lines.Where(line => line.Length > 0))
        {
            if (block.Count > 0 && line.StartsWith(Indent, StringComparison.Ordinal) != block[0].StartsWith(Indent, StringComparison.Ordinal))
            {
                yield return block;
                block = [];
            }

            block.Add(line);
        }

        yield return block;
    }

    /// <summary>A block of code is what the gateway prints, or commands.</summary>
    private static IEnumerable<Step> Typed(IEnumerable<string> lines) =>
        lines.Select(line => line.Trim()).Select(line => line.StartsWith("gateway: ", StringComparison.Ordinal) ? (Step)new Printed(line) : new Command(line));

    private static IEnumerable<Step> Told(string prose)
    {
        if (prose.Contains("Leave it running.", StringComparison.Ordinal))
        {
            yield return new LeftRunning();
        }

        foreach (Match match in Words().Matches(prose))
        {
            yield return match.Groups switch
            {
                { } found when found["field"].Success => new Fill(found["field"].Value, found["value"].Value),
                { } found when found["press"].Success => new Press(found["press"].Value),
                { } found when found["seen"].Success => new See(found["seen"].Value),
                { } found => new Open(found["address"].Value),
            };
        }
    }

    [GeneratedRegex(@"(`(?<value>[^`]+)`|the code)[^`*]{1,60} into \*\*(?<field>[^*]+)\*\*|`(?<value>[^`]+)` into \*\*(?<field>[^*]+)\*\*|\*\*(?<press>[^*]+)\*\*|\*(?<seen>[^*]+)\*|<(?<address>http[^>]+)>", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Words();
}

internal abstract record Step;

/// <summary>A line for the terminal.</summary>
internal sealed record Command(string Line) : Step;

/// <summary>The last command goes on running.</summary>
internal sealed record LeftRunning : Step;

/// <summary>What the gateway prints; its address and code differ each time.</summary>
internal sealed record Printed(string Line) : Step;

internal sealed record Open(string Address) : Step;

/// <param name="Value">What is typed; empty: the code that the gateway has shown.</param>
internal sealed record Fill(string Field, string Value) : Step;

internal sealed record Press(string Name) : Step;

internal sealed record See(string Text) : Step;
