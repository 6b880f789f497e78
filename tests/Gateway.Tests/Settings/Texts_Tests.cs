using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using EdgeWarning.Gateway.People;
using EdgeWarning.Gateway.Places;
using EdgeWarning.Gateway.Platform.Audit;
using EdgeWarning.Gateway.Tests.Broadcast;
using EdgeWarning.Gateway.Tests.People;

namespace EdgeWarning.Gateway.Tests.Settings;

/// <summary>An office writes texts of its own, sees how a village hears them, and issues with them at once.</summary>
public sealed class Texts_Tests
{
    private const string Path = "/api/templates/rainstorm/zh-CN";

    [Fact]
    public async Task An_own_text_is_issued_with_at_once_and_after_a_restart_until_the_shipped_one_is_wanted_again()
    {
        await using var office = await County();
        var approver = await Staff.Browser(office, "li", Role.Approver | Role.Officer);
        var shipped = await Json(await approver.GetAsync(Path, Stopping));
        Assert.Equal(JsonValueKind.Null, shipped.GetProperty("colours").GetProperty("red").GetProperty("own").ValueKind);
        Assert.Contains("暴雨红色预警", await Headline(approver), StringComparison.Ordinal);

        var kept = await Json(await Put(approver, 0, Own("{area}大雨红色！")));
        Assert.Equal((1, "li"), (kept.GetProperty("version").GetInt32(), kept.GetProperty("changedBy").GetString()));
        Assert.Equal("南召县大雨红色！", await Headline(approver));
        Assert.Equal(("texts changed", "rainstorm zh-CN", "version 1: shipped -> red"), Newest(office));
        Assert.Contains("暴雨橙色预警", await Headline(approver, "orange"), StringComparison.Ordinal);

        await office.Stop();
        await office.Start();
        var back = await Staff.Browser(office, "chen", Role.Approver | Role.Officer);
        Assert.Equal("南召县大雨红色！", await Headline(back));
        var reset = await Json(await back.DeleteAsync(Path, Stopping));
        Assert.Equal(2, reset.GetProperty("version").GetInt32());
        Assert.Contains("暴雨红色预警", await Headline(back), StringComparison.Ordinal);
        Assert.Equal(("texts as shipped again", "rainstorm zh-CN", "version 2: red -> shipped"), Newest(office));
        var list = await Json(await back.GetAsync("/api/templates", Stopping));
        Assert.Equal(0, Assert.Single(list.GetProperty("changed").EnumerateArray()).GetProperty("own").GetArrayLength());
    }

