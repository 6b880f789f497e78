using System.Globalization;
using EdgeWarning.Gateway.Devices;
using EdgeWarning.Gateway.Platform;
using EdgeWarning.Gateway.Warnings;

namespace EdgeWarning.Gateway.Places;

/// <summary>
/// Reads divisions from CSV: columns code and name, and any of parent, people, shelter, contact and phone; other columns are stepped over. The parent, where none
/// is given, is the division above by code. A file with any fault gives nothing but its faults.
/// </summary>
public static class DivisionFile
{
    /// <summary>More than that, and the file is another one than was meant.</summary>
    internal const int MostFaults = 20;

    /// <summary>What is read aloud is short, characters.</summary>
    internal const int LongestText = 200;

    private const int LongestName = 60;

    public static (IReadOnlyList<Division> Divisions, IReadOnlyList<Fault> Faults) Read(TextReader csv)
    {
        using var lines = CsvLines.Read(csv).GetEnumerator();
        if (!lines.MoveNext())
        {
            return ([], [Fault.Of("places.emptyFile", "the file is empty: a first line with the names of the columns is expected, such as code,name,parent,people,shelter,contact,phone")]);
        }

        var columns = lines.Current.Fields.Select((name, at) => (Name: name.TrimStart('\uFEFF'), At: at)).GroupBy(column => column.Name, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(column => column.Key, column => column.First().At, StringComparer.OrdinalIgnoreCase);
        if (!columns.ContainsKey("code") || !columns.ContainsKey("name"))
        {
            return ([], [Fault.Of("places.columns", $"line {lines.Current.Number}: the columns code and name are needed; found {string.Join(", ", columns.Keys.Take(10).Select(name => name.Length > 30 ? name[..30] + "…" : name))}")]);
        }

        var found = new Dictionary<string, Division>(StringComparer.Ordinal);
        var faults = new List<Fault>();
        while (lines.MoveNext() && faults.Count < MostFaults)
        {
            var line = lines.Current;
            string? Field(string name) => columns.TryGetValue(name, out var at) && at < line.Fields.Count && line.Fields[at].Length > 0 ? line.Fields[at] : null;
            var fault = line.Fault ?? Take(Field, found);
            if (fault is not null)
            {
                faults.Add(Fault.Of("file.line", $"line {line.Number}: {fault}"));
            }
        }

        return faults.Count > 0 ? ([], faults) : ([.. found.Values.Select(division => WithParent(division, found))], []);
    }

    private static Fault? Take(Func<string, string?> field, Dictionary<string, Division> found)
    {
        if (field("code") is not { } written || DivisionCode.Normalise(written) is not { } code)
        {
            return field("code")?.Contains("E+", StringComparison.OrdinalIgnoreCase) == true
                ? Fault.Of("places.roundedCode", $"code \"{field("code")}\" is no division code: 2, 4, 6, 9 or 12 digits (the spreadsheet has rounded it: make the column text before the codes are typed in)")
                : Fault.Of("places.noCode", $"code \"{field("code")}\" is no division code: 2, 4, 6, 9 or 12 digits");
        }

        if (field("name") is not { } name)
        {
            return Fault.Of("places.noName", $"{code} has no name");
        }

        if ((TextFault("name", name, LongestName) ?? TextFault("shelter", field("shelter"), LongestText) ?? TextFault("contact", field("contact"), LongestText)) is { } wrong)
        {
            return wrong;
        }

        int? people = null;
        if (field("people") is { } count)
        {
            if (!int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                return Fault.Of("places.people", $"people \"{count}\" is no whole number");
            }

            people = number;
        }

        var parent = field("parent") is { } above ? DivisionCode.Normalise(above) : null;
        if (field("parent") is { } said && (parent is null || parent.Length >= code.Length))
        {
            return Fault.Of("places.parent", $"parent \"{said}\" is no division above {code}");
        }

        var (contact, phone) = ContactOf(field("contact"), field("phone"));
        if (phone is null && field("phone") is { } called)
        {
            return Fault.Of("places.phone", $"phone \"{called}\" is no telephone number");
        }

        return found.TryAdd(code, new Division(code, name, parent, people, field("shelter"), contact, phone)) ? null : Fault.Of("places.twice", $"{code} is there twice");
    }

    /// <summary>A list without a column for the number has it behind the name.</summary>
    private static (string? Name, string? Phone) ContactOf(string? contact, string? phone) =>
        phone is not null ? (contact, PhoneNumber.Read(phone)) : contact is not null ? PhoneNumber.SplitOff(contact) : (null, null);

    private static Fault? TextFault(string what, string? text, int longest) =>
        text?.Length > longest ? Fault.Of("places.tooLong", $"{what} has {text.Length} characters; at most {longest}")
        : text?.Any(char.IsControl) == true ? Fault.Of("places.control", $"{what} holds a line break or another control character")
        : null;

    private static Division WithParent(Division division, Dictionary<string, Division> all) =>
        division.Parent is not null ? division : division with { Parent = DivisionCode.Above(division.Code).FirstOrDefault(all.ContainsKey) };
}
