using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using EdgeWarning.Gateway.Broadcast;
using EdgeWarning.Gateway.Desk;
using EdgeWarning.Gateway.People;
using EdgeWarning.Gateway.Places;
using EdgeWarning.Gateway.Platform.Audit;
using EdgeWarning.Gateway.Tests.Broadcast;
using EdgeWarning.Gateway.Tests.People;
using EdgeWarning.Gateway.Warnings;

namespace EdgeWarning.Gateway.Tests.Desk;

/// <summary>What is known of a warning afterwards: one time line, the facts, and the review of what went out on the fast path.</summary>
public class Reviews_Tests
{
    [Fact]
    public async Task The_fast_path_is_put_up_for_review_until_another_approver_has_looked_at_it()
    {
        await using var office = await County();
        var wang = await Staff.Browser(office, "wang", Role.Officer | Role.Approver);
        var li = await Staff.Browser(office, "li", Role.Approver);
        var warning = await Issue(wang, "red");
        var due = Assert.Single((await Json(li, "/api/reviews")).EnumerateArray());
        Assert.Equal((warning, "wang", "水库告急"), (Text(due, "warning"), Text(due, "who"), Text(due, "reason")));
        Assert.InRange(due.GetProperty("dueAt").GetDateTimeOffset() - due.GetProperty("issuedAt").GetDateTimeOffset(), TimeSpan.Zero, TimeSpan.FromHours(24));
        Assert.True((await Json(li, $"/api/warnings/{warning}/report")).GetProperty("reviewDue").GetBoolean());

        Assert.Contains("another approver", await Refused(await wang.PostAsJsonAsync($"/api/warnings/{warning}/review", new { reason = "都好" }, Stopping)));
        Assert.Contains("says what was found", await Refused(await li.PostAsJsonAsync($"/api/warnings/{warning}/review", new { reason = " " }, Stopping)));
        using var reviewed = await li.PostAsJsonAsync($"/api/warnings/{warning}/review", new { reason = "及时，河头村喇叭要修" }, Stopping);
        Assert.Equal(HttpStatusCode.OK, reviewed.StatusCode);
        Assert.Empty((await Json(li, "/api/reviews")).EnumerateArray());
        var report = await Json(li, $"/api/warnings/{warning}/report");
        Assert.False(report.GetProperty("reviewDue").GetBoolean());
        Assert.Equal(("li", "及时，河头村喇叭要修"), (Text(report.GetProperty("reviews")[0], "who"), Text(report.GetProperty("reviews")[0], "text")));
    }

    [Fact]
    public async Task One_time_line_tells_cause_decisions_orders_receipts_what_was_done_and_the_end()
    {
        await using var office = await County();
        await office.Connect("horn-1");
        var wang = await Staff.Browser(office, "wang", Role.Officer | Role.Approver);
        var warning = await Issue(wang, "red", new { kind = "reading", board = "horn-1", reading = "stage", value = 3.42, at = "2026-11-22T02:10:00Z" });
        await office.PlayBecomes(warning, OrderState.Finished);
        using var reached = await wang.PostAsJsonAsync($"/api/warnings/{warning}/reached", new { village = "411321100001", reason = "电话" }, Stopping);
        using var clear = await wang.PostAsJsonAsync($"/api/warnings/{warning}/all-clear", new { reason = "雨停了", typed = "1" }, Stopping);
        Assert.Equal(HttpStatusCode.OK, clear.StatusCode);
        Assert.Equal("cleared", Text((await Json(wang, $"/api/warnings/{warning}")).GetProperty("warning"), "state"));
        var line = (await Json(wang, $"/api/warnings/{warning}/timeline")).EnumerateArray().ToArray();
        Assert.Equal(line.Select(entry => entry.GetProperty("at").GetDateTimeOffset()).Order(), line.Select(entry => entry.GetProperty("at").GetDateTimeOffset()));
        Assert.Equal(("cause", "reading", "horn-1", "stage 3.42 @ horn-1 2026-11-22 02:10"), (Text(line[0], "kind"), Text(line[0], "what"), Text(line[0], "who"), Text(line[0], "text")));
        var told = line.Select(entry => (Text(entry, "kind"), Text(entry, "what"))).ToArray();
        foreach (var expected in new[] { ("step", "written"), ("step", WarningReport.FastPath), ("message", "actual"), ("order", "play"), ("receipt", "received"), ("receipt", "heard"), ("reached", "reached"), ("step", "all-clear"), ("end", "superseded") })
        {
            Assert.Contains(expected, told);
        }

        var heard = line.Single(entry => Text(entry, "what") == "heard");
        Assert.Equal(1, heard.GetProperty("count").GetInt32());
        var whole = (await Json(wang, $"/api/warnings/{warning}/timeline?whole=true")).EnumerateArray().Single(entry => Text(entry, "what") == "heard");
        Assert.Equal("horn-1", Text(whole, "who"));
        var report = await Json(wang, $"/api/warnings/{warning}/report");
        Assert.InRange(report.GetProperty("times").GetProperty("first").GetDouble(), 0, 60);
        Assert.Equal("411321100001", Text(report.GetProperty("times").GetProperty("slowest")[0], "code"));
    }

