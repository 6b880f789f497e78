using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using EdgeWarning.Gateway.People;
using EdgeWarning.Gateway.Platform.Audit;
using EdgeWarning.Gateway.Tests.Broadcast;
using EdgeWarning.Gateway.Tests.People;
using EdgeWarning.Gateway.Tests.Platform;
using EdgeWarning.Gateway.Upkeep;
using EdgeWarning.Protocol;

namespace EdgeWarning.Gateway.Tests.Upkeep;

/// <summary>A technician changes many boards from the console: looked at first, tried by one, then by the others; boards answer over the real link.</summary>
public sealed class RolloutEndpoints_Tests
{
    private static CancellationToken Stopping => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_would_change_is_shown_for_each_board_before_anything_does()
    {
        await using var office = await Office.Open(boards: 2);
        await office.Get<WishStore>().WantSettings("horn-2", "volume.percent = 80\n", Actor.Gateway);
        var technician = await Technician(office);
        var seen = await Json(await technician.PostAsJsonAsync("/api/county-settings/preview", Change(("volume.percent", "80"), ("night.from", null), ("warn.rise.minutes", "5")), Stopping));
        Assert.Equal(
            """[{"board":"horn-1","differences":[{"name":"volume.percent","before":null,"after":"80"}],"faults":[]},{"board":"horn-2","differences":[],"faults":[]}]""",
            seen.ToString());
        Assert.Equal("[]", (await office.Json("/api/rollouts")).ToString());
    }

    [Theory]
    [InlineData("volume.percent", "loud", "volume.percent: a whole number from 0 to 100, not loud")]
    [InlineData("night.from", "25:00", "night.from: a time like 06:30, not 25:00")]
    [InlineData("key", "00", "key belongs to the board")]
    [InlineData("volume.percent", null, "nothing would change")]
    public async Task What_no_board_would_take_changes_nothing_and_says_why(string name, string? value, string why)
    {
        await using var office = await Office.Open(boards: 2);
        var answer = await (await Technician(office)).PostAsJsonAsync("/api/county-settings", Change((name, value)), Stopping);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains(why, await answer.Content.ReadAsStringAsync(Stopping));
    }

    [Fact]
    public async Task One_board_tries_new_settings_and_the_others_follow_with_their_own_kept()
    {
        await using var office = await Office.Open(boards: 3);
        var wishes = office.Get<WishStore>();
        await wishes.WantSettings("horn-3", "report.seconds = 60\n", Actor.Gateway);
        await Connect(office, Kept, "horn-1", "horn-3");
        await Connect(office, order => [HandMadeBoard.Of(order, ReceiptState.Received)], "horn-2");
        await Eventually.True(() => wishes.Find("horn-3", Wish.SettingsSubject)?.State == WishState.Done, () => "its own settings");
        var technician = await Technician(office);
        (await technician.PostAsJsonAsync("/api/county-settings", Change([("volume.percent", "70")], "horn-2", 3), Stopping)).EnsureSuccessStatusCode();
        var first = office.Boards.Single(board => board.Id == "horn-2");
        await Eventually.True(() => first.Told.Any(), () => "the first was told nothing");
        await States(office, "horn-2 ordered", "horn-1 held", "horn-3 held");
        first.Say(HandMadeBoard.Of(first.Told.Last(), ReceiptState.Finished));
        await States(office, "horn-2 done", "horn-1 done", "horn-3 done");
        Assert.Equal("report.seconds = 60\nvolume.percent = 70\n", wishes.Find("horn-3", Wish.SettingsSubject)!.Settings);
        Assert.Contains(office.Get<AuditLog>().Newest(20), row => row is { Act: "settings for boards", Who: "li" } && row.Detail.Contains("volume.percent = 70: horn-2 horn-1 horn-3", StringComparison.Ordinal));
    }

