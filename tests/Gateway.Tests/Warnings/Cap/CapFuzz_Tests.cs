using System.Diagnostics;
using System.Text;
using EdgeWarning.Gateway.Warnings;
using EdgeWarning.Gateway.Warnings.Cap;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeWarning.Gateway.Tests.Warnings.Cap;

/// <summary>Whatever comes, the reader answers, and soon. A failure prints the bytes.</summary>
public class CapFuzz_Tests
{
    private static readonly byte[][] Seeds = [.. Directory.GetFiles(CapFiles.GoldenFolder("valid")).Concat(Directory.GetFiles(CapFiles.GoldenFolder("invalid"))).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];

    /// <summary>What may stand in a text, so that what follows from accepted files is tried too.</summary>
    private static readonly string[] Harmless =
    [
        "&lt;b&gt;", "&amp;nbsp;", "&#x1F327;", "𠮷", "红色", "http://a.b/c", "...", "，", "。", "&#13;", "<!-- x -->", "<![CDATA[ <x> ]]>", "\n", "\u00A0", "е́", "&#x202E;", "99", "-", "。。。。",
    ];

    /// <summary>EDGEWARNING_FUZZ=50 looks fifty times as long.</summary>
    private static readonly int Effort = int.TryParse(Environment.GetEnvironmentVariable("EDGEWARNING_FUZZ"), out var effort) ? Math.Max(1, effort) : 1;

    private static readonly string[] Pieces =
    [
        "<!DOCTYPE alert [<!ENTITY a \"b\">]>", "&a;", "<![CDATA[", "]]>", "<!--", "-->", "<?xml version=\"1.1\"?>", "<?x y?>", "<x>", "</x>", "</alert>", "</info>", "<info>",
        "<area>", "<polygon>1,2 3,4 5,6 1,2</polygon>", "<circle>1,2 1e400</circle>", "<circle>NaN,NaN NaN</circle>", "<altitude>99999999999999999999999999999999999999</altitude>",
        "&#0;", "&#x10FFFF;", "&#xD800;", "\u0000", "\uFFFE", "𠮷", "xmlns:a=\"b\"", " xmlns=\"\"", "<cap:alert", "9999-12-31T23:59:59-14:00", "<references>a,b,c</references>", "<size>-1</size>",
        "<ds:Signature xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\">", "\r", "\t", "<expires/>", "<xi:include href=\"file:///etc/passwd\"/>",
    ];

