using System.Text.RegularExpressions;

namespace EdgeWarning.Gateway.Places;

/// <summary>A telephone number as it is kept: digits, perhaps with a leading + and hyphens between, such as 13800000000 or 0377-66912345.</summary>
public static partial class PhoneNumber
{
    /// <summary>Digits of the longest number (ITU-T E.164).</summary>
    private const int MostDigits = 15;

    /// <summary>Emergency numbers and the short numbers of an exchange have three digits and more.</summary>
    private const int LeastDigits = 3;

    /// <summary>At the end of a name only what is long enough to be a subscriber's number is one; "3组" ends in no number.</summary>
    private const int LeastDigitsAfterName = 7;

    /// <summary>As it is kept, whether it was written with spaces, brackets or full-width digits; null when it is no number.</summary>
    public static string? Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var number = Filling().Replace(string.Concat(text.Select(Narrow)), "");
        return Form().IsMatch(number) && number.Count(char.IsAsciiDigit) is >= LeastDigits and <= MostDigits ? number : null;
    }

    /// <summary>A name with a number behind it, as lists have it that know one column for both: "老王 13800000000". What is not beyond doubt one name and one number stays whole.</summary>
    public static (string? Name, string? Phone) SplitOff(string contact)
    {
        ArgumentNullException.ThrowIfNull(contact);
        return NameAndNumber().Match(contact.Trim()) is { Success: true } found && found.Groups["number"].Value.Replace(" ", "", StringComparison.Ordinal) is var number
            && number.Count(char.IsAsciiDigit) is >= LeastDigitsAfterName and <= MostDigits
            ? (found.Groups["name"].Value is { Length: > 0 } name ? name : null, number)
            : (contact, null);
    }

    /// <summary>The full-width forms of ASCII stand 0xFEE0 above it; a Chinese keyboard writes dashes where a hyphen is meant.</summary>
    private static char Narrow(char letter) => letter switch { >= '！' and <= '～' => (char)(letter - 0xFEE0), '–' or '—' => '-', _ => letter };

    [GeneratedRegex("[\\s()]", RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex Filling();

    [GeneratedRegex("^\\+?[0-9]+(-[0-9]+)*$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Form();

    [GeneratedRegex("^(?<name>[^0-9]*?)[ :：,，、\\t]*(?<![-+])(?<number>\\+?[0-9][0-9-]*[0-9]|1[0-9]{2} [0-9]{4} [0-9]{4})$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex NameAndNumber();
}
