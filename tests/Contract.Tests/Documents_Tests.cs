using System.Text.RegularExpressions;

namespace EdgeWarning.Contract.Tests;

public partial class Documents_Tests
{
    private static readonly string[] s_rooms = ["firmware", "gateway", "lib", "tests", "village", "docs", "hardware"];

    /// <summary>A folder with its own project, document set or board is a room; its README's first line says what it is for.</summary>
    [Fact]
    public void Every_room_says_what_it_is_for()
    {
        IEnumerable<string> rooms = s_rooms
            .Where(room => Directory.Exists(House.In(room)))
            .SelectMany(room => House.Files(room, "*.csproj").Concat(House.Files(room, "*.nfproj")).Select(file => Path.GetDirectoryName(file)!)
                .Append(House.In(room)))
            .Append(House.Root)
            .Distinct();
        House.None(rooms.Where(room => FirstLine(Path.Combine(room, "README.md")).Length < 10)
            .Select(room => $"{Path.GetRelativePath(House.Root, room)}: no README.md whose first line says what the folder is for"));
    }

    [Fact]
    public void The_golden_folder_explains_every_file_it_holds()
    {
        string page = File.ReadAllText(House.In("tests/golden/README.md"));
        string[] named = [.. GoldenName().Matches(page).Select(match => match.Groups[1].Value).Distinct().Order(StringComparer.Ordinal)];
        string[] there = [.. House.Files("tests/golden", "*")
            .Select(file => Path.GetRelativePath(House.In("tests/golden"), file))
            // A warning's file name says what it is, or the rule that it breaks; the page explains the pattern.
            .Where(file => file != "README.md" && !file.StartsWith("cap/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)];
        Assert.Equal(there, named);
    }

    /// <summary>The message taken apart on the page is the golden one, byte for byte as far as the page prints it.</summary>
    [Fact]
    public void The_message_taken_apart_on_the_protocol_page_is_the_golden_one()
    {
        string[] page = File.ReadAllLines(House.In("docs/PROTOCOL.md"));
        int start = Array.FindIndex(page, line => line.StartsWith("Golden message `", StringComparison.Ordinal));
        Assert.True(start >= 0, "docs/PROTOCOL.md takes no golden message apart");
        string name = page[start].Split('`')[1];
        string printed = string.Concat(page.Skip(start + 1).Where(line => line.StartsWith("    ", StringComparison.Ordinal)).SelectMany(Hex));
        string golden = File.ReadLines(House.In("tests/golden/protocol/messages.tsv")).Single(line => line.StartsWith(name + "\t", StringComparison.Ordinal)).Split('\t')[2];
        Assert.True(printed.Length > 100, $"read only {printed}");
        Assert.StartsWith(printed, golden, StringComparison.Ordinal);
    }

    /// <summary>Every row of the page names the test that proves it; every such test exists.</summary>
    [Fact]
    public void Every_failure_on_the_page_names_a_test_that_exists()
    {
        string[] rows = [.. File.ReadLines(House.In("docs/FAILURES.md")).Where(line => line.StartsWith('|') && !line.StartsWith("|--", StringComparison.Ordinal)).Skip(1)];
        Assert.NotEmpty(rows);
        string tests = string.Join('\n', House.Files("tests", "*.cs").Select(File.ReadAllText));
        House.None(rows.SelectMany(row =>
        {
            string[] names = [.. TestName().Matches(row.Split('|')[^2]).Select(match => match.Groups[1].Value)];
            return names.Length == 0
                ? [$"no test named in: {row}"]
                : names.Where(name => !tests.Contains($" {name}(", StringComparison.Ordinal)).Select(name => $"no such test: {name}");
        }));
    }

    private static string FirstLine(string path) => File.Exists(path) ? File.ReadLines(path).FirstOrDefault("").TrimStart('#', ' ') : "";

    /// <summary>The leading words of a line that are bytes in hex; what follows, or an ellipsis, explains.</summary>
    private static IEnumerable<string> Hex(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .TakeWhile(word => word.Length % 2 == 0 && word.All(char.IsAsciiHexDigitLower));

    [GeneratedRegex(@"`((?!docs/)[\w-]+/[\w./-]+\.\w+)`")]
    private static partial Regex GoldenName();

    [GeneratedRegex(@"`(?:\w+_Tests\.)?(\w+)`")]
    private static partial Regex TestName();
}
