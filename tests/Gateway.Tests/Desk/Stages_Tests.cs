using System.Net.Http.Json;
using System.Text.Json;
using EdgeWarning.Gateway.Broadcast;
using EdgeWarning.Gateway.Desk;
using EdgeWarning.Gateway.Devices;
using EdgeWarning.Gateway.People;
using EdgeWarning.Gateway.Places;
using EdgeWarning.Gateway.Platform.Audit;
using EdgeWarning.Gateway.Tests.Broadcast;
using EdgeWarning.Gateway.Tests.People;
using EdgeWarning.Gateway.Tests.Platform;
using EdgeWarning.Gateway.Tests.Warnings;
using EdgeWarning.Gateway.Warnings;
using EdgeWarning.Protocol;

namespace EdgeWarning.Gateway.Tests.Desk;

/// <summary>A warning that goes out in stages: first some villages, the others when a person says so or after a while.</summary>
public class Stages_Tests
{
    [Fact]
    public async Task The_others_wait_until_somebody_says_go_on_also_over_a_restart()
    {
        await using var office = await County();
        var officer = await Browser(office);
        var warning = await Issue(officer, new { firstVillages = 1 });
        await Eventually.Equal(1, () => Plays(office, warning).Count);
        Assert.Equal("horn-1", Plays(office, warning)[0].Board);
        await office.Stop();
        await office.Start();
        officer = await Staff.Browser(office, "li", Role.Officer);
        var seen = await officer.GetFromJsonAsync<JsonElement>($"/api/warnings/{warning}/delivery", Stopping);
        Assert.Equal(1, seen.GetProperty("stages").GetProperty("first").GetInt32());
        Assert.Equal(1, seen.GetProperty("villages").EnumerateArray().Count(village => village.GetProperty("state").GetString() == "held"));
        Assert.Single(Plays(office, warning));

        using var go = await officer.PostAsJsonAsync($"/api/warnings/{warning}/go-on", new { reason = "第一批正常" }, Stopping);
        Assert.True(go.IsSuccessStatusCode);
        await Eventually.Equal(2, () => Plays(office, warning).Count);
        Assert.Equal("released", office.Get<DraftStore>().StepsOfWarning(warning)[^1].Act);
        using var again = await officer.PostAsJsonAsync($"/api/warnings/{warning}/hold", new { }, Stopping);
        Assert.Contains("no stage of it waits", await again.Content.ReadAsStringAsync(Stopping));
    }

    [Fact]
    public async Task A_warning_that_is_stopped_in_between_never_reaches_the_others()
    {
        await using var office = await County();
        var officer = await Browser(office);
        var warning = await Issue(officer, new { firstVillages = 1 });
        await Eventually.Equal(1, () => Plays(office, warning).Count);
        using var stop = await officer.PostAsJsonAsync($"/api/warnings/{warning}/stop", new { }, Stopping);
        Assert.True(stop.IsSuccessStatusCode);
        using var go = await officer.PostAsJsonAsync($"/api/warnings/{warning}/go-on", new { }, Stopping);
        Assert.False(go.IsSuccessStatusCode);
        await Eventually.True(() => office.Orders.OfWarning(warning).Any(order => order.Kind == OrderKind.Stop), () => "no stop");
        Assert.DoesNotContain(office.Orders.OfWarning(warning), order => order.Board == "far");
    }

    [Fact]
    public void After_its_time_everybody_is_told_unless_it_is_held_and_a_person_outranks_the_clock()
    {
        var at = new DateTimeOffset(2026, 7, 20, 16, 0, 0, TimeSpan.Zero);
        var stages = new WarningStages(["411321100001"], at);
        Assert.True(StageWord.None.Holds(stages, 1, at.AddMinutes(-1)));
        Assert.False(StageWord.None.Holds(stages, 0, at));
        Assert.True(new StageWord(true, null).Holds(stages, 1, at.AddHours(1)));
        Assert.False(new StageWord(false, at.AddMinutes(-5)).Holds(stages, 0, at.AddMinutes(-4)));
        Assert.True(StageWord.None.Holds(stages with { OthersAt = null }, 1, at.AddYears(1)));
        Assert.False(StageWord.None.Holds(stages with { OthersAt = null, HeardShare = 0.8 }, 0.8, at));
        Assert.True(StageWord.None.Holds(stages with { OthersAt = null, HeardShare = 0.8 }, 0.79, at.AddYears(1)));
        Assert.False(StageWord.None.Holds(stages with { HeardShare = 0.8 }, 0, at));
        Assert.True(new StageWord(true, null).Holds(stages with { HeardShare = 0.8 }, 1, at));
    }

    [Fact]
    public async Task A_message_whose_first_villages_are_all_of_another_county_is_held_back_by_nobody_here_but_a_person()
    {
        await using var office = await County();
        const string Stages = "<parameter><valueName>EdgeWarning:stages</valueName><value>80% 419999000001</value></parameter>";
        var warning = await office.Publish(Office.Cap("w1").Replace("<area>", Stages + "<area>", StringComparison.Ordinal));
        await Eventually.Equal(2, () => Plays(office, warning).Count);
        Assert.True(office.Get<DeliveryDesk>().StagesOf(warning)!.IsReleased);
        Assert.True(new StageWord(true, null).Holds(new WarningStages(["419999000001"], null), null, DateTimeOffset.UtcNow));
    }

