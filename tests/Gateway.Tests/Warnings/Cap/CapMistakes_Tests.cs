using System.Text;
using System.Text.RegularExpressions;
using EdgeWarning.Gateway.Warnings.Cap;
using static EdgeWarning.Gateway.Tests.Warnings.CapFiles;

namespace EdgeWarning.Gateway.Tests.Warnings.Cap;

/// <summary>Every mistake that CAP 1.2 forbids, made in every real file at hand: each is refused by its rule, at its element and line.</summary>
public partial class CapMistakes_Tests
{
    private static readonly Dictionary<string, (string Rule, string Element, Func<string, string> Make)> s_mistakes = new()
    {
        ["identifier left out"] = (CapRule.Missing, "identifier", text => Without(text, "identifier")),
        ["identifier empty"] = (CapRule.Identifier, "identifier", text => Set(text, "identifier", "")),
        ["identifier with a space"] = (CapRule.Identifier, "identifier", text => Set(text, "identifier", "a b")),
        ["identifier with a comma"] = (CapRule.Identifier, "identifier", text => Set(text, "identifier", "a,b")),
        ["identifier with <"] = (CapRule.Identifier, "identifier", text => Set(text, "identifier", "a&lt;b")),
        ["sender with a space"] = (CapRule.Identifier, "sender", text => Set(text, "sender", "county office")),
        ["sender left out"] = (CapRule.Missing, "sender", text => Without(text, "sender")),
        ["sent in Z"] = (CapRule.Time, "sent", text => Set(text, "sent", "2026-07-21T03:05:00Z")),
        ["sent without offset"] = (CapRule.Time, "sent", text => Set(text, "sent", "2026-07-21T03:05:00")),
        ["sent with a fraction"] = (CapRule.Time, "sent", text => Set(text, "sent", "2026-07-21T03:05:00.5+08:00")),
        ["sent on a day that is none"] = (CapRule.Time, "sent", text => Set(text, "sent", "2026-02-30T03:05:00+08:00")),
        ["sent in an offset that is none"] = (CapRule.Time, "sent", text => Set(text, "sent", "2026-07-21T03:05:00+15:00")),
        ["sent behind status"] = (CapRule.Order, "sent", text => Exchanged(text, "sent", "status")),
        ["status in lower case"] = (CapRule.Value, "status", text => Set(text, "status", "actual")),
        ["status left out"] = (CapRule.Missing, "status", text => Without(text, "status")),
        ["msgType of another standard"] = (CapRule.Value, "msgType", text => Set(text, "msgType", "Warning")),
        ["scope left out"] = (CapRule.Missing, "scope", text => Without(text, "scope")),
        ["scope Private without addresses"] = (CapRule.Addresses, "scope", text => Set(Without(Without(text.Replace("<addresses />", "", StringComparison.Ordinal), "addresses"), "restriction"), "scope", "Private")),
        ["restriction of what is public"] = (CapRule.Restriction, "restriction", text => Behind(Set(Without(text, "restriction"), "scope", "Public"), "scope", "<restriction>police</restriction>")),
        ["reference in two parts"] = (CapRule.References, "references", text => BeforeInfo(WithoutAll(text, "references", "incidents"), "<references>a@b,1</references>")),
        ["reference in Z"] = (CapRule.References, "references", text => BeforeInfo(WithoutAll(text, "references", "incidents"), "<references>a@b,1,2026-07-21T03:05:00Z</references>")),
        ["reference to itself"] = (CapRule.CircularReference, "references", text => BeforeInfo(WithoutAll(text, "references", "incidents"), $"<references>{Of(text, "sender")},{Of(text, "identifier")},{Of(text, "sent")}</references>")),
        ["event left out"] = (CapRule.Missing, "event", text => Without(text, "event")),
        ["urgency left out"] = (CapRule.Missing, "urgency", text => Without(text, "urgency")),
        ["severity as a colour"] = (CapRule.Value, "severity", text => Set(text, "severity", "Red")),
        ["certainty twice"] = (CapRule.TooMany, "certainty", text => Behind(text, "certainty", "<certainty>Likely</certainty>")),
        ["category of our own"] = (CapRule.Value, "category", text => Set(text, "category", "Flood")),
        ["no category"] = (CapRule.Missing, "category", text => WithoutAll(text, "category")),
        ["language with an underscore"] = (CapRule.Language, "language", text => Set(text, "language", "zh_CN")),
        ["expires in words"] = (CapRule.Time, "expires", text => Set(text, "expires", "tonight")),
        ["an element of our own"] = (CapRule.UnknownElement, "colour", text => Behind(text, "certainty", "<colour>red</colour>")),
        ["areaDesc left out"] = (CapRule.Missing, "areaDesc", text => Without(text, "areaDesc")),
        ["geocode without a value"] = (CapRule.Missing, "value", text => Geocode().Replace(text, "<${ns}geocode><${ns}valueName>x</${ns}valueName></${ns}geocode>", 1)),
        ["polygon not closed"] = (CapRule.Polygon, "polygon", text => Set(text, "polygon", "33,112 34,112 34,113 33,113")),
        ["polygon of three points"] = (CapRule.Polygon, "polygon", text => Set(text, "polygon", "33,112 34,112 33,112")),
        ["polygon with the longitude first"] = (CapRule.Polygon, "polygon", text => Set(text, "polygon", "112,33 112,34 113,34 112,33")),
        ["polygon of points without commas"] = (CapRule.Polygon, "polygon", text => Set(text, "polygon", "33 112 34 112 34 113 33 112")),
        ["circle without a radius"] = (CapRule.Circle, "circle", text => Set(text, "circle", "33,112")),
        ["circle with a radius below 0"] = (CapRule.Circle, "circle", text => Set(text, "circle", "33,112 -1")),
        ["ceiling without an altitude"] = (CapRule.Ceiling, "ceiling", text => AreaEnd().Replace(WithoutAll(text, "altitude", "ceiling"), "<${ns}ceiling>900</${ns}ceiling>$0", 1)),
        ["resource without a mimeType"] = (CapRule.Missing, "mimeType", text => Without(text, "mimeType")),
        ["attribute"] = (CapRule.Attribute, "info", text => InfoStart().Replace(text, "<${ns}info lang=\"zh\">", 1)),
        ["text between elements"] = (CapRule.StrayText, "alert", text => Behind(text, "scope", "soon")),
        ["namespace of CAP 1.1"] = (CapRule.Namespace, "alert", text => text.Replace("emergency:cap:1.2", "emergency:cap:1.1", StringComparison.Ordinal)),
        ["namespace of nobody"] = (CapRule.Namespace, "alert", text => text.Replace("urn:oasis:names:tc:emergency:cap:1.2", "http://example.org/cap", StringComparison.Ordinal)),
        ["document type"] = (CapRule.Dtd, "file", text => AlertStart().Replace(text, "<!DOCTYPE alert [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>$0", 1)),
        ["end tag left out"] = (CapRule.Xml, "file", text => text.Replace("</status>", "", StringComparison.Ordinal).Replace("</cap:status>", "", StringComparison.Ordinal)),
        ["a megabyte and a byte"] = (CapRule.Size, "file", text => text + new string(' ', CapReader.MostBytes + 1 - Encoding.UTF8.GetByteCount(text))),
    };

