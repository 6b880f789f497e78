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
using EdgeWarning.Gateway.Warnings.Cap;
using EdgeWarning.Gateway.Warnings.Texts;
using EdgeWarning.Protocol;

namespace EdgeWarning.Gateway.Tests.Desk;

/// <summary>A warning's life over the API, with a board that plays it.</summary>
public class Desk_Tests
{
    private static readonly object s_red = Body("red");

    [Fact]
    public async Task Red_goes_out_at_once_with_the_village_s_own_shelter_and_ends_with_an_all_clear()
    {
        await using var office = await County();
        var heard = new List<Order>();
        await office.Connect("horn-1", board => board.Answers = order =>
        {
            heard.Add(order);
            return HandMadeBoard.PlaysToTheEnd(order);
        });
        var officer = await Staff.Browser(office, "wang", Role.Officer | Role.Approver);

        var preview = await Json(await officer.PostAsJsonAsync("/api/drafts/preview", s_red, Stopping));
        Assert.Equal(1, preview.GetProperty("reach").GetProperty("villages").GetInt32());
        Assert.True(preview.GetProperty("verdict").GetProperty("isFastPath").GetBoolean());
        Assert.Contains("暴雨红色预警", preview.GetProperty("texts").GetProperty("zh-CN").GetProperty("headline").GetString());

        var draft = Id(await officer.PostAsJsonAsync("/api/drafts", s_red, Stopping), HttpStatusCode.Created);
        var warning = Id(await officer.PostAsJsonAsync($"/api/drafts/{await draft}/issue", new { reason = "水库告急" }, Stopping), HttpStatusCode.Created);
        await office.PlayBecomes(await warning, OrderState.Finished);
        var said = Assert.Single(heard);
        Assert.Equal((Scope.Actual, Priority.Red, Tone.Red), (said.Scope, said.Priority, said.Tone));
        Assert.Contains("河头村", said.Text);
        Assert.Contains("马上转移到村小学", said.Text);

        var steps = await Json(await officer.GetAsync($"/api/warnings/{await warning}/steps", Stopping));
        Assert.Equal(["written", "issued on the fast path"], steps.EnumerateArray().Select(step => step.GetProperty("act").GetString()!));
        Assert.Equal("水库告急", steps[1].GetProperty("reason").GetString());

        var clear = Id(await officer.PostAsJsonAsync($"/api/warnings/{await warning}/all-clear", new { reason = "雨停了", typed = "1" }, Stopping));
        await office.PlayBecomes(await clear, OrderState.Finished);
        Assert.Contains("预警解除了", heard[^1].Text);
        Assert.Equal(WarningState.Superseded, LiveWarnings.StateOf(office.Get<WarningStore>().Find(await warning)!, DateTimeOffset.UtcNow));
        Assert.Equal("all-clear", office.Get<DraftStore>().StepsOfWarning(await warning)[^1].Act);
        Assert.Contains(office.Get<AuditLog>().Newest(10), row => row.Act == "warning issued on the fast path" && row.Who == "wang");
    }

    [Fact]
    public async Task An_all_clear_reaches_every_place_of_the_warning_also_where_two_have_one_name()
    {
        await using var office = await County();
        var heard = new List<Order>();
        await office.Connect("horn-1", board => board.Answers = order =>
        {
            heard.Add(order);
            return HandMadeBoard.PlaysToTheEnd(order);
        });
        const string Elsewhere = "<area><areaDesc>南召县</areaDesc><geocode><valueName>division</valueName><value>419999</value></geocode></area>";
        var warning = await office.Publish(Office.Cap("w1").Replace("<area>", Elsewhere + "<area>", StringComparison.Ordinal));
        await office.PlayBecomes(warning, OrderState.Finished);
        var officer = await Staff.Browser(office, "wang", Role.Officer);
        var clear = await Id(await officer.PostAsJsonAsync($"/api/warnings/{warning}/all-clear", new { reason = "雨停了", typed = "21" }, Stopping));
        await office.PlayBecomes(clear, OrderState.Finished);
        Assert.Contains("预警解除了", heard[^1].Text);
    }

    [Fact]
    public async Task The_all_clear_of_a_warning_that_its_sender_has_cancelled_is_given_once()
    {
        await using var office = await County();
        var warning = await office.Publish(Office.Cap("w1", division: "411321100001"));
        await office.Publish(Office.Cap("w2", "Cancel", office.ReferenceTo(warning)));
        var officer = await Staff.Browser(office, "wang", Role.Officer);
        var clear = await Id(await officer.PostAsJsonAsync($"/api/warnings/{warning}/all-clear", new { }, Stopping));
        Assert.Contains(clear, await Refused(await officer.PostAsJsonAsync($"/api/warnings/{warning}/all-clear", new { }, Stopping)));
        Assert.Equal(3, office.Get<WarningStore>().Newest(9).Count);
    }