    [Fact]
    public async Task What_came_from_elsewhere_names_its_sender_as_the_cause()
    {
        await using var office = await County();
        var warning = await office.Publish(Office.Cap("w1"));
        var cause = (await office.Json($"/api/warnings/{warning}/timeline")).EnumerateArray().First(entry => Text(entry, "kind") == "cause");
        Assert.Equal(("alert", "office@test", "w1"), (Text(cause, "what"), Text(cause, "who"), Text(cause, "text")));
    }

    [Theory]
    [InlineData("""{"kind":"dream"}""", "reading, alert or report")]
    [InlineData("""{"kind":"reading","board":"nobody","reading":"stage"}""", "a reading names its board")]
    [InlineData("""{"kind":"alert"}""", "named by its CAP identifier")]
    [InlineData("""{"kind":"report","who":"li"}""", "says what was reported")]
    public async Task A_cause_that_is_none_is_refused(string cause, string why)
    {
        await using var office = await County();
        var wang = await Staff.Browser(office, "wang", Role.Officer);
        Assert.Contains(why, await Refused(await wang.PostAsJsonAsync("/api/drafts", Body("red", JsonDocument.Parse(cause).RootElement), Stopping)));
    }

    [Fact]
    public async Task Two_fingers_issue_a_draft_once()
    {
        await using var office = await County();
        var wang = await Staff.Browser(office, "wang", Role.Officer | Role.Approver);
        var draft = await Id(await wang.PostAsJsonAsync("/api/drafts", Body("red"), Stopping));
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => wang.PostAsJsonAsync($"/api/drafts/{draft}/issue", new { }, Stopping)));
        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.Created);
        Assert.Single(office.Get<WarningStore>().Newest(9));
    }

    [Fact]
    public async Task An_all_clear_to_the_whole_county_is_typed()
    {
        await using var office = await Office.Open();
        var wang = await Staff.Browser(office, "wang", Role.Officer);
        var warning = await office.Publish(Office.Cap("w1"));
        Assert.Equal("1", Text(await Json(wang, $"/api/warnings/{warning}/all-clear"), "confirmation"));
        Assert.Contains("type 1", await Refused(await wang.PostAsJsonAsync($"/api/warnings/{warning}/all-clear", new { }, Stopping)));
        using var clear = await wang.PostAsJsonAsync($"/api/warnings/{warning}/all-clear", new { typed = "1" }, Stopping);
        Assert.Equal(HttpStatusCode.OK, clear.StatusCode);
    }

    private static CancellationToken Stopping => TestContext.Current.CancellationToken;

    private static object Body(string colour, object? cause = null) =>
        new { @event = "rainstorm", colour, scope = "actual", area = new { codes = new[] { "411321100001" } }, minutes = 60, languages = new[] { "zh-CN" }, cause };

    private static async Task<string> Issue(HttpClient browser, string colour, object? cause = null) =>
        await Id(await browser.PostAsJsonAsync($"/api/drafts/{await Id(await browser.PostAsJsonAsync("/api/drafts", Body(colour, cause), Stopping))}/issue", new { reason = "水库告急" }, Stopping));

    private static async Task<Office> County()
    {
        var office = await Office.Open();
        await office.Get<PlaceStore>().Put([new Division("411321", "南召县", null), .. Enumerable.Range(1, 21).Select(n => new Division($"4113211000{n:00}", $"{n}村", "411321"))], Actor.Gateway);
        return office;
    }

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();

    private static async Task<JsonElement> Json(HttpClient browser, string path) => await browser.GetFromJsonAsync<JsonElement>(path, Stopping);

    private static async Task<string> Id(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync(Stopping);
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement.GetProperty("id").GetString()!;
    }

    private static async Task<string> Refused(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Stopping)).RootElement.GetProperty("detail").GetString()!;
    }
}
