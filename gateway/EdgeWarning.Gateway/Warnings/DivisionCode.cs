namespace EdgeWarning.Gateway.Warnings;

/// <summary>
/// Chinese division codes: province 2, city 4, county 6 (GB/T 2260), township 9, village 12 digits (GB/T 10114). A code may be
/// padded with zeros: 411321000000 is the county 411321.
/// </summary>
public static class DivisionCode
{
    private static readonly int[] Lengths = [2, 4, 6, 9, 12];
    private static readonly char[] Separators = [',', '，', ';', '；', '、', ' ', '\t', '\r', '\n'];

    /// <summary>The code without its padding, or null when the text is no division code.</summary>
    public static string? Normalise(string text)
    {
        var code = text.Trim();
        if (!Lengths.Contains(code.Length) || code[0] == '0' || !code.All(char.IsAsciiDigit))
        {
            return null;
        }

        for (var level = Lengths.Length - 1; level > 0; level--)
        {
            if (code.Length == Lengths[level] && code.AsSpan(Lengths[level - 1]).TrimStart('0').IsEmpty)
            {
                code = code[..Lengths[level - 1]];
            }
        }

        return code;
    }

    /// <summary>The codes of all divisions that this one may lie in, the nearest first: of a village its township, county, city and province.</summary>
    public static IEnumerable<string> Above(string code) => Lengths.Where(length => length < code.Length).Reverse().Select(length => code[..length]);

    /// <summary>True when the place lies in the division: a village in its county. What the issuer calls the code does not matter.</summary>
    /// <param name="geocode">A geocode's value; national messages put several into one, separated by commas.</param>
    public static bool Covers(string geocode, string place)
    {
        var inside = Normalise(place);
        return inside is not null
            && geocode.Split(Separators, StringSplitOptions.RemoveEmptyEntries)
                .Any(code => Normalise(code) is { } division && inside.StartsWith(division, StringComparison.Ordinal));
    }
}