    [Fact]
    public async Task Whoever_stops_a_warning_tells_the_world_that_it_is_over_only_when_it_is_the_office_s_own()
    {
        await using var office = await County();
        var officer = await Staff.Browser(office, "wang", Role.Officer | Role.Approver);
        var upstream = await office.Publish(Office.Cap("w1"));
        var own = await Id(await officer.PostAsJsonAsync($"/api/drafts/{await Id(await officer.PostAsJsonAsync("/api/drafts", s_red, Stopping), HttpStatusCode.Created)}/issue", new { }, Stopping), HttpStatusCode.Created);
        foreach (var warning in new[] { upstream, own })
        {
            Assert.True((await officer.PostAsJsonAsync($"/api/warnings/{warning}/stop", new { }, Stopping)).IsSuccessStatusCode);
            Assert.Equal(WarningState.Cancelled, LiveWarnings.StateOf(office.Get<WarningStore>().Find(warning)!, DateTimeOffset.UtcNow));
        }

        var cancels = office.Get<WarningStore>().Newest(9).Where(one => one.Kind == WarningKind.Cancel && EdgeWarning.Gateway.Feed.AlertFeed.Holds(one.Alert)).ToList();
        Assert.Equal((office.Get<WarningStore>().Find(own)!.EndedBy, new DeskSettings().Sender), (Assert.Single(cancels).Id, cancels[0].Alert.Sender));
    }

    [Fact]
    public async Task Yellow_waits_for_the_signature_of_another_person()
    {
        await using var office = await County();
        var officer = await Staff.Browser(office, "wang", Role.Officer);
        var approver = await Staff.Browser(office, "li", Role.Approver);
        var draft = await Id(await officer.PostAsJsonAsync("/api/drafts", Body("yellow"), Stopping), HttpStatusCode.Created);
        Assert.Contains("another person must sign", await Refused(await officer.PostAsJsonAsync($"/api/drafts/{draft}/issue", new { }, Stopping)));
        Assert.Contains("signs a draft that was submitted", await Refused(await approver.PostAsJsonAsync($"/api/drafts/{draft}/sign", new { }, Stopping)));
        await Id(await officer.PostAsJsonAsync($"/api/drafts/{draft}/submit", new { }, Stopping));
        await Id(await approver.PostAsJsonAsync($"/api/drafts/{draft}/sign", new { reason = "同意" }, Stopping));
        var warning = await Id(await officer.PostAsJsonAsync($"/api/drafts/{draft}/issue", new { }, Stopping), HttpStatusCode.Created);
        Assert.Equal(["written", "submitted", "signed", "issued"], office.Get<DraftStore>().StepsOfWarning(warning).Select(step => step.Act));
        Assert.Contains("issued already", await Refused(await officer.PostAsJsonAsync($"/api/drafts/{draft}/issue", new { }, Stopping)));
        Assert.Empty(office.Get<DraftStore>().Open());
    }

    [Fact]
    public async Task Whoever_changes_a_draft_of_another_person_cannot_sign_it_too()
    {
        await using var office = await County();
        var officer = await Staff.Browser(office, "wang", Role.Officer);
        var both = await Staff.Browser(office, "li", Role.Officer | Role.Approver);
        var draft = await Id(await officer.PostAsJsonAsync("/api/drafts", Body("yellow"), Stopping), HttpStatusCode.Created);
        await Id(await both.PutAsJsonAsync($"/api/drafts/{draft}", Body("yellow"), Stopping));
        await Id(await both.PostAsJsonAsync($"/api/drafts/{draft}/submit", new { }, Stopping));
        Assert.Contains("who did not write it", await Refused(await both.PostAsJsonAsync($"/api/drafts/{draft}/sign", new { }, Stopping)));
        Assert.Equal(["wang", "li"], (await Json(await both.GetAsync($"/api/drafts/{draft}", Stopping))).GetProperty("writers").EnumerateArray().Select(who => who.GetString()!));
    }

