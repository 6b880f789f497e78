using System.Net;
using System.Text.Json;
using EdgeWarning.Gateway.Places;
using EdgeWarning.Gateway.Platform;
using EdgeWarning.Gateway.Tests.Broadcast;

namespace EdgeWarning.Gateway.Tests.Console;

public sealed class MapEndpoints_Tests
{
    private const string Shapes = "<polygon>33.4,112.3 33.5,112.3 33.5,112.4 33.4,112.3</polygon><circle>33.6,112.5 12.5</circle>";

    [Fact]
    public async Task The_map_shows_where_each_live_warning_holds_as_it_was_drawn_and_named()
    {
        await using var office = await Office.Open();
        var id = await office.Publish(Office.Cap("drawn").Replace("</areaDesc>", "</areaDesc>" + Shapes));
        var over = await office.Publish(Office.Cap("over"));
        await office.Publish(Office.Cap("end", "Cancel", office.ReferenceTo(over)));
        var map = await office.Json("/api/map");
        var area = Assert.Single(map.GetProperty("areas").EnumerateArray());
        Assert.Equal(id, area.GetProperty("warning").GetString());
        Assert.Equal("""["411321"]""", area.GetProperty("codes").GetRawText());
        Assert.Equal("[[[33.4,112.3],[33.5,112.3],[33.5,112.4],[33.4,112.3]]]", area.GetProperty("polygons").GetRawText());
        Assert.Equal("""[{"latitude":33.6,"longitude":112.5,"radiusKilometres":12.5}]""", area.GetProperty("circles").GetRawText());
        Assert.Equal(JsonValueKind.Null, map.GetProperty("tiles").ValueKind);
    }

    [Fact]
    public async Task Pages_may_fetch_pictures_from_the_tile_server_that_was_named_and_from_no_other()
    {
        await using var plain = await Office.Open();
        Assert.DoesNotContain("tiles.example.org", await Policy(plain));
        await using var office = await Office.Open(1, ("Map:Tiles", "https://tiles.example.org/{z}/{x}/{y}.png"));
        Assert.Contains("img-src 'self' https://tiles.example.org data: blob:;", await Policy(office));
        Assert.Equal("https://tiles.example.org/{z}/{x}/{y}.png", (await office.Json("/api/map")).GetProperty("tiles").GetString());
    }

    [Fact]
    public async Task A_folder_of_tiles_is_served_and_nothing_beside_it()
    {
        await using var office = await Office.Open();
        var data = office.Get<DataFolder>();
        Directory.CreateDirectory(data.File("tiles/9/416"));
        await File.WriteAllBytesAsync(data.File("tiles/9/416/204.png"), [0x89, 0x50], TestContext.Current.CancellationToken);
        Assert.Equal("tiles/{z}/{x}/{y}", (await office.Json("/api/map")).GetProperty("tiles").GetString());
        using var tile = await office.Http.GetAsync(new Uri("/tiles/9/416/204", UriKind.Relative));
        Assert.Equal((HttpStatusCode.OK, "image/png"), (tile.StatusCode, tile.Content.Headers.ContentType?.MediaType));
        using var none = await office.Http.GetAsync(new Uri("/tiles/9/416/205", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NoContent, none.StatusCode);
        foreach (var path in new[] { "/tiles/9/416/..%2f204", "/tiles/-1/0/0", "/tiles/..%2f..%2fgateway/416/204" })
        {
            using var refused = await office.Http.GetAsync(new Uri(path, UriKind.Relative));
            Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        }
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("https://t.example/{z}/{x}/{y}.png", true)]
    [InlineData("https://t.example/{z}/{x}.png", false)]
    [InlineData("javascript:{z}{x}{y}", false)]
    [InlineData("tiles/{z}/{x}/{y}", false)]
    public void An_address_of_tiles_is_judged_before_a_gateway_starts_with_it(string address, bool isGood) => Assert.Equal(isGood, MapTiles.FaultOf(address) is null);

    private static async Task<string> Policy(Office office)
    {
        using var page = await office.Http.GetAsync(new Uri("/", UriKind.Relative));
        return page.Headers.GetValues("Content-Security-Policy").Single();
    }
}
