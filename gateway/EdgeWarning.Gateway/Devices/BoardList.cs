using System.Globalization;
using EdgeWarning.Gateway.Platform;
using EdgeWarning.Protocol;

namespace EdgeWarning.Gateway.Devices;

/// <summary>What a list of boards says, or all that is wrong with it.</summary>
public sealed record BoardListReading(IReadOnlyList<NewBoard> Boards, IReadOnlyList<Fault> Faults);

/// <summary>
/// Reads a CSV list of boards (RFC 4180, UTF-8, first line names the columns). Strict: a fault in one line refuses the whole list, and every
/// fault is named with its line, so that one round of corrections is enough.
/// </summary>
public static class BoardList
{
    /// <summary>More is no county's list but a wrong file.</summary>
    private const int MaxBoards = 50_000;

    /// <summary>Who repairs a list wants to see the pattern, not ten thousand lines.</summary>
    private const int MaxFaults = 50;

    private static readonly string[] Required = ["board", "kind", "village"];
    private static readonly string[] Known = [.. Required, "village_name", "latitude", "longitude", "tip_micrometres", "key", .. SiteSetting.All.Select(setting => setting.Name)];

    public static BoardListReading Read(TextReader text)
    {
        var boards = new List<NewBoard>();
        var faults = new List<string>();
        using IEnumerator<CsvLine> lines = CsvLines.Read(text).GetEnumerator();
        if (!lines.MoveNext())
        {
            faults.Add("the list is empty: its first line must name the columns board, kind, village");
        }
        else if (ReadColumns(lines.Current, faults) is { } columns)
        {
            ReadBoards(lines, columns, boards, faults);
        }

        if (faults.Count > MaxFaults)
        {
            int more = faults.Count - MaxFaults;
            faults.RemoveRange(MaxFaults, more);
            faults.Add($"and {more} more");
        }

        return new BoardListReading(faults.Count == 0 ? boards : [], [.. faults.Select(fault => Fault.Of("boards.list", $"{fault}"))]);
    }

    private static string[]? ReadColumns(CsvLine line, List<string> faults)
    {
        string[] columns = [.. line.Fields.Select(name => name.TrimStart('\uFEFF').ToLowerInvariant())];
        if (line.Fault is not null)
        {
            faults.Add($"line {line.Number}: {line.Fault}");
        }

        faults.AddRange(columns.Where(name => !Known.Contains(name, StringComparer.Ordinal))
            .Select(name => $"line {line.Number}: unknown column \"{BoardCheck.Short(name)}\"; known are {string.Join(", ", Known)}"));
        faults.AddRange(columns.GroupBy(name => name, StringComparer.Ordinal).Where(group => group.Count() > 1)
            .Select(group => $"line {line.Number}: column \"{BoardCheck.Short(group.Key)}\" is there twice"));
        faults.AddRange(Required.Except(columns, StringComparer.Ordinal).Select(name => $"line {line.Number}: column \"{name}\" is missing"));
        return faults.Count == 0 ? columns : null;
    }

    private static void ReadBoards(IEnumerator<CsvLine> lines, string[] columns, List<NewBoard> boards, List<string> faults)
    {
        var lineOf = new Dictionary<string, int>(StringComparer.Ordinal);
        while (lines.MoveNext())
        {
            CsvLine line = lines.Current;
            if (boards.Count == MaxBoards)
            {
                faults.Add($"line {line.Number}: more than {MaxBoards} boards");
                return;
            }

            if (line.Fault is not null || line.Fields.Count != columns.Length)
            {
                faults.Add($"line {line.Number}: {line.Fault?.Text ?? $"{line.Fields.Count} fields, but the first line names {columns.Length} columns"}");
                continue;
            }

            var fields = new Fields(columns, line.Fields);
            NewBoard board = ReadBoard(fields);
            faults.AddRange(fields.Faults.Concat(BoardCheck.FaultsOf(board).Select(fault => fault.Text)).Select(fault => $"line {line.Number}: {fault}"));
            if (!lineOf.TryAdd(board.Id, line.Number))
            {
                faults.Add($"line {line.Number}: board \"{BoardCheck.Short(board.Id)}\" is in line {lineOf[board.Id]} already");
            }

            boards.Add(board);
        }

        if (boards.Count == 0 && faults.Count == 0)
        {
            faults.Add("the list names no board");
        }
    }

    private static NewBoard ReadBoard(Fields fields) => new()
    {
        Id = fields.Text("board"),
        Kind = fields.Text("kind"),
        Village = fields.Text("village"),
        VillageName = fields.Text("village_name"),
        Latitude = fields.Degrees("latitude"),
        Longitude = fields.Degrees("longitude"),
        TipMicrometres = fields.Whole("tip_micrometres"),
        Site = Site.Of(SiteSetting.All.Select(setting => KeyValuePair.Create(setting.Name, fields.Text(setting.Name))).Where(value => value.Value.Length > 0)),
        Key = fields.Key("key"),
    };

    /// <summary>One line's fields by name; collects what cannot be read.</summary>
    private sealed class Fields(string[] columns, IReadOnlyList<string> values)
    {
        internal List<string> Faults { get; } = [];

        internal string Text(string column)
        {
            int index = Array.IndexOf(columns, column);
            return index < 0 ? "" : values[index];
        }

        internal double? Degrees(string column)
        {
            string text = Text(column);
            if (text.Length == 0)
            {
                return null;
            }

            if (double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value))
            {
                return value;
            }

            Faults.Add($"{column}: \"{BoardCheck.Short(text)}\" is no number of degrees (33.4912)");
            return null;
        }

        internal int? Whole(string column)
        {
            string text = Text(column);
            if (text.Length == 0)
            {
                return null;
            }

            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value))
            {
                return value;
            }

            Faults.Add($"{column}: \"{BoardCheck.Short(text)}\" is no whole number");
            return null;
        }

        /// <summary>The fault does not repeat what was there: it may be nearly a key.</summary>
        internal byte[]? Key(string column)
        {
            string text = Text(column);
            if (text.Length == 0)
            {
                return null;
            }

            if (text.Length == 2 * Credentials.KeyBytes && text.All(char.IsAsciiHexDigit))
            {
                return Convert.FromHexString(text);
            }

            Faults.Add($"{column}: expected {2 * Credentials.KeyBytes} hexadecimal digits (not shown: it is secret)");
            return null;
        }
    }
}