    [Fact]
    public async Task Nobody_signs_words_that_were_changed_while_they_were_read()
    {
        await using var office = await County();
        var officer = await Staff.Browser(office, "wang", Role.Officer);
        var approver = await Staff.Browser(office, "li", Role.Approver);
        var draft = await Id(await officer.PostAsJsonAsync("/api/drafts", Body("yellow"), Stopping), HttpStatusCode.Created);
        await Id(await officer.PutAsJsonAsync($"/api/drafts/{draft}", Body("yellow"), Stopping));
        await Id(await officer.PostAsJsonAsync($"/api/drafts/{draft}/submit", new { }, Stopping));
        Assert.Contains("look at it again", await Refused(await approver.PostAsJsonAsync($"/api/drafts/{draft}/sign", new { version = 1 }, Stopping)));
        var seen = (await Json(await approver.GetAsync($"/api/drafts/{draft}", Stopping))).GetProperty("version").GetInt32();
        await Id(await approver.PostAsJsonAsync($"/api/drafts/{draft}/sign", new { version = seen }, Stopping));
        Assert.Equal((2, "li"), (seen, Assert.Single(office.Get<DraftStore>().Find(draft)!.Signers)));
    }

    [Fact]
    public async Task A_draft_that_went_out_right_before_the_gateway_died_is_not_changed_withdrawn_or_issued_a_second_time()
    {
        await using var office = await County();
        var officer = await Staff.Browser(office, "wang", Role.Officer | Role.Approver);
        foreach (var (method, act, content) in new[] { (HttpMethod.Put, "", Body("red")), (HttpMethod.Post, "/withdraw", new { }), (HttpMethod.Post, "/issue", new { }) })
        {
            var draft = await Id(await officer.PostAsJsonAsync("/api/drafts", s_red, Stopping), HttpStatusCode.Created);
            var (written, desk) = (office.Get<DraftStore>().Find(draft)!.Body, new DeskSettings());
            var alert = DraftCap.Compose(draft, written, [DraftCap.AreaOf(written.Area, office.Get<PlaceStore>().Divisions(), [])], null, desk, WarningTexts.Shipped, DateTimeOffset.UtcNow);
            var warning = ((IntakeStored)await office.Get<WarningIntake>().Take(CapWriter.Write(alert), Actor.Gateway, Stopping)).Id;
            using var request = new HttpRequestMessage(method, $"/api/drafts/{draft}{act}") { Content = JsonContent.Create(content) };
            using var answer = await officer.SendAsync(request, Stopping);
            Assert.Equal(act == "/issue" ? HttpStatusCode.Created : HttpStatusCode.UnprocessableEntity, answer.StatusCode);
            Assert.Equal((DraftState.Issued, warning), (office.Get<DraftStore>().Find(draft)!.State, office.Get<DraftStore>().Find(draft)!.Warning));
            Assert.Contains(office.Get<ReviewDesk>().Due(), due => due.Warning == warning);
            Assert.Single(office.Get<WarningStore>().Identified(draft));
        }
    }

    [Fact]
    public async Task A_person_cannot_go_around_the_desk_with_a_cap_file_and_is_told_where_to_go()
    {
        await using var office = await County();
        var officer = await Staff.Browser(office, "wang", Role.Officer | Role.Approver);
        using var refused = await officer.PostAsync("/api/cap", new StringContent(Office.Cap("w1")), Stopping);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Contains("people warn at the desk", await refused.Content.ReadAsStringAsync(Stopping));
        Assert.Empty(office.Get<WarningStore>().Newest(9));
        Assert.Contains(office.Get<AuditLog>().Newest(3), row => row is { Who: "wang", Act: "refused", Subject: "POST /api/cap" });
        Assert.NotEmpty(await office.Publish(Office.Cap("w1")));
    }

    [Fact]
    public async Task A_key_cannot_be_the_second_person()
    {
        await using var office = await County();
        var officer = await Staff.Browser(office, "wang", Role.Officer);
        var draft = await Id(await officer.PostAsJsonAsync("/api/drafts", Body("yellow"), Stopping), HttpStatusCode.Created);
        await Id(await officer.PostAsJsonAsync($"/api/drafts/{draft}/submit", new { }, Stopping));
        using var refused = await office.Http.PostAsJsonAsync($"/api/drafts/{draft}/sign", new { }, Stopping);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Contains("the key of a machine cannot stand for a second person", await refused.Content.ReadAsStringAsync(Stopping));
    }

