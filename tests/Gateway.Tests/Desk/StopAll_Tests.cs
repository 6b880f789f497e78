using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using EdgeWarning.Gateway.Broadcast;
using EdgeWarning.Gateway.Desk;
using EdgeWarning.Gateway.Devices;
using EdgeWarning.Gateway.People;
using EdgeWarning.Gateway.Platform.Audit;
using EdgeWarning.Gateway.Tests.Broadcast;
using EdgeWarning.Gateway.Tests.People;
using EdgeWarning.Gateway.Tests.Platform;
using EdgeWarning.Gateway.Warnings;
using EdgeWarning.Protocol;

namespace EdgeWarning.Gateway.Tests.Desk;

/// <summary>The one big stop: everything falls silent, and the office sees which loudspeaker has proved it.</summary>
public class StopAll_Tests
{
    [Fact]
    public async Task Everything_that_sounds_falls_silent_and_each_loudspeaker_proves_it()
    {
        await using var office = await Office.Open(boards: 2);
        foreach (var id in new[] { "horn-1", "horn-2" })
        {
            await office.Connect(id, board => board.Answers = HandMadeBoard.KeepsPlaying);
        }

        var officer = await Staff.Browser(office, "wang", Role.Officer);
        var real = await office.Publish(Office.Cap("w1"));
        var drill = await office.Publish(Office.Cap("w2", status: "Exercise"));
        await office.PlayBecomes(real, OrderState.Heard, "horn-1");
        await office.PlayBecomes(real, OrderState.Heard, "horn-2");

        var before = await Json(officer);
        Assert.Equal((2, "2", false, false), (before.GetProperty("loudspeakers").GetInt32(), before.GetProperty("confirmation").GetString(), InForce(before), Proved(before)));
        Assert.Contains("type 2", await Refused(await officer.PostAsJsonAsync("/api/stop-all", new { typed = "3" }, Stopping)));
        Assert.Equal(WarningState.Live, StateOf(office, real));

        using var stop = await officer.PostAsJsonAsync("/api/stop-all", new { typed = "2", reason = "误报" }, Stopping);
        Assert.Equal(HttpStatusCode.OK, stop.StatusCode);
        var last = default(JsonElement);
        await Eventually.True(() => Proved(last = Json(officer).GetAwaiter().GetResult()), () => last.ToString());
        Assert.Equal(["quiet", "quiet"], last.GetProperty("boards").EnumerateArray().Select(board => board.GetProperty("proof").GetString()!));
        Assert.All(office.Boards, board => Assert.Contains(board.Came, order => order is { Kind: OrderKind.Stop, Of: 0, Scope: Scope.Actual }));
        Assert.Equal((WarningState.Silenced, WarningState.Silenced), (StateOf(office, real), StateOf(office, drill)));
        Assert.Equal((StopDesk.Act, "误报", "wang"), office.Get<DraftStore>().StepsOfWarning(real).Select(step => (step.Act, step.Reason, step.Who)).Last());
        Assert.Contains(office.Get<AuditLog>().Newest(20), row => row is { Act: "everything stopped", Who: "wang" });
        Assert.All(office.Orders.OfWarning(real), order => Assert.True(order.Progress.HasEnded, $"{order.Key} {order.Progress.State}"));
    }

    [Fact]
    public async Task A_loudspeaker_that_comes_back_or_is_new_does_not_begin_and_one_that_goes_on_sounding_is_named()
    {
        await using var office = await Office.Open(boards: 2);
        await office.Connect("horn-2", board => board.Answers = order => order.Kind == OrderKind.Stop
            ? [HandMadeBoard.Of(order, ReceiptState.Received), HandMadeBoard.Of(order, ReceiptState.Failed, Reason.StillSounding)]
            : HandMadeBoard.KeepsPlaying(order));
        var officer = await Staff.Browser(office, "wang", Role.Officer);
        var warning = await office.Publish(Office.Cap("w1"));
        await office.PlayBecomes(warning, OrderState.Heard, "horn-2");
        using var stop = await officer.PostAsJsonAsync("/api/stop-all", new { typed = "2" }, Stopping);
        await office.Get<BoardRegistry>().Add([new NewBoard { Id = "horn-9", Kind = BoardKinds.Loudspeaker, Village = "411321100001" }], "test");
        var away = await office.Connect("horn-1");
        var fresh = await office.Connect("horn-9");
        var last = default(JsonElement);
        await Eventually.True(() => (last = Json(officer).GetAwaiter().GetResult()).GetProperty("quiet").GetInt32() == 2, () => last.ToString());
        Assert.False(Proved(last));
        Assert.Equal(("horn-2", "stillSounding"), (last.GetProperty("boards")[0].GetProperty("board").GetString(), last.GetProperty("boards")[0].GetProperty("proof").GetString()));
        Assert.Equal([OrderKind.Stop], away.Told.Concat(fresh.Told).Select(order => order.Kind).Distinct());
    }

