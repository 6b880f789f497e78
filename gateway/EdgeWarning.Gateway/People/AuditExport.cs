using System.Text.Json;
using EdgeWarning.Gateway.Platform.Audit;

namespace EdgeWarning.Gateway.People;

/// <summary>The audit as a file for others: one JSON object a line, or CSV (RFC 4180) with a byte-order mark, so that office programs read Chinese.</summary>
internal static class AuditExport
{
    /// <returns>How many rows were written.</returns>
    public static long Write(IEnumerable<AuditRow> rows, bool csv, TextWriter output)
    {
        if (csv)
        {
            output.WriteLine("\uFEFFid,at,who,origin,act,subject,detail,hash");
        }

        long count = 0;
        foreach (var row in rows)
        {
            output.WriteLine(csv ? Csv(row.View()) : JsonSerializer.Serialize(row.View(), Json.AuditRowView));
            count++;
        }

        return count;
    }

    private static PeopleJson Json { get; } = new(new JsonSerializerOptions(JsonSerializerDefaults.Web) { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.Create(System.Text.Unicode.UnicodeRanges.All) });

    private static string Csv(AuditRowView row) => string.Join(
        ',', new[] { $"{row.Id}", $"{row.At.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ}", row.Who, row.Origin ?? "", row.Act, row.Subject, row.Detail, row.Hash }.Select(Field));

    // A cell that begins like a formula is one to an office program: an attacker's words must stay words.
    private static string Field(string text)
    {
        var safe = text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' ? "'" + text : text;
        return safe.AsSpan().IndexOfAny(",\"\r\n") < 0 ? safe : $"\"{safe.Replace("\"", "\"\"")}\"";
    }
}