    [Fact]
    public async Task Every_fault_is_named_by_colour_and_text_and_nothing_is_kept()
    {
        await using var office = await County();
        var approver = await Staff.Browser(office, "li", Role.Approver);
        var answer = await Put(approver, 0, new Dictionary<string, object>
        {
            ["red"] = new { headline = "{area}{x}", description = "d", instruction = "i", spoken = "" },
            ["blue"] = new { headline = "h", description = "d", instruction = "去{shelter}" },
        });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var errors = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Stopping)).RootElement.GetProperty("errors");
        Assert.Equal(["blue.instruction", "blue.spoken", "red.headline", "red.spoken"], errors.EnumerateObject().Select(error => error.Name).Order(StringComparer.Ordinal));
        Assert.Equal(0, (await Json(await approver.GetAsync(Path, Stopping))).GetProperty("version").GetInt32());

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Put(approver, 0, new Dictionary<string, object> { ["pink"] = Texts("x") })).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Put(approver, 0, new Dictionary<string, object> { ["red"] = null! })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await approver.GetAsync("/api/templates/earthworm/zh-CN", Stopping)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await approver.DeleteAsync("/api/templates/flood/Chinese!", Stopping)).StatusCode);
    }

    [Fact]
    public async Task Of_two_people_who_saw_the_same_texts_the_second_changes_nothing()
    {
        await using var office = await County();
        var one = await Staff.Browser(office, "li", Role.Approver);
        var other = await Staff.Browser(office, "wang", Role.Administrator);
        await Json(await Put(one, 0, Own("一")));
        var late = await Put(other, 0, Own("二"));
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        Assert.Contains("li has changed these texts", await late.Content.ReadAsStringAsync(Stopping), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_is_heard_with_a_real_village_s_facts_before_it_is_saved()
    {
        await using var office = await County();
        var viewer = await Staff.Browser(office, "v", Role.Viewer);
        var text = new { headline = "{area}红色", description = "{office}", instruction = "到{until}", spoken = "{village|}乡亲们，快去{shelter|高处}！找{contact|村干部}！" };
        var seen = await Json(await viewer.PostAsJsonAsync("/api/templates/preview", new { @event = "flood", language = "zh-CN", colour = "red", text, village = "411321100001" }, Stopping));
        Assert.Equal("河头村乡亲们，快去村小学！找老王！", seen.GetProperty("spoken").GetString());
        Assert.Equal((51, 5), (seen.GetProperty("bytes").GetInt32(), seen.GetProperty("seconds").GetInt32()));
        Assert.Equal("南召县红色", seen.GetProperty("filled").GetProperty("headline").GetString());
        Assert.Matches("^到[0-9]+月[0-9]+日[0-9]+时", seen.GetProperty("filled").GetProperty("instruction").GetString()!);
        var anywhere = await Json(await viewer.PostAsJsonAsync("/api/templates/preview", new { @event = "flood", language = "zh-CN", colour = "red", text }, Stopping));
        Assert.Equal("乡亲们，快去高处！找村干部！", anywhere.GetProperty("spoken").GetString());
        var wrong = await Json(await viewer.PostAsJsonAsync("/api/templates/preview", new { @event = "flood", language = "zh-CN", colour = "red", text = text with { spoken = "{" } }, Stopping));
        Assert.Equal("the brace at character 1 is not closed", wrong.GetProperty("faults").GetProperty("spoken")[0].GetProperty("text").GetString());
        Assert.Equal(JsonValueKind.Null, wrong.GetProperty("spoken").ValueKind);
    }

    [Fact]
    public async Task A_language_of_the_office_s_own_is_issued_in_once_it_has_texts()
    {
        await using var office = await County();
        var officer = await Staff.Browser(office, "li", Role.Approver | Role.Officer);
        var refused = await Json(await officer.PostAsJsonAsync("/api/drafts/preview", Draft("red", "ug"), Stopping));
        Assert.Contains("languages: at least one of zh-CN, en", refused.GetProperty("faults")[0].GetProperty("text").GetString(), StringComparison.Ordinal);
        await Json(await officer.PutAsJsonAsync("/api/templates/any/ug", new { version = 0, texts = new Dictionary<string, object> { ["red"] = Texts("{event} {area}") } }, Stopping));
        Assert.Equal("rainstorm 南召县", await Headline(officer, "red", "ug"));
    }

    private static CancellationToken Stopping => TestContext.Current.CancellationToken;

    private static async Task<string?> Headline(HttpClient officer, string colour = "red", string language = "zh-CN")
    {
        var draft = await Json(await officer.PostAsJsonAsync("/api/drafts/preview", Draft(colour, language), Stopping));
        return draft.GetProperty("texts").GetProperty(language).GetProperty("headline").GetString();
    }

    private static object Draft(string colour, string language) => new { @event = "rainstorm", colour, scope = "actual", area = new { codes = new[] { "411321" } }, minutes = 60, languages = new[] { language } };

    private static object Texts(string headline) => new { headline, description = "d", instruction = "i", spoken = "s" };

    private static Dictionary<string, object> Own(string headline) => new() { ["red"] = Texts(headline) };

    private static async Task<HttpResponseMessage> Put(HttpClient browser, long version, Dictionary<string, object> texts) => await browser.PutAsJsonAsync(Path, new { version, texts }, Stopping);

    private static (string Act, string Subject, string Detail) Newest(Office office) => office.Get<AuditLog>().Newest(1).Select(row => (row.Act, row.Subject, row.Detail)).Single();

    private static async Task<Office> County()
    {
        var office = await Office.Open();
        await office.Get<PlaceStore>().Put([new Division("411321", "南召县", null), new Division("411321100001", "河头村", "411321", 1203, "村小学", "老王")], Actor.Gateway);
        return office;
    }

    private static async Task<JsonElement> Json(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync(Stopping);
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement;
    }
}