    [Fact]
    public async Task A_drill_can_never_become_real_nor_the_reverse()
    {
        await using var office = await County();
        var officer = await Staff.Browser(office, "wang", Role.Officer | Role.Approver);
        foreach (var (begun, turned) in new[] { ("drill", "actual"), ("actual", "drill"), ("test", "actual"), ("actual", "test") })
        {
            var draft = await Id(await officer.PostAsJsonAsync("/api/drafts", Body("red", begun), Stopping), HttpStatusCode.Created);
            Assert.Contains("stays that", await Refused(await officer.PutAsJsonAsync($"/api/drafts/{draft}", Body("red", turned), Stopping)));
        }

        foreach (var scope in Enum.GetValues<Scope>())
        {
            foreach (var colour in new[] { Priority.Blue, Priority.Yellow, Priority.Orange, Priority.Red })
            {
                var body = new DraftBody("rainstorm", colour, scope, new DraftArea(["411321100001"], null, null, null), 60, null, null, ["zh-CN", "en"], null);
                var alert = DraftCap.Compose("D-1", body, [new CapArea("x", [], [], [], null, null)], null, new DeskSettings(), WarningTexts.Shipped, DateTimeOffset.UnixEpoch.AddYears(56));
                Assert.Equal(scope, LiveWarnings.ScopeOf(((CapAccepted)CapReader.Read(CapWriter.Write(alert))).Alert.Status));
                Assert.All(LiveWarnings.Announcements(alert, DateTimeOffset.UnixEpoch, new WarningSettings()), said => Assert.Equal(colour, said.Priority));
            }
        }
    }

