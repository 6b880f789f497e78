using System.Text;
using EdgeWarning.Gateway.Places;

namespace EdgeWarning.Gateway.Tests.Places;

public class PlaceFiles_Tests
{
    [Fact]
    public void Divisions_of_the_real_county_are_read_with_their_parents()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "divisions.csv");
        using var csv = File.OpenText(path);
        var (divisions, faults) = DivisionFile.Read(csv);
        Assert.Empty(faults);
        Assert.Equal(372, divisions.Count);
        Assert.Equal("411321", divisions.Single(division => division.Name == "城关镇").Parent);
        Assert.All(divisions.Where(division => division.IsVillage), village => Assert.True(divisions.Single(one => one.Code == village.Parent).Holds(village.Code)));
    }

    [Fact]
    public void Facts_of_a_village_are_read_and_a_parent_is_found_by_code()
    {
        var (divisions, faults) = Divisions("code,name,people,shelter,contact\n411321,南召县\n411321100001,河头村,1203,\"村小学, 二楼\",老王 13800000000\n");
        Assert.Empty(faults);
        Assert.Equal(new Division("411321100001", "河头村", "411321", 1203, "村小学, 二楼", "老王", "13800000000"), divisions[1]);
    }

    [Fact]
    public void A_contact_and_a_number_have_columns_of_their_own()
    {
        var (divisions, faults) = Divisions("code,name,contact,phone\n411321100001,河头村,3组 老王,138 0000 0000\n411321100002,官山村,,0377-66912345\n");
        Assert.Empty(faults);
        Assert.Equal([("3组 老王", "13800000000"), (null, "0377-66912345")], divisions.Select(division => (division.Contact, division.Phone)));
        Assert.StartsWith("line 2: phone \"老王\" is no telephone number", Assert.Single(Divisions("code,name,phone\n411321100001,河头村,老王\n").Faults), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "the file is empty")]
    [InlineData("village\nx\n", "line 1: the columns code and name are needed; found village")]
    [InlineData("code,name\n41132x,南召县\n", "line 2: code \"41132x\" is no division code")]
    [InlineData("code,name\n411321,\n", "line 2: 411321 has no name")]
    [InlineData("code,name,people\n411321,南召县,many\n", "line 2: people \"many\" is no whole number")]
    [InlineData("code,name\n411321,南召县\n411321000000,南召\n", "line 3: 411321 is there twice")]
    [InlineData("code,name\n411321,\"南召\n", "line 2: a quotation mark is never closed")]
    [InlineData("code,name\n4.11321E+11,河头村\n", "line 2: code \"4.11321E+11\" is no division code: 2, 4, 6, 9 or 12 digits (the spreadsheet has rounded it")]
    [InlineData("code,name,parent\n411321,南召县,411321\n", "line 2: parent \"411321\" is no division above 411321")]
    [InlineData("code,name,parent\n411321,南召县,河南\n", "line 2: parent \"河南\" is no division above 411321")]
    [InlineData("code,name,shelter\n411321,南召县,\"村\n小学\"\n", "line 2: shelter holds a line break")]
    public void A_fault_of_divisions_is_named_and_nothing_is_taken(string file, string fault)
    {
        var (divisions, faults) = Divisions(file);
        Assert.Empty(divisions);
        Assert.StartsWith(fault, faults[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Outlines_are_read()
    {
        var (boundaries, faults) = Outlines("""{"features":[{"properties":{"adcode":411321},"geometry":{"type":"MultiPolygon","coordinates":[[[[112,33],[113,33],[113,34],[112,33]]]]}}]}""");
        Assert.Empty(faults);
        Assert.Equal("411321", boundaries.Single().Code);
    }

    [Theory]
    [InlineData("{", "line 1: this is no JSON")]
    [InlineData("[]", "this is no GeoJSON FeatureCollection")]
    [InlineData("""{"features":[{"properties":{}}]}""", "feature 1: it has no properties that name a division by code")]
    [InlineData("""{"features":[{"properties":{"code":"\ud800"},"geometry":null}]}""", "this is no JSON: some of its text is not UTF-8")]
    [InlineData("""{"features":[{"properties":{"code":"411321"},"geometry":null}]}""", "feature 1: 411321 has no geometry")]
    [InlineData("""{"features":[{"properties":{"code":"411321"},"geometry":{"type":"Point","coordinates":[1,2]}}]}""", "feature 1: 411321 is neither Polygon nor MultiPolygon")]
    [InlineData("""{"features":[{"properties":{"code":"411321"},"geometry":{"type":"Polygon","coordinates":[[[1,2],[3,4],[5,600],[1,2]]]}}]}""", "feature 1: 411321 has coordinates that are no rings")]
    public void A_fault_of_outlines_is_named_and_nothing_is_taken(string file, string fault)
    {
        var (boundaries, faults) = Outlines(file);
        Assert.Empty(boundaries);
        Assert.StartsWith(fault, faults[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_outlines_never_throw()
    {
        var sound = Encoding.UTF8.GetBytes("""{"features":[{"properties":{"code":"411321"},"geometry":{"type":"Polygon","coordinates":[[[1,2],[3,4],[5,6],[1,2]]]}}]}""");
        const string Pieces = "{}[],:\"0a\u0000-e.";
        var random = new Random(1);
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = (byte[])sound.Clone();
            for (var hits = random.Next(1, 4); hits > 0; hits--)
            {
                bytes[random.Next(bytes.Length)] = (byte)Pieces[random.Next(Pieces.Length)];
            }

            var (boundaries, faults) = BoundaryFile.Read(new MemoryStream(bytes));
            Assert.True(boundaries.Count == 0 || faults.Count == 0);
        }
    }

    [Fact]
    public void Any_bytes_in_any_place_of_outlines_are_read_or_refused_in_words()
    {
        var sound = Encoding.UTF8.GetBytes("""{"features":[{"properties":{"code":"411321","name":"南召"},"geometry":{"type":"Polygon","coordinates":[[[1,2],[3,4],[5,6],[1,2]]]}}]}""");
        var random = new Random(2);
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = (byte[])sound.Clone();
            for (var hits = random.Next(1, 6); hits > 0; hits--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            var (boundaries, faults) = BoundaryFile.Read(new MemoryStream(bytes, 0, random.Next(2) == 0 ? bytes.Length : random.Next(bytes.Length)));
            Assert.True((boundaries.Count == 0) ^ (faults.Count == 0) || faults.Count == 0);
            Assert.All(faults, fault => Assert.True(fault.Text.Length is > 5 and < 400, fault.Text));
        }
    }

    [Fact]
    public void Any_text_as_divisions_is_read_or_refused_with_its_line()
    {
        string[] pieces = [",", "\"", "\n", "\r\n", "code", "name", "people", "parent", "411321", "411321100001", "41", "-1", "99999999999999", "南召县", "\0", "\uFEFF", "#", " ", "\uD800", "4.1E+11", "'"];
        var random = new Random(3);
        var taken = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var text = (random.Next(2) == 0 ? "code,name,parent,people\n" : "") + string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => pieces[random.Next(pieces.Length)]));
            var (divisions, faults) = Divisions(text);
            Assert.True(divisions.Count == 0 || faults.Count == 0);
            Assert.All(faults, fault => Assert.Matches("^(line [0-9]+: |the file is empty)", fault));
            Assert.All(divisions, division => Assert.True(division.Name.Length > 0 && division.Code.Length is 2 or 4 or 6 or 9 or 12 && division.People is null or >= 0));
            taken += divisions.Count;
        }

        Assert.True(taken > 0, "nothing of it was ever a division: this test tries nothing");
    }

    [Fact]
    public void A_quotation_mark_that_is_never_closed_in_a_large_file_costs_no_time()
    {
        // Each line looked at again for every further one took minutes.
        var lines = new StringBuilder("code,name\n\"");
        for (var i = 0; i < 200_000; i++)
        {
            lines.Append("411321,南召县\n");
        }

        Assert.Equal("line 2: a quotation mark is never closed", Assert.Single(Divisions(lines.ToString()).Faults));
    }

    private static (IReadOnlyList<Division> Divisions, IReadOnlyList<string> Faults) Divisions(string text) => DivisionFile.Read(new StringReader(text)) is var (divisions, faults) ? (divisions, [.. faults.Select(fault => fault.Text)]) : default;

    private static (IReadOnlyList<Boundary> Boundaries, IReadOnlyList<string> Faults) Outlines(string text) => BoundaryFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(text))) is var (boundaries, faults) ? (boundaries, [.. faults.Select(fault => fault.Text)]) : default;
}