    /// <summary>A hundredth of it is enough on an idle machine; without an end to what a file can ask for, no time would be.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    [Fact]
    public void Any_mutation_of_a_cap_file_is_answered()
    {
        var taken = 0;
        Prop.ForAll(Mutated().ToArbitrary(), file =>
        {
            var started = Stopwatch.GetTimestamp();
            var reading = CapReader.Read(file);
            if (reading is CapAccepted accepted)
            {
                // What is accepted can be acted on without a fault.
                taken++;
                _ = LiveWarnings.Announcements(accepted.Alert, accepted.Alert.Sent, new WarningSettings());
                _ = CapArea.PointsInside(accepted.Alert, 1, 1);
                _ = CapTimes.MoveToNow(file, DateTimeOffset.UnixEpoch);
                var written = CapWriter.Write(accepted.Alert);
                Assert.Equal(written, CapWriter.Write(CapFiles.Accepted(written).Alert));
                Assert.DoesNotContain("<!ENTITY", WithoutQuotedText(file), StringComparison.Ordinal);
            }
            else
            {
                Assert.NotEmpty(((CapRejection)reading).Reasons);
            }

            Assert.True(Stopwatch.GetElapsedTime(started) < Soon, "took too long");
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(6_000 * Effort).WithEndSize(40));
        Assert.InRange(taken, 60 * Effort, 3_000 * Effort);    // else it tried only one side
    }

    [Fact]
    public void Any_bytes_at_all_are_refused()
    {
        Prop.ForAll(Gen.ArrayOf(Gen.Choose(0, 255).Select(value => (byte)value)).ToArbitrary(), file => CapReader.Read(file) is CapRejection { Reasons.Count: > 0 })
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2_000 * Effort).WithEndSize(300));
    }

    [Fact]
    public void A_character_that_the_end_cuts_in_two_is_refused()
    {
        CapFiles.Refused([.. CapFiles.Golden("red-rainstorm"), 0xF3]);
        CapFiles.Refused([.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(CapFiles.Golden("red-rainstorm")).Replace("UTF-8", "UTF-16", StringComparison.Ordinal)), 0x20]);
    }

    public static TheoryData<string, string> Monsters => new()
    {
        { "billion laughs", Doctype(string.Concat(Enumerable.Range(0, 20).Select(level => $"<!ENTITY l{level + 1} \"{string.Concat(Enumerable.Repeat($"&l{level};", 10))}\">")) + "<!ENTITY l0 \"ha\">", "&l20;") },
        { "quadratic blow-up", Doctype($"<!ENTITY a \"{new string('a', 200_000)}\">", string.Concat(Enumerable.Repeat("&a;", 100_000))) },
        { "external entity", Doctype("<!ENTITY a SYSTEM \"file:///etc/passwd\">", "&a;") },
        { "external parameter entity", Doctype("<!ENTITY % a SYSTEM \"http://127.0.0.1:1/x.dtd\"> %a;", "x") },
        { "external document type", "<!DOCTYPE alert SYSTEM \"http://127.0.0.1:1/x.dtd\"><alert/>" },
        { "endless nesting", string.Concat(Enumerable.Repeat("<a>", 340_000)) },
        { "nesting in a signature", Around("<s:S xmlns:s=\"http://www.w3.org/2000/09/xmldsig#\">" + string.Concat(Enumerable.Repeat("<s:a>", 200_000))) },
        { "a hundred thousand attributes", "<alert xmlns=\"urn:oasis:names:tc:emergency:cap:1.2\" " + string.Concat(Enumerable.Range(0, 90_000).Select(at => $"a{at}=\"\" ")) + "/>" },
        { "a hundred thousand namespaces", "<alert xmlns=\"urn:oasis:names:tc:emergency:cap:1.2\" " + string.Concat(Enumerable.Range(0, 50_000).Select(at => $"xmlns:a{at}=\"b\" ")) + "/>" },
        { "a name of a megabyte", "<" + new string('a', 1_000_000) + "/>" },
        { "a comment without an end", "<!--" + new string('-', 1_000_000) },
        { "open tags in text", Around(string.Concat(Enumerable.Repeat("&lt;a", 150_000))) },
        { "nothing", "" },
    };

    [Theory]
    [MemberData(nameof(Monsters))]
    public void A_monster_is_refused_soon(string what, string xml)
    {
        var started = Stopwatch.GetTimestamp();
        CapFiles.Refused(Encoding.UTF8.GetBytes(xml));
        Assert.True(Stopwatch.GetElapsedTime(started) < Soon, $"{what} took {Stopwatch.GetElapsedTime(started)}");
    }

    public static TheoryData<string, string, string> Giants => new()
    {
        { "description", "    <description>", "    <description>" + string.Concat(Enumerable.Repeat("&lt;a &amp;b ", 60_000)) },
        { "headline", "<headline>", "<headline>" + string.Concat(Enumerable.Repeat("word,，.a@b.c@d ", 60_000)) },
        { "instruction", "<instruction>", "<instruction>" + new string('a', 900_000) },
        { "brackets", "<instruction>", "<instruction>" + string.Concat(Enumerable.Repeat("， , ", 150_000)) },
        { "incidents", "<incidents>", "<incidents>" + string.Concat(Enumerable.Repeat("\"a b\" ", 140_000)) },
        { "codes", "  <incidents>", string.Concat(Enumerable.Repeat("<code/>", 130_000)) + "  <incidents>" },
        { "polygon", "      <geocode>", "      <polygon>" + string.Concat(Enumerable.Range(0, 80_000).Select(at => $"{at % 90},{at % 180} ")) + "0,0</polygon>\n      <geocode>" },
        { "geocodes", "        <value>411321</value>", "        <value>" + string.Concat(Enumerable.Repeat("411321,", 65_000)) + "</value>" },
    };

    /// <summary>A megabyte that is valid is accepted, and all that follows from it takes bounded time.</summary>
    [Theory]
    [MemberData(nameof(Giants))]
    public void A_giant_is_dealt_with_soon(string what, string piece, string other)
    {
        var text = Encoding.UTF8.GetString(CapFiles.Golden("red-rainstorm"));
        var at = text.IndexOf(piece, StringComparison.Ordinal);
        var file = Encoding.UTF8.GetBytes(string.Concat(text.AsSpan(0, at), other, text.AsSpan(at + piece.Length)));
        Assert.True(file.Length <= CapReader.MostBytes, $"{file.Length} bytes");
        var started = Stopwatch.GetTimestamp();
        var alert = CapFiles.Accepted(file).Alert;
        var announcements = LiveWarnings.Announcements(alert, alert.Sent, new WarningSettings());
        Assert.All(announcements, announcement => WarningArea.Covers(announcement.Areas, new WarningPlace("999999999999", new GeoPoint(12.3, 45.6))));
        Assert.True(Stopwatch.GetElapsedTime(started) < Soon, $"{what} took {Stopwatch.GetElapsedTime(started)}");
    }

    private static Gen<byte[]> Mutated()
    {
        var change = from kind in Gen.Choose(0, 11)
                     from place in Gen.Choose(0, 1_000_000)
                     from length in Gen.Choose(1, 60)
                     from letter in Gen.Choose(0, 255)
                     from piece in Gen.Elements(kind > 6 ? Harmless : Pieces)
                     select (kind, place, length, letter, piece);
        return from seed in Gen.Elements(Seeds)
               from count in Gen.Frequency((6, Gen.Constant(1)), (3, Gen.Constant(2)), (1, Gen.Choose(3, 9)))
               from changes in Gen.ArrayOf(change, count)
               select changes.Aggregate(seed, (file, one) => Mutate(file, one.kind, one.place, one.length, (byte)one.letter, one.piece));
    }

    private static byte[] Mutate(byte[] file, int kind, int place, int length, byte letter, string piece)
    {
        if (file.Length == 0)
        {
            return [letter];
        }

        var at = place % file.Length;
        var end = Math.Min(file.Length, at + length);
        return kind switch
        {
            0 => [.. file[..at], letter, .. file[(at + 1)..]],
            1 => [.. file[..at], .. file[end..]],
            2 => [.. file[..at], .. file[at..end], .. file[at..]],
            3 => [.. file[..at], .. Encoding.UTF8.GetBytes(piece), .. file[at..]],
            4 => [.. file[..at], .. Encoding.UTF8.GetBytes(piece), .. file[end..]],
            5 => file[..at],
            _ => BehindTag(file, at, piece),
        };
    }

    /// <summary>Puts the piece where the next value starts: the likeliest place to find a fault.</summary>
    private static byte[] BehindTag(byte[] file, int at, string piece)
    {
        var tag = Array.IndexOf(file, (byte)'>', at);
        while (tag >= 0 && tag + 1 < file.Length && file[tag + 1] is (byte)'\n' or (byte)'\r' or (byte)'<' or (byte)' ')
        {
            tag = Array.IndexOf(file, (byte)'>', tag + 1);
        }

        return tag < 0 ? file : [.. file[..(tag + 1)], .. Encoding.UTF8.GetBytes(piece), .. file[(tag + 1)..]];
    }

    private static string Doctype(string subset, string text) => $"<!DOCTYPE alert [{subset}]>{Around(text)}";

    private static string Around(string inside) => $"<alert xmlns=\"urn:oasis:names:tc:emergency:cap:1.2\">{inside}</alert>";

    /// <summary>Comments and CDATA may say anything.</summary>
    private static string WithoutQuotedText(byte[] file) => System.Text.RegularExpressions.Regex.Replace(
        Encoding.Latin1.GetString(file), @"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>", "", System.Text.RegularExpressions.RegexOptions.Singleline, Soon);
}