    public static TheoryData<string> Mistakes => [.. s_mistakes.Keys];

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Each_mistake_is_refused_by_its_rule_and_names_the_element(string mistake)
    {
        var (rule, element, make) = s_mistakes[mistake];
        var texts = FilesAtHand("valid").Select(file => (Name: Path.GetFileName(file), Text: File.ReadAllText(file))).Select(file => (file.Name, file.Text, Wrong: make(file.Text))).Where(file => file.Wrong != file.Text).ToList();
        Assert.NotEmpty(texts);
        Assert.Equal([], texts.Where(file => CapReader.Read(Encoding.UTF8.GetBytes(file.Wrong)) is not CapRejection refused
            || !refused.Reasons.Any(reason => reason.Rule == rule && reason.Message.Length > 0 && Name(reason.Element) == element && (reason.Line > 0 || rule == CapRule.Size))).Select(file => $"{file.Name}: {CapReader.Read(Encoding.UTF8.GetBytes(file.Wrong))}"));
    }

    /// <summary>What only looks like a mistake.</summary>
    [Fact]
    public void What_the_standard_allows_is_taken()
    {
        Func<string, string>[] allowed =
        [
            text => Set(text, "sent", "2026-07-21T24:00:00+08:00"),
            text => Set(text, "sent", "2026-07-21T03:05:00-00:00"),
            text => Set(text, "polygon", "33,112 34,112 34,113 33.000,112.0"),
            text => Set(text, "polygon", "-17,179 -17,-179 -18,-179 -18,179 -17,179"),
            text => Set(text, "circle", "-90,-180 0"),
            text => Set(Without(text, "restriction"), "scope", "Restricted"),
            text => Set(text, "identifier", " X-1 "),
            text => Set(text, "language", "zh-Hans-CN"),
            text => text + new string(' ', CapReader.MostBytes - Encoding.UTF8.GetByteCount(text)),
            text => Info().Replace(text, "$0$0", 1),
        ];
        foreach (var text in FilesAtHand("valid").Select(File.ReadAllText))
        {
            Assert.All(allowed, change => Accepted(Encoding.UTF8.GetBytes(change(text))));
        }
    }

