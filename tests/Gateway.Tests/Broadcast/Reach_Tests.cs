using EdgeWarning.Gateway.Broadcast;
using EdgeWarning.Gateway.Devices;
using EdgeWarning.Gateway.Places;
using EdgeWarning.Gateway.Warnings.Cap;

namespace EdgeWarning.Gateway.Tests.Broadcast;

/// <summary>What an officer sees before a warning is issued: whom it reaches and whom not.</summary>
public class Reach_Tests
{
    private static readonly Division[] s_divisions =
    [
        new("411321100", "城关镇", "411321"),
        new("411321100001", "一村", "411321100", 100),
        new("411321100002", "二村", "411321100", 200, Contact: "老李"),
        new("411321100003", "三村", "411321100"),
        new("411321100004", "四村", "411321100", 400),
        new("411321101001", "远村", "411321101", 800),
    ];

    private static readonly Board[] s_boards =
    [
        Loudspeaker("ls-1", "411321100001"),
        Loudspeaker("ls-2", "411321100002"),
        Loudspeaker("ls-4a", "411321100004"),
        Loudspeaker("ls-4b", "411321100004"),
        Loudspeaker("ls-far", "411321101001", 33.5, 112.5),
        Loudspeaker("rg-3", "411321100003") with { Kind = BoardKinds.RainGauge },
    ];

    [Fact]
    public void Counts_villages_and_people_and_names_who_is_not_reached_and_why()
    {
        var reach = Of(new CapArea("城关镇", [], [], [new CapNamedValue("code", "411321100")], null, null));
        Assert.Equal(["ls-1", "ls-2", "ls-4a", "ls-4b"], reach.Boards);
        Assert.Equal((4, 2), (reach.Villages, reach.VillagesReached));
        Assert.Equal((700, 500), (reach.People, reach.PeopleReached));
        Assert.Equal(0.8, reach.CountyShare, 3);
        Assert.Equal(
            [new UnreachedVillage("411321100002", "二村", UnreachedReason.Silent, 200, "老李", null), new UnreachedVillage("411321100003", "三村", UnreachedReason.NoLoudspeaker, null, null, null)],
            reach.Unreached);
    }

    [Fact]
    public void A_village_is_found_by_the_position_of_its_board()
    {
        var reach = Of(new CapArea("drawn", [], [new GeoCircle(new GeoPoint(33.5, 112.5), 1)], [], null, null));
        Assert.Equal(["ls-far"], reach.Boards);
        Assert.Equal((1, 800), (reach.VillagesReached, reach.PeopleReached));
    }

    [Fact]
    public void A_drawn_area_names_villages_that_have_no_loudspeaker_in_it_by_their_outline_or_by_any_board()
    {
        var drawn = new CapArea("drawn", [], [new GeoCircle(new GeoPoint(33.5, 112.5), 1)], [], null, null);
        var gauge = Loudspeaker("rg-1", "411321100001", 33.5, 112.5) with { Kind = BoardKinds.RainGauge };
        var outline = new Boundary("411321100003", """{"type":"MultiPolygon","coordinates":[[[[112.49,33.49],[112.51,33.49],[112.51,33.51],[112.49,33.49]]]]}""");
        Assert.Equal(new GeoPoint(33.5, 112.5), new GeoPoint(Math.Round(outline.Middle().Latitude, 6), Math.Round(outline.Middle().Longitude, 6)));
        var reach = Reach.Of([drawn], s_divisions, [gauge], _ => BoardCondition.Online, new Dictionary<string, GeoPoint> { [outline.Code] = outline.Middle(), ["411321100002"] = new(34, 113) });
        Assert.Equal(["411321100001", "411321100003"], reach.Unreached.Where(village => village.Reason == UnreachedReason.NoLoudspeaker).Select(village => village.Code));
        Assert.Equal((2, 0), (reach.Villages, reach.VillagesReached));
        var nowhere = new CapArea("drawn", [], [new GeoCircle(new GeoPoint(0, 0), 1)], [], null, null);
        Assert.Equal(0, Reach.Of([nowhere], s_divisions, [], _ => BoardCondition.Online, new Dictionary<string, GeoPoint>()).Villages);
    }

    [Fact]
    public void What_stands_nowhere_is_named_where_an_area_was_drawn_and_only_there()
    {
        Assert.Equal(["ls-1", "ls-2", "ls-4a", "ls-4b"], Of(new CapArea("drawn", [], [new GeoCircle(new GeoPoint(33.5, 112.5), 1)], [], null, null)).Unplaced);
        Assert.Empty(Of(new CapArea("县", [], [], [new CapNamedValue("code", "411321")], null, null)).Unplaced);
    }

    [Fact]
    public void A_county_without_a_list_of_divisions_is_the_villages_that_its_boards_speak_of()
    {
        var reach = Reach.Of([new CapArea("镇", [], [], [new CapNamedValue("code", "411321100")], null, null)], [], s_boards, _ => BoardCondition.Online);
        Assert.Equal((4, 0.8), (reach.Villages, Math.Round(reach.CountyShare, 3)));
    }

    [Fact]
    public void An_area_without_anybody_reaches_nobody()
    {
        var reach = Of(new CapArea("elsewhere", [], [], [new CapNamedValue("code", "110000")], null, null));
        Assert.Equal((0, 0, 0, 0.0), (reach.Boards.Count, reach.Villages, reach.People, reach.CountyShare));
    }

    private static Reach Of(CapArea area) =>
        Reach.Of([area], s_divisions, s_boards, board => board is "ls-2" or "ls-4b" ? BoardCondition.Silent : BoardCondition.Online);

    private static Board Loudspeaker(string id, string village, double? latitude = null, double? longitude = null) =>
        new(1, id, BoardKinds.Loudspeaker, village, "", latitude, longitude, null, 0);
}
