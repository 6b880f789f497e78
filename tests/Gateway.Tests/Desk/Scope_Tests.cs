using EdgeWarning.Gateway.Broadcast;
using EdgeWarning.Gateway.Desk;
using EdgeWarning.Gateway.Devices;
using EdgeWarning.Gateway.People;
using EdgeWarning.Gateway.Platform.Audit;
using EdgeWarning.Gateway.Tests.Broadcast;
using EdgeWarning.Gateway.Tests.People;
using EdgeWarning.Gateway.Warnings;
using EdgeWarning.Gateway.Warnings.Cap;
using EdgeWarning.Gateway.Warnings.Texts;
using EdgeWarning.Protocol;
using System.Net.Http.Json;

namespace EdgeWarning.Gateway.Tests.Desk;

/// <summary>A drill or a test never becomes real, nor the reverse, on any hop: draft, message, announcement, order, wire, and what refers to it later.</summary>
public class Scope_Tests
{
    private static readonly DateTimeOffset s_now = new(2026, 7, 20, 16, 0, 0, TimeSpan.Zero);
    private static readonly Board s_board = new(1, "ls-1", BoardKinds.Loudspeaker, "411321100001", "", null, null, null, 0);

    [Fact]
    public void From_the_draft_to_the_wire_no_combination_changes_what_it_is()
    {
        var random = new Random(20261122);
        var events = WarningEvents.All.Where(one => one.HasColours).Select(one => one.Key).ToArray();
        for (var i = 0; i < 2_000; i++)
        {
            var scope = Pick(random, Enum.GetValues<Scope>());
            var colour = Pick(random, [Priority.Blue, Priority.Yellow, Priority.Orange, Priority.Red]);
            // The officer's own words must not matter: they may say the opposite.
            var words = new FilledText(Pick(random, ["演练", "红色预警", "DRILL", "实战 actual"]), "d", "i", Pick(random, ["演练演练", "这不是演练", "test", "{village}快走"]));
            var body = new DraftBody(Pick(random, events), colour, scope, new DraftArea(["411321"], null, null, null), random.Next(1, 600), null, null, ["zh-CN"], new Dictionary<string, FilledText> { ["zh-CN"] = words });
            var area = new CapArea("县", [], [], [new CapNamedValue("GB/T 2260", "411321")], null, null);
            var file = CapWriter.Write(DraftCap.Compose($"D-{i}", body, [area], null, new DeskSettings(), WarningTexts.Shipped, s_now));
            var alert = ((CapAccepted)CapReader.Read(file)).Alert;
            Assert.Equal(scope, LiveWarnings.ScopeOf(alert.Status));
            var verdict = WarningVerdict.Of(alert, LiveWarnings.ExpiryOf(alert, new WarningSettings()), WarningRelations.None, s_now);
            Assert.Equal(scope != Scope.Test, verdict.Sounds);
            if (!verdict.Sounds)
            {
                continue;
            }

            var stored = new StoredWarning($"W-{i}", s_now, alert, verdict.Kind, true, "", [], LiveWarnings.ExpiryOf(alert, new WarningSettings()), WarningEnd.None, null, null, []);
            var effect = Assert.Single(LiveWarnings.At([stored], s_now, new WarningSettings()));
            var planned = Assert.Single(BroadcastPlan.Missing([effect], [s_board], [], new SoundSettings { ToneMilliseconds = random.Next(0, 9_000) }, s_now));
            var again = Assert.Single(BroadcastPlan.Again(effect, [s_board], [], new SoundSettings(), s_now));
            foreach (var order in new[] { planned, again })
            {
                Assert.True(Order.TryDecode(order.Number(1, s_now).Encode(), out var wire, out var error), error);
                Assert.Equal((scope, scope == Scope.Drill), (wire.Scope, wire.Tone == Tone.Drill));
                Assert.False(wire.IsDrillMismatch);
            }
        }
    }

    [Fact]
    public void A_wire_order_whose_mark_was_turned_is_known_by_its_tone_in_every_combination()
    {
        foreach (var scope in Enum.GetValues<Scope>())
        {
            foreach (var turned in Enum.GetValues<Scope>().Where(other => other != scope))
            {
                foreach (var priority in new[] { Priority.Blue, Priority.Yellow, Priority.Orange, Priority.Red })
                {
                    var said = new Announcement(priority, "x", "zh-CN", s_now.AddHours(1), [new CapArea("县", [], [], [new CapNamedValue("c", "411321")], null, null)]);
                    var order = BroadcastPlan.Missing([new WarningEffect("W", scope, [], [said])], [s_board], [], new SoundSettings(), s_now)[0].Number(1, s_now);
                    order.Scope = turned;
                    Assert.True(order.IsDrillMismatch, $"{scope} dressed as {turned}, {priority}");
                }
            }
        }
    }

    [Theory]
    [InlineData("Actual", "Exercise", "Update")]
    [InlineData("Exercise", "Actual", "Update")]
    [InlineData("Actual", "Exercise", "Cancel")]
    [InlineData("Exercise", "Actual", "Cancel")]
    [InlineData("Actual", "Test", "Cancel")]
    [InlineData("Exercise", "Test", "Update")]
    public async Task What_refers_to_a_message_of_another_kind_leaves_it_alone(string first, string second, string type)
    {
        await using var office = await Office.Open();
        var old = await office.Publish(Office.Cap("w1", status: first));
        await office.Publish(Office.Cap("w2", type, office.ReferenceTo(old), second));
        Assert.Equal(WarningState.Live, LiveWarnings.StateOf(office.Get<WarningStore>().Find(old)!, DateTimeOffset.UtcNow));
    }

    [Fact]
    public async Task The_desk_refuses_an_update_of_another_kind_and_gives_an_all_clear_of_the_same_kind()
    {
        await using var office = await Office.Open();
        var officer = await Staff.Browser(office, "wang", Role.Officer | Role.Approver);
        foreach (var (status, scope) in new[] { ("Actual", Scope.Actual), ("Exercise", Scope.Drill) })
        {
            var old = await office.Publish(Office.Cap($"w-{status}", status: status));
            foreach (var other in Enum.GetValues<Scope>().Where(other => other != scope))
            {
                var body = new { @event = "rainstorm", colour = "red", scope = Words.Of(other), area = new { codes = new[] { "411321100001" } }, minutes = 60, languages = new[] { "zh-CN" }, updates = old };
                await office.Get<EdgeWarning.Gateway.Places.PlaceStore>().Put([new EdgeWarning.Gateway.Places.Division("411321100001", "村", null)], Actor.Gateway);
                using var refused = await officer.PostAsJsonAsync("/api/drafts", body, TestContext.Current.CancellationToken);
                Assert.Contains($"is {Words.Of(scope)}, this is {Words.Of(other)}", await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            }

            using var clear = await officer.PostAsJsonAsync($"/api/warnings/{old}/all-clear", new { typed = "1" }, TestContext.Current.CancellationToken);
            Assert.True(clear.IsSuccessStatusCode);
            Assert.Equal(status, office.Get<WarningStore>().Newest(1)[0].Alert.Status.ToString());
        }
    }

    private static T Pick<T>(Random random, T[] from) => from[random.Next(from.Length)];
}