    [Theory]
    [InlineData("earthworm", "411321", 60, "event: there is no event earthworm")]
    [InlineData("rainstorm", "999999", 60, "area: there is no division 999999")]
    [InlineData("rainstorm", "411321", 0, "minutes: from 1 to 10080")]
    [InlineData("test", "411321", 60, "event: test is never actual")]
    public async Task A_draft_with_a_fault_is_refused_by_name_and_nothing_is_kept(string what, string code, int minutes, string fault)
    {
        await using var office = await County();
        var officer = await Staff.Browser(office, "wang", Role.Officer);
        var body = new { @event = what, colour = "red", scope = "actual", area = new { codes = new[] { code } }, minutes, languages = new[] { "zh-CN" } };
        Assert.Contains(fault, await Refused(await officer.PostAsJsonAsync("/api/drafts", body, Stopping)));
        Assert.Empty(office.Get<DraftStore>().Open());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"event":"flood","area":null,"languages":["en"]}""")]
    [InlineData("""{"event":"flood","colour":"red","scope":"actual","minutes":5,"languages":["en"],"area":{"codes":["411321"],"polygons":[null]}}""")]
    [InlineData("""{"event":"flood","colour":"red","scope":"actual","minutes":5,"languages":["en"],"area":{"polygons":[[[1,2],[3,4],[500,6]]]}}""")]
    [InlineData("""{"event":"flood","colour":"red","scope":"actual","minutes":5,"languages":["en"],"area":{"circles":[{"latitude":1,"longitude":2,"radiusKilometres":-1}]}}""")]
    [InlineData("""{"event":"flood","colour":"red","scope":"actual","minutes":5,"languages":["en"],"area":{"codes":["411321"]},"texts":{"en":{"headline":"x"}}}""")]
    [InlineData("""{"event":"flood","colour":"red","scope":"actual","minutes":5,"languages":["en",null],"area":{"codes":["411321"]}}""")]
    [InlineData("""{"event":"flood","colour":"red","scope":"actual","minutes":5,"languages":["en","EN","en"],"area":{"codes":["411321"]}}""")]
    [InlineData("""{"event":"flood","colour":"red","scope":"actual","minutes":5,"languages":["中文"],"area":{"codes":["411321"]},"texts":{"中文":{"headline":"x","description":"","instruction":"","spoken":"x"}}}""")]
    [InlineData("""{"event":"flood","colour":"red","scope":"actual","minutes":5,"languages":["en"],"area":{"polygons":[[[33,112],[33.1,112],[33,112]]]}}""")]
    public async Task A_draft_with_holes_is_refused_in_words(string body)
    {
        await using var office = await County();
        var officer = await Staff.Browser(office, "wang", Role.Officer);
        Assert.NotEmpty(await Refused(await officer.PostAsync("/api/drafts", new StringContent(body, System.Text.Encoding.UTF8, "application/json"), Stopping)));
        Assert.Empty(office.Get<DraftStore>().Open());
        using var preview = await officer.PostAsync("/api/drafts/preview", new StringContent(body, System.Text.Encoding.UTF8, "application/json"), Stopping);
        Assert.NotEqual(0, (await Json(preview)).GetProperty("faults").GetArrayLength());
    }

    /// <summary>A text processor's line break is U+000B; XML cannot carry it, and a warning does not wait for who finds out why.</summary>
    [Theory]
    [InlineData("堤坝裂缝\u000b快走", "堤坝裂缝 快走")]
    [InlineData("快\0走\ufffe\u001b[1m", "快 走  [1m")]
    public async Task What_was_pasted_from_elsewhere_goes_out_without_the_signs_that_no_message_can_carry(string pasted, string said)
    {
        await using var office = await County();
        var officer = await Staff.Browser(office, "wang", Role.Officer | Role.Approver);
        var text = new { headline = pasted, description = pasted, instruction = pasted, spoken = pasted };
        var body = new { @event = "flood", colour = "red", scope = "actual", area = new { codes = new[] { "411321100001" } }, minutes = 60, languages = new[] { "zh-CN" }, texts = new Dictionary<string, object> { ["zh-CN"] = text }, cause = new { kind = "report", who = pasted, text = pasted } };
        var draft = await Id(await officer.PostAsJsonAsync("/api/drafts", body, Stopping), HttpStatusCode.Created);
        var warning = await Id(await officer.PostAsJsonAsync($"/api/drafts/{draft}/issue", new { reason = pasted }, Stopping), HttpStatusCode.Created);
        Assert.Equal(said, office.Get<WarningStore>().Find(warning)!.Alert.Infos[0].Headline);
        Assert.Equal(HttpStatusCode.OK, (await officer.GetAsync("/api/feed", Stopping)).StatusCode);
        await Id(await officer.PostAsJsonAsync($"/api/warnings/{warning}/all-clear", new { reason = pasted, typed = "1" }, Stopping));
    }

    [Fact]
    public async Task What_an_officer_wrote_is_what_goes_out_and_the_file_is_given_back_as_it_was_issued()
    {
        await using var office = await County();
        var officer = await Staff.Browser(office, "wang", Role.Officer | Role.Approver);
        var text = new { headline = "堤坝裂缝", description = "d", instruction = "i", spoken = "{village}的人快走！{{不是占位符}}" };
        var body = new { @event = "flood", colour = "red", scope = "actual", area = new { codes = new[] { "411321100001" } }, minutes = 60, languages = new[] { "zh-CN" }, texts = new Dictionary<string, object> { ["zh-CN"] = text } };
        var draft = await Id(await officer.PostAsJsonAsync("/api/drafts", body, Stopping), HttpStatusCode.Created);
        var warning = await Id(await officer.PostAsJsonAsync($"/api/drafts/{draft}/issue", new { }, Stopping), HttpStatusCode.Created);
        var cap = await officer.GetByteArrayAsync($"/api/warnings/{warning}/cap", Stopping);
        var alert = ((CapAccepted)CapReader.Read(cap)).Alert;
        Assert.Equal("堤坝裂缝", alert.Infos[0].Headline);
        Assert.Equal("河头村的人快走！不是占位符", LiveWarnings.Announcements(alert, alert.Sent, new WarningSettings())[0].TextFor(new(Village: "河头村")));
    }

    private static CancellationToken Stopping => TestContext.Current.CancellationToken;

    private static object Body(string colour, string scope = "actual") =>
        new { @event = "rainstorm", colour, scope, area = new { codes = new[] { "411321100001" } }, minutes = 180, detail = "上游降雨还在加强。", languages = new[] { "zh-CN" } };

    private static async Task<Office> County()
    {
        var office = await Office.Open();
        await office.Get<PlaceStore>().Put([new Division("411321", "南召县", null), new Division("411321100001", "河头村", "411321", 1203, "村小学", "老王"), .. Enumerable.Range(2, 20).Select(n => new Division($"4113211000{n:00}", $"{n}村", "411321"))], Actor.Gateway);
        return office;
    }

    private static async Task<JsonElement> Json(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync(Stopping);
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement;
    }

    private static async Task<string> Id(HttpResponseMessage answer, HttpStatusCode status = HttpStatusCode.OK)
    {
        var text = await answer.Content.ReadAsStringAsync(Stopping);
        Assert.True(answer.StatusCode == status, $"{answer.StatusCode} {text}");
        return JsonDocument.Parse(text).RootElement.GetProperty("id").GetString()!;
    }

    private static async Task<string> Refused(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Stopping)).RootElement.GetProperty("detail").GetString()!;
    }
}
