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
        Assert.Equal(new Division("411321100001", "河头村", "411321", 1203, "村小学, 二楼", "老王 13800000000"), divisions[1]);
    }

    [Theory]
    [InlineData("", "the file is empty")]
    [InlineData("village\nx\n", "line 1: the columns code and name are needed; found village")]
    [InlineData("code,name\n41132x,南召县\n", "line 2: code \"41132x\" is no division code")]
    [InlineData("code,name\n411321,\n", "line 2: 411321 has no name")]
    [InlineData("code,name,people\n411321,南召县,many\n", "line 2: people \"many\" is no whole number")]
    [InlineData("code,name\n411321,南召县\n411321000000,南召\n", "line 3: 411321 is there twice")]
    [InlineData("code,name\n411321,\"南召\n", "line 2: a quotation mark is never closed")]
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

    private static (IReadOnlyList<Division> Divisions, IReadOnlyList<string> Faults) Divisions(string text) => DivisionFile.Read(new StringReader(text));

    private static (IReadOnlyList<Boundary> Boundaries, IReadOnlyList<string> Faults) Outlines(string text) => BoundaryFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)));
}
