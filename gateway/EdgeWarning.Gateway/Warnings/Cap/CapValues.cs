using System.Buffers;
using System.Globalization;
using System.Text.RegularExpressions;

namespace EdgeWarning.Gateway.Warnings.Cap;

/// <summary>What is wrong with one value: the rule, the words, and whether the message must be refused for it.</summary>
internal sealed record CapComplaint(string Rule, string Message, bool Refuses = true);

/// <summary>The value of one element, checked by itself. Each check answers null when all is well.</summary>
internal static partial class CapValues
{
    /// <summary>WGS 84 in plain degrees; more digits than this are noise and would only feed a parser.</summary>
    private const int LongestNumber = 40;

    private static readonly SearchValues<char> NotInNames = SearchValues.Create(" \t\r\n,<&");

    public static CapComplaint? Text(string text) => null;

    public static CapComplaint? Time(string text)
    {
        if (CapTime.Parse(text, out var complaint) is null)
        {
            return new(CapRule.Time, complaint!);
        }

        return text.Trim(CapText.XmlSpaces).EndsWith("+00:00", StringComparison.Ordinal)
            ? new(CapRule.UtcForm, "UTC is written -00:00 in CAP, not +00:00; read as UTC", Refuses: false)
            : null;
    }

    /// <summary>No white space, comma, "&lt;" or "&amp;", or references could not name it. Source: CAP 1.2, section 3.2.1.</summary>
    public static CapComplaint? Name(string text)
    {
        var name = text.Trim(CapText.XmlSpaces);
        var at = name.AsSpan().IndexOfAny(NotInNames);
        if (name.Length == 0)
        {
            return new(CapRule.Identifier, "is empty; it must name the message or its sender");
        }

        if (at >= 0)
        {
            return new(CapRule.Identifier, $"\"{CapText.Shorten(name)}\" holds {Spoken(name[at])}; spaces, commas, < and & are not allowed here");
        }

        return name.Length == text.Length ? null : new(CapRule.Padding, "has spaces around it, which are ignored", Refuses: false);
    }

    public static CapComplaint? LanguageTag(string text)
    {
        // An empty element takes the schema's default, en-US.
        var tag = text.Trim(CapText.XmlSpaces);
        return text.Length == 0 || Rfc3066().IsMatch(tag)
            ? null
            : new(CapRule.Language, $"\"{CapText.Shorten(tag)}\" is not a language tag such as zh-CN");
    }

    public static CapComplaint? Integer(string text) =>
        WholeNumber().IsMatch(text.Trim(CapText.XmlSpaces)) ? null : new(CapRule.Number, $"\"{CapText.Shorten(text)}\" is not a whole number");

    public static CapComplaint? Decimal(string text) =>
        ReadNumber(text.Trim(CapText.XmlSpaces)) is null ? new(CapRule.Number, $"\"{CapText.Shorten(text)}\" is not a number") : null;

    public static CapComplaint? AnyUri(string text)
    {
        var uri = text.Trim(CapText.XmlSpaces);
        return CapUri.IsPossible(uri) ? null : new(CapRule.Uri, $"\"{CapText.Shorten(uri)}\" is not a web address");
    }

    public static CapComplaint? References(string text)
    {
        foreach (var written in CapText.Words(text))
        {
            if (ReadReference(written, out var why) is null)
            {
                return new(CapRule.References, $"\"{CapText.Shorten(written)}\" is not \"sender,identifier,sent\": {why}");
            }
        }

        return CapText.Words(text).Length == 0 ? Blank("names no message") : null;
    }

    public static CapReference? ReadReference(string written, out string? why)
    {
        var parts = written.Split(',');
        if (parts.Length != 3)
        {
            why = $"it has {parts.Length} part{(parts.Length == 1 ? "" : "s")} where three are needed";
            return null;
        }

        if (parts[0].Length == 0 || parts[1].Length == 0 || written.AsSpan().IndexOfAny('<', '&') >= 0)
        {
            why = "sender and identifier must not be empty, nor hold < or &";
            return null;
        }

        var sent = CapTime.Parse(parts[2], out why);
        return sent is null ? null : new CapReference(parts[0], parts[1], sent.Value);
    }

    /// <summary>"lat,lon lat,lon ...", four points or more, the last equal to the first. Source: CAP 1.2, section 3.2.4.</summary>
    public static CapComplaint? Polygon(string text)
    {
        var written = CapText.Words(text);
        if (written.Length == 0)
        {
            return Blank("has no points, so it reaches nobody");
        }

        foreach (var pair in written)
        {
            if (ReadPoint(pair, out var why) is null)
            {
                return new(CapRule.Polygon, $"point \"{CapText.Shorten(pair)}\" {why}");
            }
        }

        if (written.Length < 4)
        {
            return new(CapRule.Polygon, $"has {written.Length} points; a polygon needs at least 4, the last equal to the first");
        }

        return ReadPoint(written[0], out _) == ReadPoint(written[^1], out _)
            ? null
            : new(CapRule.Polygon, $"is not closed: it starts at {CapText.Shorten(written[0])} and ends at {CapText.Shorten(written[^1])}");
    }

    /// <summary>"lat,lon radius", the radius in kilometres. Source: CAP 1.2, section 3.2.4.</summary>
    public static CapComplaint? Circle(string text)
    {
        var written = CapText.Words(text);
        if (written.Length == 0)
        {
            return Blank("has no centre, so it reaches nobody");
        }

        if (written.Length != 2)
        {
            return new(CapRule.Circle, $"\"{CapText.Shorten(text)}\" is not \"latitude,longitude radius\"");
        }

        if (ReadPoint(written[0], out var why) is null)
        {
            return new(CapRule.Circle, $"centre \"{CapText.Shorten(written[0])}\" {why}");
        }

        return ReadNumber(written[1]) is >= 0
            ? null
            : new(CapRule.Circle, $"radius \"{CapText.Shorten(written[1])}\" is not a number of kilometres, 0 or more");
    }

    public static GeoPoint? ReadPoint(string written, out string? why)
    {
        why = null;
        var comma = written.IndexOf(',');
        var latitude = comma < 0 ? null : ReadNumber(written[..comma]);
        var longitude = comma < 0 ? null : ReadNumber(written[(comma + 1)..]);
        if (latitude is null || longitude is null)
        {
            why = "is not \"latitude,longitude\" in degrees";
            return null;
        }

        if (latitude is < -90 or > 90 || longitude is < -180 or > 180)
        {
            why = latitude is < -90 or > 90
                ? "has a latitude outside -90 to 90 (latitude comes first)"
                : "has a longitude outside -180 to 180";
            return null;
        }

        return new GeoPoint(latitude.Value, longitude.Value);
    }

    public static double? ReadNumber(string written) =>
        written.Length <= LongestNumber && DecimalNumber().IsMatch(written)
            ? double.Parse(written, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture)
            : null;

    private static CapComplaint Blank(string message) => new(CapRule.Empty, message, Refuses: false);

    private static string Spoken(char letter) => letter switch
    {
        ',' => "a comma",
        '<' or '&' => $"\"{letter}\"",
        _ => "a space",
    };

    [GeneratedRegex(@"^[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Rfc3066();

    [GeneratedRegex(@"^[+-]?[0-9]+\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex WholeNumber();

    [GeneratedRegex(@"^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DecimalNumber();
}