    [Fact]
    public async Task When_the_first_goes_back_the_others_stay_as_they_are_until_somebody_decides()
    {
        await using var office = await Office.Open(boards: 3);
        await Connect(office, order => [HandMadeBoard.Of(order, ReceiptState.Received), HandMadeBoard.Of(order, ReceiptState.Failed, Reason.RolledBack)], "horn-1");
        await Connect(office, Kept, "horn-2", "horn-3");
        var technician = await Technician(office);
        (await technician.PostAsJsonAsync("/api/county-settings", Change([("volume.percent", "70")], null, 3), Stopping)).EnsureSuccessStatusCode();
        await States(office, "horn-1 rolled-back", "horn-2 held", "horn-3 held");
        Assert.Equal(HttpStatusCode.NoContent, (await technician.PostAsJsonAsync("/api/rollouts/1/go-on", new { board = "horn-2" }, Stopping)).StatusCode);
        await States(office, "horn-1 rolled-back", "horn-2 done", "horn-3 held");
        Assert.Equal(HttpStatusCode.NoContent, (await technician.PostAsync(new Uri("/api/rollouts/1/give-up", UriKind.Relative), null, Stopping)).StatusCode);
        await States(office, "horn-1 rolled-back", "horn-2 done", "horn-3 given-up");
        Assert.Null(office.Get<WishStore>().Find("horn-3", Wish.SettingsSubject));
        Assert.Equal(HttpStatusCode.Conflict, (await technician.PostAsync(new Uri("/api/rollouts/1/give-up", UriKind.Relative), null, Stopping)).StatusCode);
    }

    [Fact]
    public async Task An_application_is_brought_looked_at_and_given_to_one_board_first()
    {
        await using var office = await Office.Open(boards: 2);
        await Connect(office, Kept, "horn-1", "horn-2");
        var technician = await Technician(office);
        var application = (await Json(await Bring(technician, Application.Pack(["NFMRK2 speech"u8.ToArray(), "NFMRK2 program"u8.ToArray()])))).GetProperty("application").GetString();
        (await technician.PostAsJsonAsync("/api/updates", new { boards = new[] { "horn-1", "horn-2" }, application, build = 8, first = "horn-2" }, Stopping)).EnsureSuccessStatusCode();
        await States(office, "horn-2 done", "horn-1 done");
        var older = await technician.PostAsJsonAsync("/api/updates", new { boards = new[] { "horn-1" }, application, build = 7 }, Stopping);
        Assert.Contains("horn-1 was given build 8 before", await older.Content.ReadAsStringAsync(Stopping));
        Assert.Equal("8 a.pe b.pe", (await office.Json("/api/rollouts"))[0].GetProperty("what").GetString());
    }

    [Theory]
    [InlineData("", "one assembly at least")]
    [InlineData("\u0005\0\0\0hello", "file 1 is no assembly of nanoFramework")]
    [InlineData("\u0009\0\0\0NFMRK2", "assembly 1 is cut off")]
    public async Task What_is_no_application_is_refused(string packed, string why)
    {
        await using var office = await Office.Open();
        var answer = await Bring(await Technician(office), Encoding.ASCII.GetBytes(packed));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains(why, await answer.Content.ReadAsStringAsync(Stopping));
    }

    private static Task<HttpClient> Technician(Office office) => Staff.Browser(office, "li", Role.Technician);

    private static async Task Connect(Office office, Func<Order, IEnumerable<Receipt>> answers, params string[] boards)
    {
        foreach (var board in boards)
        {
            await office.Connect(board, made => made.Answers = answers);
        }
    }

    private static IEnumerable<Receipt> Kept(Order order) => [HandMadeBoard.Of(order, ReceiptState.Received), HandMadeBoard.Of(order, ReceiptState.Finished)];

    private static object Change(params (string Name, string? Value)[] values) => Change(values, null, 2);

    private static object Change((string Name, string? Value)[] values, string? first, int boards) =>
        new { boards = Enumerable.Range(1, boards).Select(number => $"horn-{number}").ToArray()[..boards], changes = values.ToDictionary(value => value.Name, value => value.Value), first };

    private static async Task<HttpResponseMessage> Bring(HttpClient technician, byte[] packed)
    {
        using var content = new ByteArrayContent(packed);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        return await technician.PostAsync(new Uri("/api/applications?name=a.pe%20b.pe", UriKind.Relative), content, Stopping);
    }

    private static async Task<JsonElement> Json(HttpResponseMessage answer)
    {
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Stopping));
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Stopping);
    }

    private static async Task States(Office office, params string[] wanted)
    {
        var last = "";
        await Eventually.True(
            () =>
            {
                var rollout = office.Json("/api/rollouts").GetAwaiter().GetResult()[0];
                last = string.Join(", ", rollout.GetProperty("boards").EnumerateArray().Select(board => $"{board.GetProperty("board")} {board.GetProperty("state")}"));
                return last == string.Join(", ", wanted);
            },
            () => last);
    }
}