    [Theory]
    [InlineData(null, null, "- 1 2")]
    [InlineData(15, null, "15 1 2")]
    [InlineData(null, 80, "80% 1 2")]
    [InlineData(15, 80, "15,80% 1 2")]
    public void The_message_says_when_the_others_follow(int? minutes, int? percent, string written)
    {
        var at = new DateTimeOffset(2026, 7, 20, 16, 0, 0, TimeSpan.Zero);
        var parameter = WarningStages.Parameter(minutes, percent, ["1", "2"]);
        Assert.Equal(written, parameter.Value);
        var red = CapFiles.Alert("red-rainstorm");
        var read = WarningStages.Of(red with { Infos = [red.Infos[0] with { Parameters = [parameter] }] }, at)!;
        Assert.Equal((minutes is { } after ? at.AddMinutes(after) : null, percent / 100.0, "1 2"), (read.OthersAt, read.HeardShare, string.Join(' ', read.First)));
        Assert.Null(WarningStages.Of(red with { Infos = [red.Infos[0] with { Parameters = [parameter with { Value = "soon 1 2" }] }] }, at));
    }

    [Theory]
    [InlineData(1, 40, 1)]
    [InlineData(10, 40, 4)]
    [InlineData(10, 41, 5)]
    [InlineData(99, 1, 1)]
    public void A_share_of_the_villages_is_never_nobody(int percent, int villages, int first) =>
        Assert.Equal(first, new DraftStages(null, null, percent).FirstOf([.. Enumerable.Range(0, villages).Select(number => $"{number}")]).Count);

    [Fact]
    public async Task The_others_follow_when_enough_of_the_first_have_heard_it_and_both_is_shown_before_and_meanwhile()
    {
        await using var office = await County();
        var officer = await Browser(office);
        var stages = new { firstPercent = 50, heardPercent = 100, afterMinutes = 15 };
        var preview = await (await officer.PostAsJsonAsync("/api/drafts/preview", Body(stages), Stopping)).Content.ReadFromJsonAsync<JsonElement>(Stopping);
        Assert.Equal(("1村", 1), (preview.GetProperty("stages").GetProperty("first")[0].GetString(), preview.GetProperty("stages").GetProperty("others").GetInt32()));

        var warning = await Issue(officer, stages);
        await Eventually.Equal(1, () => Plays(office, warning).Count);
        var seen = (await officer.GetFromJsonAsync<JsonElement>($"/api/warnings/{warning}/delivery", Stopping)).GetProperty("stages");
        Assert.Equal((1, 0, 1, false), (seen.GetProperty("first").GetInt32(), seen.GetProperty("firstHeard").GetInt32(), seen.GetProperty("othersWhenHeard").GetInt32(), seen.GetProperty("isReleased").GetBoolean()));

        await office.Connect("horn-1");
        await office.PlayBecomes(warning, OrderState.Finished);
        await Eventually.True(() => office.Play(warning, "far") is not null, () => "the other village was not told");
    }

    [Theory]
    [InlineData(0, null, null, null, "at least one village first")]
    [InlineData(null, null, null, null, "by number or by percent")]
    [InlineData(1, null, 10, null, "by number or by percent")]
    [InlineData(null, null, 100, null, "1 to 99 percent")]
    [InlineData(1, 0, null, null, "after 1 minute or more")]
    [InlineData(1, 60, null, null, "before the warning ends")]
    [InlineData(1, null, null, 101, "1 to 100 percent of the first")]
    public async Task Stages_that_are_none_are_refused(int? first, int? after, int? percent, int? heard, string fault)
    {
        await using var office = await County();
        using var refused = await (await Browser(office)).PostAsJsonAsync("/api/drafts", Body(new { firstVillages = first, afterMinutes = after, firstPercent = percent, heardPercent = heard }), Stopping);
        Assert.Contains(fault, await refused.Content.ReadAsStringAsync(Stopping));
    }

    private static CancellationToken Stopping => TestContext.Current.CancellationToken;

    /// <summary>Without the orders to fetch their words, which follow where nobody knows yet whether a board can read.</summary>
    private static List<BroadcastOrder> Plays(Office office, string warning) => [.. office.Orders.OfWarning(warning).Where(order => order.IsPlay)];

    private static object Body(object stages) =>
        new { @event = "rainstorm", colour = "red", scope = "actual", area = new { codes = new[] { "411321100001", "411321100002" } }, minutes = 60, languages = new[] { "zh-CN" }, stages };

    private static async Task<string> Issue(HttpClient browser, object stages) =>
        await Id(await browser.PostAsJsonAsync($"/api/drafts/{await Id(await browser.PostAsJsonAsync("/api/drafts", Body(stages), Stopping))}/issue", new { }, Stopping));

    private static async Task<Office> County()
    {
        var office = await Office.Open();
        await office.Get<BoardRegistry>().Add([new NewBoard { Id = "far", Kind = BoardKinds.Loudspeaker, Village = "411321100002" }], "test");
        await office.Get<PlaceStore>().Put([new Division("411321", "南召县", null), .. Enumerable.Range(1, 21).Select(n => new Division($"4113211000{n:00}", $"{n}村", "411321"))], Actor.Gateway);
        return office;
    }

    private static async Task<string> Id(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync(Stopping);
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement.GetProperty("id").GetString()!;
    }

    private static Task<HttpClient> Browser(Office office) => Staff.Browser(office, "wang", Role.Officer | Role.Approver);
}
