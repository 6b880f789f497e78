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
using EdgeWarning.Gateway.Tests.Platform;
using EdgeWarning.Protocol;

namespace EdgeWarning.Gateway.Tests.Desk;

/// <summary>The delivery desk over the API, with boards that play, stay mute or are away.</summary>
public class DeliveryDesk_Tests
{
    [Fact]
    public async Task A_village_that_did_not_hear_is_sounded_again_under_a_new_number_and_then_has_heard()
    {
        await using var office = await Office.Open();
        var mute = true;
        var board = await office.Connect("horn-1", board => board.Answers = order => mute ? Mute(order) : HandMadeBoard.PlaysToTheEnd(order));
        var officer = await Staff.Browser(office, "wang", Role.Officer);
        var warning = await office.Publish(Office.Cap("w1"));
        await Becomes(officer, warning, "notHeard");
        mute = false;
        using var again = await officer.PostAsJsonAsync($"/api/warnings/{warning}/resend", new { village = "411321100001", reason = "喇叭修好了" }, Stopping);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        await Becomes(officer, warning, "heard");
        Assert.Equal(2, board.Told.Count());
        Assert.Equal(("wang", "resent", "喇叭修好了", "411321100001"), office.Get<DraftStore>().StepsOfWarning(warning).Select(step => (step.Who, step.Act, step.Reason, step.Village)).Last());
        Assert.Contains(office.Get<AuditLog>().Newest(9), row => row.Act == "warning resent" && row.Subject == warning);

        Assert.Contains("it was heard there", await Refused(await officer.PostAsJsonAsync($"/api/warnings/{warning}/resend", new { board = "horn-1" }, Stopping)));
        using var confirmed = await officer.PostAsJsonAsync($"/api/warnings/{warning}/resend", new { board = "horn-1", confirmed = true }, Stopping);
        Assert.Equal(HttpStatusCode.OK, confirmed.StatusCode);
        await Eventually.Equal(3, () => office.Orders.OfWarning(warning).Count(order => order.IsPlay));
        Assert.All(office.Orders.OfWarning(warning), order => Assert.Equal((Scope.Actual, Priority.Red), (order.Scope, order.Priority)));
    }

    [Fact]
    public async Task A_resend_takes_the_place_of_an_order_that_nobody_answered()
    {
        await using var office = await Office.Open();
        var officer = await Staff.Browser(office, "wang", Role.Officer);
        var warning = await office.Publish(Office.Cap("w1"));
        await Eventually.True(() => office.Play(warning) is not null, () => "no order");
        using var again = await officer.PostAsJsonAsync($"/api/warnings/{warning}/resend", new { board = "horn-1" }, Stopping);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        var orders = office.Orders.OfWarning(warning).OrderBy(order => order.Sequence).ToArray();
        Assert.Equal((2, orders[0].Sequence), (orders.Length, orders[1].Of));
        var board = await office.Connect("horn-1");
        await Eventually.True(() => office.Orders.Find(orders[1].Key)!.Progress.State == OrderState.Finished, () => "not finished");
        Assert.Equal([orders[1].Sequence], board.Told.Select(order => order.Sequence));
    }

    [Fact]
    public async Task Nothing_is_resent_for_a_warning_that_is_over_nor_where_it_is_not()
    {
        await using var office = await Office.Open();
        await office.Connect("horn-1", board => board.Answers = Mute);
        var officer = await Staff.Browser(office, "wang", Role.Officer | Role.Approver);
        var warning = await office.Publish(Office.Cap("w1"));
        await Becomes(officer, warning, "notHeard");
        Assert.Contains("no loudspeaker", await Refused(await officer.PostAsJsonAsync($"/api/warnings/{warning}/resend", new { village = "411321999999" }, Stopping)));
        Assert.Contains("no loudspeaker", await Refused(await officer.PostAsJsonAsync($"/api/warnings/{warning}/resend", new { }, Stopping)));
        using var stop = await officer.PostAsJsonAsync($"/api/warnings/{warning}/stop", new { }, Stopping);
        Assert.Equal(HttpStatusCode.OK, stop.StatusCode);
        Assert.Contains("not in force", await Refused(await officer.PostAsJsonAsync($"/api/warnings/{warning}/resend", new { board = "horn-1" }, Stopping)));
        Assert.Equal(HttpStatusCode.NotFound, (await officer.PostAsJsonAsync("/api/warnings/W-none/resend", new { }, Stopping)).StatusCode);
        Assert.Single(office.Orders.OfWarning(warning), order => order.IsPlay);
    }

    [Fact]
    public async Task Who_was_told_by_other_means_no_longer_waits_for_a_person_and_counts_as_told()
    {
        await using var office = await Office.Open();
        await office.Get<PlaceStore>().Put([new Division("411321100001", "河头村", "411321", 1203), new Division("411321100002", "无喇叭村", "411321", 97, Contact: "老李 13800000000")], Actor.Gateway);
        await office.Connect("horn-1");
        var officer = await Staff.Browser(office, "wang", Role.Officer);
        var warning = await office.Publish(Office.Cap("w1"));
        await office.PlayBecomes(warning, OrderState.Finished);
        var before = await office.Json($"/api/warnings/{warning}/delivery");
        Assert.Equal(("无喇叭村", "noLoudspeaker", true, "老李 13800000000"), Told(before.GetProperty("villages")[0]));
        Assert.Contains("no village of this warning", await Refused(await officer.PostAsJsonAsync($"/api/warnings/{warning}/reached", new { village = "411321999999" }, Stopping)));
        using var reached = await officer.PostAsJsonAsync($"/api/warnings/{warning}/reached", new { village = "411321100002", reason = "打通了" }, Stopping);
        Assert.Equal(HttpStatusCode.OK, reached.StatusCode);
        var counts = (await office.Json($"/api/warnings/{warning}/delivery")).GetProperty("counts");
        Assert.Equal((2, 1, 1, 0, 1300), (Int(counts, "villages"), Int(counts, "heard"), Int(counts, "reached"), Int(counts, "needPerson"), Int(counts, "peopleTold")));
        var county = await office.Json("/api/coverage");
        Assert.Equal((2, 1), (Int(county, "villages"), Int(county, "withLoudspeaker")));
    }

    private static CancellationToken Stopping => TestContext.Current.CancellationToken;

    private static IEnumerable<Receipt> Mute(Order order) => order.Kind == OrderKind.Stop
        ? HandMadeBoard.PlaysToTheEnd(order)
        : [HandMadeBoard.Of(order, ReceiptState.Received), HandMadeBoard.Of(order, ReceiptState.Playing), HandMadeBoard.Of(order, ReceiptState.NotHeard), HandMadeBoard.Of(order, ReceiptState.Finished)];

    private static (string?, string?, bool, string?) Told(JsonElement village) =>
        (village.GetProperty("name").GetString(), village.GetProperty("state").GetString(), village.GetProperty("needsPerson").GetBoolean(), village.GetProperty("contact").GetString());

    private static int Int(JsonElement element, string name) => element.GetProperty(name).GetInt32();

    private static Task Becomes(HttpClient browser, string warning, string state)
    {
        var last = "";
        return Eventually.True(
            () =>
            {
                last = browser.GetStringAsync(new Uri($"/api/warnings/{warning}/delivery", UriKind.Relative), Stopping).GetAwaiter().GetResult();
                return JsonDocument.Parse(last).RootElement.GetProperty("villages")[0].GetProperty("state").GetString() == state;
            },
            () => last);
    }

    private static async Task<string> Refused(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Stopping)).RootElement.GetProperty("detail").GetString()!;
    }
}