    [Fact]
    public async Task It_outlives_a_restart_in_the_middle()
    {
        await using var office = await Office.Open();
        var warning = await office.Publish(Office.Cap("w1"));
        await Eventually.True(() => office.Play(warning) is not null, () => "no order");

        // As if the gateway died right after the commit of the stop and before any order of it.
        await office.Stop();
        await office.Start();
        await office.Get<CountyStops>().Begin("误报", Actor.Gateway);
        await office.Stop();
        await office.Start();
        var board = await office.Connect("horn-1");
        await Eventually.True(() => office.Get<StopDesk>().View().IsProved, () => $"{office.Get<StopDesk>().View().Quiet}");
        Assert.Equal([OrderKind.Stop], board.Told.Select(order => order.Kind).Distinct());
    }

    [Fact]
    public async Task What_comes_after_it_sounds_and_test_tones_wait_until_it_is_lifted()
    {
        await using var office = await Office.Open();
        var board = await office.Connect("horn-1");
        var officer = await Staff.Browser(office, "wang", Role.Officer | Role.Approver);
        using var stop = await officer.PostAsJsonAsync("/api/stop-all", new { typed = "1" }, Stopping);
        await Eventually.True(() => office.Get<StopDesk>().View().IsProved, () => "not proved");
        Assert.Equal(HttpStatusCode.Conflict, (await officer.PostAsJsonAsync("/api/boards/horn-1/test-tone", new { }, Stopping)).StatusCode);
        var warning = await office.Publish(Office.Cap("w2"));
        await office.PlayBecomes(warning, OrderState.Finished);
        Assert.True(office.Get<StopDesk>().View().IsInForce);
        using var lifted = await officer.PostAsJsonAsync("/api/stop-all/lift", new { reason = "查清了" }, Stopping);
        Assert.Equal(HttpStatusCode.OK, lifted.StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, (await officer.PostAsJsonAsync("/api/boards/horn-1/test-tone", new { }, Stopping)).StatusCode);
        Assert.Contains("no stop", await Refused(await officer.PostAsJsonAsync("/api/stop-all/lift", new { }, Stopping)));
        Assert.Single(board.Came.Where(order => order.Kind == OrderKind.Stop).Select(order => order.Sequence).Distinct());
    }

    [Fact]
    public async Task A_warning_of_this_office_is_cancelled_as_cap_and_one_from_upstream_is_only_silenced_here()
    {
        await using var office = await Office.Open(1, ("Desk:Sender", "office@test"));
        var officer = await Staff.Browser(office, "wang", Role.Officer);
        var ours = await office.Publish(Office.Cap("ours"));
        var theirs = await office.Publish(Office.Cap("theirs").Replace("office@test", "province@test"));
        using var stop = await officer.PostAsJsonAsync("/api/stop-all", new { typed = "1" }, Stopping);
        Assert.Equal((WarningState.Cancelled, WarningState.Silenced), (StateOf(office, ours), StateOf(office, theirs)));
        Assert.Single(office.Get<WarningStore>().Newest(9), warning => warning.Kind == WarningKind.Cancel);

        // What its issuer says of it later still counts.
        await office.Publish(Office.Cap("over", "Cancel", office.ReferenceTo(theirs)).Replace("office@test", "province@test"));
        Assert.Equal(WarningState.Cancelled, StateOf(office, theirs));
    }

    private static CancellationToken Stopping => TestContext.Current.CancellationToken;

    private static bool InForce(JsonElement view) => view.GetProperty("isInForce").GetBoolean();

    private static bool Proved(JsonElement view) => view.GetProperty("isProved").GetBoolean();

    private static WarningState StateOf(Office office, string id) => LiveWarnings.StateOf(office.Get<WarningStore>().Find(id)!, DateTimeOffset.UtcNow);

    private static async Task<JsonElement> Json(HttpClient browser) => await browser.GetFromJsonAsync<JsonElement>("/api/stop-all", Stopping);

    private static async Task<string> Refused(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Stopping)).RootElement.GetProperty("detail").GetString()!;
    }
}
