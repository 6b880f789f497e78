using EdgeWarning.Gateway.Warnings.Cap;
using static EdgeWarning.Gateway.Tests.Warnings.CapFiles;

namespace EdgeWarning.Gateway.Tests.Warnings.Cap;

/// <summary>What is odd is accepted, and said with the place where it stands.</summary>
public class CapLint_Tests
{
    private const string Geocode = "      <geocode>\n        <valueName>GB/T 2260</valueName>\n        <value>411321</value>\n      </geocode>\n";

    [Fact]
    public void A_good_message_has_nothing_odd() => Assert.Empty(Accepted(Golden("red-rainstorm")).Warnings);

    [Theory]
    [InlineData("expires", "alert/info[1]/expires", "<expires>2026-11-22T17", "<expires>2026-11-22T13")]
    [InlineData("effective-later", "alert/info[1]/effective", "<effective>2026-11-22T14", "<effective>2026-11-22T15")]
    [InlineData("utc-form", "alert/sent", "<sent>2026-11-22T14:00:00+08:00", "<sent>2026-11-22T06:00:00+00:00")]
    [InlineData("padding", "alert/identifier", "<identifier>NZ", "<identifier> NZ")]
    [InlineData("postdated-reference", "alert/references", "  <incidents>", "  <references>office@nanzhao.example,NZ-1,2026-11-23T00:00:00+08:00</references>\n  <incidents>")]
    [InlineData("no-references", "alert/msgType", "<msgType>Alert", "<msgType>Update")]
    [InlineData("no-restriction", "alert/scope", "<scope>Public", "<scope>Restricted")]
    [InlineData("empty", "alert/info[1]/event", "<event>暴雨</event>", "<event/>")]
    [InlineData("empty", "alert/references", "  <incidents>", "  <references/>\n  <incidents>")]
    [InlineData("empty", "alert/info[1]/area[1]/polygon[1]", Geocode, "      <polygon/>\n" + Geocode)]
    [InlineData("empty", "alert/info[1]/area[1]/circle[1]", Geocode, "      <circle> </circle>\n" + Geocode)]
    [InlineData("html", "alert/info[1]/headline", "<headline>南召县", "<headline>&lt;b&gt;南召县")]
    [InlineData("html", "alert/info[1]/description", "<description>过去", "<description><![CDATA[&nbsp;]]>过去")]
    [InlineData("same-text", "alert/info[2]/event", "<event>Rainstorm</event>", "<event>暴雨</event>")]
    [InlineData("language-unstated", "alert/info[1]", "    <language>zh-CN</language>\n", "")]
    [InlineData("no-area", "alert/info[1]/area[1]", Geocode, "")]
    [InlineData("relative-uri", "alert/info[1]/web", "    <parameter>", "    <web>dam.html</web>\n    <parameter>")]
    [InlineData("polygon-crosses-itself", "alert/info[1]/area[1]/polygon[1]", Geocode, "      <polygon>0,0 1,1 0,1 1,0 0,0</polygon>\n" + Geocode)]
    public void Says_what_is_odd(string rule, string element, string piece, string other) => Says(rule, element, piece, other);

    [Theory]
    [InlineData("mime-type", "mimeType", "picture", "")]
    [InlineData("resource-size", "size", "image/png", "      <size>-1</size>\n")]
    [InlineData("resource-size", "size", "image/png", "      <size>99999999999999999999</size>\n")]
    [InlineData("relative-uri", "uri", "image/png", "      <uri>map.png</uri>\n")]
    [InlineData("deref-uri", "derefUri", "image/png", "      <uri>map.png</uri>\n      <derefUri>not base64!</derefUri>\n")]
    public void Says_what_is_odd_about_a_resource(string rule, string element, string mimeType, string more) =>
        Says(rule, "alert/info[1]/resource[1]/" + element, "    <area>", Resource(mimeType, more));

    [Fact]
    public void A_relative_uri_with_its_content_inside_is_in_order() =>
        Assert.Empty(Accepted(With("    <area>", Resource("image/png", "      <uri>map.png</uri>\n      <derefUri>iVBORw0KGgo=</derefUri>\n"))).Warnings);

    [Fact]
    public void A_message_that_reaches_nobody_says_so_once_for_all()
    {
        var warnings = Accepted(With(Geocode, "")).Warnings;
        Assert.Contains(warnings, warning => warning is { Rule: "no-area", Element: "alert" });
        Assert.Contains(Accepted(With("red-rainstorm", ("  <info>", "  <!--"), ("</info>", "-->"))).Warnings, warning => warning.Rule == "no-info");
    }

    [Fact]
    public void A_way_of_writing_that_goes_through_the_whole_file_is_said_once() =>
        Assert.Single(Accepted(With("+08:00", "+00:00")).Warnings, warning => warning.Rule == "utc-form");

    // Judged by libxml2's schema validator.
    [Theory]
    [InlineData("http://nanzhao.example/a b/c", true)]
    [InlineData("http://nanzhao.example/中文/路", true)]
    [InlineData("http://[::1]:80/", true)]
    [InlineData("mailto:x@y", true)]
    [InlineData("Tel: 123", true)]
    [InlineData("www.nanzhao.example:80", true)]
    [InlineData("", true)]
    [InlineData("see http://nanzhao.example", false)]
    [InlineData("10.0.0.1:80/x", false)]
    [InlineData("http://nanzhao.example:b/", false)]
    [InlineData("http://nanzhao.example:/", false)]
    [InlineData("http://nanzhao.example/[x]", false)]
    [InlineData("http://nanzhao.example/?[x]", false)]
    [InlineData("http://nanzhao.example/#[x]", true)]
    [InlineData("http://[x", false)]
    [InlineData("a#b#c", false)]
    [InlineData("http://nanzhao.example/100%", false)]
    [InlineData("ht!tp://nanzhao.example", false)]
    [InlineData("http://a@b@c/", false)]
    public void A_web_address_is_one_or_not(string address, bool possible)
    {
        var file = With("    <parameter>", $"    <web>{address}</web>\n    <parameter>");
        Assert.Equal(possible, CapReader.Read(file) is CapAccepted);
    }

    [Theory]
    [InlineData("<alert ", "<alert xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:schemaLocation=\"a b\" ", true)]
    [InlineData("<headline>", "<headline xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:type=\"xs:string\">", true)]
    [InlineData("<severity>", "<severity xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:type=\"xs:string\">", false)]
    [InlineData("<headline>", "<headline xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:nil=\"true\">", false)]
    [InlineData("<headline>", "<headline xml:lang=\"zh\">", false)]
    [InlineData("<headline>", "<headline xmlns:a=\"urn:a\">", true)]
    public void Attributes_are_for_validators_only(string piece, string other, bool allowed) =>
        Assert.Equal(allowed, CapReader.Read(With(piece, other)) is CapAccepted);

    private static string Resource(string mimeType, string more) =>
        $"    <resource>\n      <resourceDesc>map</resourceDesc>\n      <mimeType>{mimeType}</mimeType>\n{more}    </resource>\n    <area>";

    private static void Says(string rule, string element, string piece, string other)
    {
        var warning = Assert.Single(Accepted(With(piece, other)).Warnings, warning => warning.Rule == rule && warning.Element == element);
        Assert.True(warning.Line > 0 && warning.Message.Length > 0, warning.ToString());
    }
}
