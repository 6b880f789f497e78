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
        await Eventually.Equal(1, () => office.Orders.OfWarning(warning).Count);
        Assert.Equal("horn-1", office.Orders.OfWarning(warning)[0].Board);
        await office.Stop();
        await office.Start();
        officer = await (await Staff.Hire(office, "li", Role.Officer)).Browser();
        officer.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
        var seen = await officer.GetFromJsonAsync<JsonElement>($"/api/warnings/{warning}/delivery", Stopping);
        Assert.Equal(1, seen.GetProperty("stages").GetProperty("first").GetInt32());
        Assert.Equal(1, seen.GetProperty("villages").EnumerateArray().Count(village => village.GetProperty("state").GetString() == "held"));
        Assert.Single(office.Orders.OfWarning(warning));

        using var go = await officer.PostAsJsonAsync($"/api/warnings/{warning}/go-on", new { reason = "第一批正常" }, Stopping);
        Assert.True(go.IsSuccessStatusCode);
        await Eventually.Equal(2, () => office.Orders.OfWarning(warning).Count);
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
        await Eventually.Equal(1, () => office.Orders.OfWarning(warning).Count);
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
        var (here, far) = (At("horn-1", "411321100001"), At("far", "411321100002"));
        Assert.False(StageWord.None.Holds(stages, here, at.AddMinutes(-1)));
        Assert.True(StageWord.None.Holds(stages, far, at.AddMinutes(-1)));
        Assert.False(StageWord.None.Holds(stages, far, at));
        Assert.True(new StageWord(true, null).Holds(stages, far, at.AddHours(1)));
        Assert.False(new StageWord(false, at.AddMinutes(-5)).Holds(stages, far, at.AddMinutes(-4)));
        Assert.True(StageWord.None.Holds(stages with { OthersAt = null }, far, at.AddYears(1)));
        Assert.False(StageWord.None.Holds(null, far, at));
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(1, 0)]
    [InlineData(1, 60)]
    public async Task Stages_that_are_none_are_refused(int first, int? after)
    {
        await using var office = await County();
        using var refused = await (await Browser(office)).PostAsJsonAsync("/api/drafts", Body(new { firstVillages = first, afterMinutes = after }), Stopping);
        Assert.Contains("at least one village first", await refused.Content.ReadAsStringAsync(Stopping));
    }

    private static CancellationToken Stopping => TestContext.Current.CancellationToken;

    private static Board At(string id, string village) => new(1, id, BoardKinds.Loudspeaker, village, "", null, null, null, 0);

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

    private static async Task<HttpClient> Browser(Office office)
    {
        var browser = await (await Staff.Hire(office, "wang", Role.Officer | Role.Approver)).Browser();
        browser.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
        return browser;
    }
}
