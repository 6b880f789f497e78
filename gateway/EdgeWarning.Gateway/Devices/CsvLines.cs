using System.Text;
using EdgeWarning.Gateway.Platform;

namespace EdgeWarning.Gateway.Devices;

/// <summary>A record of a CSV file and the line that it begins in, or why it is none.</summary>
internal sealed record CsvLine(int Number, IReadOnlyList<string> Fields, Fault? Fault);

/// <summary>Reads CSV as RFC 4180 has it, strictly, and tolerates LF alone, blank lines, comment lines (#) and spaces around unquoted fields.</summary>
internal static class CsvLines
{
    internal static IEnumerable<CsvLine> Read(TextReader text)
    {
        int number = 0;
        while (text.ReadLine() is { } line)
        {
            number++;
            int first = number;
            if (string.IsNullOrWhiteSpace(line) || line.StartsWith('#'))
            {
                continue;
            }

            // An odd number of quotation marks: a field goes on in the next line.
            bool isOpen = HasOpenQuote(line);
            var record = new StringBuilder(line);
            while (isOpen && text.ReadLine() is { } more)
            {
                number++;
                record.Append('\n').Append(more);
                isOpen ^= HasOpenQuote(more);
            }

            Fault? fault = Split(record.ToString(), out List<string> fields);
            yield return new CsvLine(first, fields, fault);
        }
    }

    private static bool HasOpenQuote(string line) => line.Count(c => c == '"') % 2 == 1;

    private static Fault? Split(string line, out List<string> fields)
    {
        fields = [];
        int at = 0;
        while (true)
        {
            bool isQuoted = at < line.Length && line[at] == '"';
            Fault? fault = isQuoted ? TakeQuoted(line, ref at, fields) : TakePlain(line, ref at, fields);
            if (fault is not null)
            {
                return fault;
            }

            if (at == line.Length)
            {
                return null;
            }

            at++;       // the comma
        }
    }

    private static Fault? TakePlain(string line, ref int at, List<string> fields)
    {
        int end = line.IndexOf(',', at);
        end = end < 0 ? line.Length : end;
        string field = line[at..end].Trim();
        at = end;
        fields.Add(field);
        return field.Contains('"') ? Fault.Of("csv.strayQuote", "a quotation mark inside a field that does not begin with one") : null;
    }

    private static Fault? TakeQuoted(string line, ref int at, List<string> fields)
    {
        var field = new StringBuilder();
        for (at++; at < line.Length; at++)
        {
            if (line[at] != '"')
            {
                field.Append(line[at]);
            }
            else if (at + 1 < line.Length && line[at + 1] == '"')
            {
                field.Append('"');
                at++;
            }
            else
            {
                at++;
                fields.Add(field.ToString());
                return at == line.Length || line[at] == ',' ? null : Fault.Of("csv.afterQuote", "text after a closing quotation mark");
            }
        }

        return Fault.Of("csv.openQuote", "a quotation mark is never closed");
    }
}