    private static string Name(string path) => path.Split('/')[^1].Split('[')[0];

    private static Regex Element(string name) => new($@"<((?:\w+:)?){name}\s*>([^<]*)</\1{name}\s*>", RegexOptions.None, TimeSpan.FromSeconds(5));

    private static string Set(string text, string name, string value) => Element(name).Replace(text, found => $"<{found.Groups[1]}{name}>{value}</{found.Groups[1]}{name}>", 1);

    private static string Of(string text, string name) => Element(name).Match(text).Groups[2].Value.Trim();

    private static string Without(string text, string name) => Element(name).Replace(text, "", 1);

    private static string WithoutAll(string text, params string[] names) => names.Aggregate(text, (rest, name) => Element(name).Replace(rest, ""));

    private static string Behind(string text, string name, string piece) => Element(name).Replace(text, found => found.Value + Prefixed(piece, found.Groups[1].Value), 1);

    private static string BeforeInfo(string text, string piece) => InfoStartOrEnd().Replace(text, found => Prefixed(piece, found.Groups["ns"].Value) + found.Value, 1);

    private static string Prefixed(string piece, string prefix) => piece.Replace("</", "\0", StringComparison.Ordinal).Replace("<", "<" + prefix, StringComparison.Ordinal).Replace("\0", "</" + prefix, StringComparison.Ordinal);

    private static string Exchanged(string text, string one, string other) =>
        new Regex($@"(<((?:\w+:)?){one}>[^<]*</\2{one}>)(\s*)(<\2{other}>[^<]*</\2{other}>)", RegexOptions.None, TimeSpan.FromSeconds(5)).Replace(text, "$4$3$1", 1);

    [GeneratedRegex(@"<(?<ns>(\w+:)?)geocode>.*?</\k<ns>geocode>", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 5_000)]
    private static partial Regex Geocode();

    [GeneratedRegex(@"<(?<ns>(\w+:)?)info>.*?</\k<ns>info>", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 5_000)]
    private static partial Regex Info();

    [GeneratedRegex(@"<(?<ns>(\w+:)?)info>", RegexOptions.ExplicitCapture, 5_000)]
    private static partial Regex InfoStart();

    /// <summary>A Cancel may have no info block.</summary>
    [GeneratedRegex(@"<(?<ns>(\w+:)?)info>|</(?<ns>(\w+:)?)alert>", RegexOptions.ExplicitCapture, 5_000)]
    private static partial Regex InfoStartOrEnd();

    [GeneratedRegex(@"</(?<ns>(\w+:)?)area>", RegexOptions.ExplicitCapture, 5_000)]
    private static partial Regex AreaEnd();

    [GeneratedRegex(@"<(\w+:)?alert\b", RegexOptions.ExplicitCapture, 5_000)]
    private static partial Regex AlertStart();
}
