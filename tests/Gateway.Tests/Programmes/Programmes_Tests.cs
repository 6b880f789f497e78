using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using EdgeWarning.Gateway.Broadcast;
using EdgeWarning.Gateway.Devices;
using EdgeWarning.Gateway.Places;
using EdgeWarning.Gateway.Platform.Audit;
using EdgeWarning.Gateway.Programmes;
using EdgeWarning.Gateway.Tests.Broadcast;
using EdgeWarning.Gateway.Tests.Platform;
using EdgeWarning.Gateway.Tests.Voice;
using EdgeWarning.Gateway.Voice;
using EdgeWarning.Protocol;

namespace EdgeWarning.Gateway.Tests.Programmes;

/// <summary>The timetable over HTTP, with boards made by hand.</summary>
public sealed class Programmes_Tests
{
    private static readonly string[] s_everyDay = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

    [Fact]
    public async Task A_programme_plays_at_its_time_and_the_office_knows_who_heard_it()
    {
        await using var office = await Open(boards: 2);
        var board = await office.Connect("horn-1");
        using var other = await office.Connect("horn-2", made => made.Answers = _ => []);
        var id = await AddSoon(office);
        var play = await UntilHeard(office, id, heard: 1);
        var order = Assert.Single(board.Told);
        Assert.Equal(
            (OrderKind.Play, Priority.Programme, Scope.Actual, Tone.Chime, "今天播送新闻。", "zh-CN", 2, 55), (order.Kind, order.Priority, order.Scope, order.Tone, order.Text, order.Language, order.Repeats, order.VolumePercent));
        Assert.Equal((2, "南召县"), (play.GetProperty("coverage").GetProperty("targeted").GetInt32(), play.GetProperty("where").GetString()));
        var acts = office.Get<AuditLog>().Newest(20).Where(row => row.Subject.StartsWith(id, StringComparison.Ordinal)).Select(row => (row.Who, row.Act)).Reverse();
        Assert.Equal([("key office", "programme added"), ("gateway", "programme on the air"), ("gateway", "ordered: play, actual")], acts);
    }

    [Fact]
    public async Task A_gateway_that_died_before_it_ordered_what_had_begun_orders_it_after_its_start_and_never_twice()
    {
        await using var office = await Open();
        // As if it had died right after the commit of what has begun: the play stands in the store, and nobody was told.
        var now = DateTimeOffset.UtcNow;
        var body = Timetable_Tests.Programme(new TimeOnly(0, 0)).Body;
        Assert.Equal(1, await office.Get<ProgrammeStore>().Begin([new Play("P-9-20261123-070000", "P-9", body, now, now.AddMinutes(5), now.AddMinutes(6))]));
        Assert.Equal(0, await office.Get<ProgrammeStore>().Begin([new Play("P-9-20261123-070000", "P-9", body, now, now.AddMinutes(5), now.AddMinutes(6))]));
        await office.Stop();
        await office.Start();
        var board = await office.Connect("horn-1");
        await UntilHeard(office, "P-9", heard: 1);
        await office.Stop();
        await office.Start();
        var again = await office.Connect("horn-1");
        await office.PlayBecomes(await office.Publish(Office.Cap("w1")), OrderState.Finished);   // whatever waited for the board has come before
        Assert.Single(board.Came.Concat(again.Came).Where(order => order.Priority == Priority.Programme).Select(order => order.Sequence).Distinct());
    }

    [Fact]
    public async Task No_programme_plays_where_a_warning_stands()
    {
        await using var office = await Open();
        var board = await office.Connect("horn-1");
        await office.PlayBecomes(await office.Publish(Office.Cap("w1")), OrderState.Finished);
        var id = await AddSoon(office);
        await Eventually.True(() => office.Get<ProgrammeStore>().PlaysOf(id, 1).Count == 1, () => "it did not begin");
        // A second warning comes after the programme: had the programme been ordered, it would have been before.
        await office.PlayBecomes(await office.Publish(Office.Cap("w2")), OrderState.Finished);
        Assert.DoesNotContain(board.Came, order => order.Priority == Priority.Programme);
    }

    [Fact]
    public async Task At_night_nothing_is_begun()
    {
        await using var office = await Open(boards: 1, ("Desk:NightToHour", "24"));
        var id = await AddSoon(office);
        var week = await office.Json("/api/programmes/week");
        Assert.All(week.GetProperty("slots").EnumerateArray(), slot => Assert.True(slot.GetProperty("isNight").GetBoolean()));
        await Eventually.True(() => DateTimeOffset.UtcNow > office.Get<ProgrammeStore>().Find(id)!.ChangedAt.AddSeconds(3), () => "");
        Assert.Empty(office.Get<ProgrammeStore>().PlaysOf(id, 1));
    }

    [Theory]
    [InlineData("stop")]
    [InlineData("pause")]
    [InlineData("remove")]
    public async Task What_plays_falls_silent_when_it_is_stopped_made_to_pause_or_removed(string how)
    {
        await using var office = await Open();
        var board = await office.Connect("horn-1", board => board.Answers = HandMadeBoard.KeepsPlaying);
        var id = await AddSoon(office);
        await UntilHeard(office, id, heard: 1);
        Assert.Single(office.Get<IAirings>().At(DateTimeOffset.UtcNow));
        using var answer = how switch
        {
            "stop" => await Send(office, HttpMethod.Post, $"/api/programmes/{id}/stop"),
            "pause" => await Send(office, HttpMethod.Put, $"/api/programmes/{id}", With(Request(), "enabled", false)),
            _ => await Send(office, HttpMethod.Delete, $"/api/programmes/{id}"),
        };
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        await Eventually.True(() => board.Came.Any(order => order.Kind == OrderKind.Stop), () => "no stop came");
        Assert.Equal(board.Came.First().Sequence, board.Came.First(order => order.Kind == OrderKind.Stop).Of);
        using var again = await Send(office, HttpMethod.Post, $"/api/programmes/{id}/stop");
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
    }

    [Fact]
    public async Task The_timetable_is_kept_changed_and_shown_as_a_week()
    {
        await using var office = await Open();
        var id = await Add(office, With(With(Request(), "time", "07:30"), "days", new[] { "monday", "thursday" }));
        using var changed = await Send(office, HttpMethod.Put, $"/api/programmes/{id}", With(With(Request(), "time", "12:15"), "days", new[] { "sunday" }));
        Assert.Equal(HttpStatusCode.NoContent, changed.StatusCode);
        var listed = Assert.Single((await office.Json("/api/programmes")).EnumerateArray());
        Assert.Equal((id, "12:15:00", "南召县", false), (
            listed.GetProperty("id").GetString(), listed.GetProperty("programme").GetProperty("time").GetString(), listed.GetProperty("where").GetString(), listed.GetProperty("isPlaying").GetBoolean()));
        var week = await office.Json("/api/programmes/week");
        Assert.Equal(7, week.GetProperty("days").GetArrayLength());
        var slot = Assert.Single(week.GetProperty("slots").EnumerateArray());
        Assert.Equal((id, DayOfWeek.Sunday), (slot.GetProperty("programme").GetString(), DateOnly.Parse(slot.GetProperty("day").GetString()!).DayOfWeek));
        using var removed = await Send(office, HttpMethod.Delete, $"/api/programmes/{id}");
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        Assert.NotEqual(id, await Add(office, Request()));
    }

    [Fact]
    public async Task What_is_wrong_is_said_with_its_place()
    {
        (string Field, object? Value, string Fault)[] wrongs =
        [
            ("name", "", "name: 1 to 100 characters"),
            ("days", null, "days: one or more of monday"),
            ("days", new[] { "monday", null }, "days: one or more of monday"),
            ("time", "7 Uhr", "time: \"7 Uhr\" is no time of day such as 07:30"),
            ("text", " ", "text: there is nothing to say"),
            ("language", "中文", "language: \"中文\" is no language tag"),
            ("volumePercent", 0, "volumePercent: 1 to 100"),
            ("repeats", 11, "repeats: 1 to 10"),
            ("from", "morgen", "from: \"morgen\" is no day such as 2026-11-23"),
            ("until", "2020-01-01", "until: it ends before it begins"),
            ("area", null, "area: it is needed"),
            ("area", new { codes = new[] { "999999" } }, "area: there is no division 999999"),
            ("area", new { }, "area: nothing is chosen"),
        ];
        await using var office = await Open();
        foreach (var (field, value, fault) in wrongs)
        {
            using var answer = await Send(office, HttpMethod.Post, "/api/programmes", With(With(Request(), "from", "2026-01-01"), field, value));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
            Assert.StartsWith(fault, (await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("detail").GetString());
        }

        Assert.Empty((await office.Json("/api/programmes")).EnumerateArray());
    }

    [Fact]
    public async Task A_sound_is_fetched_and_played_and_one_that_is_not_here_is_refused()
    {
        await using var office = await Open();
        var board = await office.Connect("horn-1");
        var (clip, fault) = await office.Get<ClipLibrary>().Add(new Sound(Sound.FullRate, [.. Enumerable.Range(0, 16_000).Select(at => (short)(8_000 * Math.Sin(at * 0.3)))]), ClipOrigin.Uploaded, "钟声", new Actor("test", ""));
        Assert.True(clip is not null, $"{fault}");
        using var refused = await Send(office, HttpMethod.Post, "/api/programmes", With(Request(), "clip", "nowhere"));
        Assert.Contains("clip: there is no sound nowhere", await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        await UntilHeard(office, await AddSoon(office, With(With(Request(), "clip", clip.Id), "text", null)), heard: 1);
        await Eventually.True(() => board.Came.Any(order => order.Kind == OrderKind.FetchClip), () => "nothing was to be fetched");
        var (play, fetch) = (board.Came.First(order => order.Kind == OrderKind.Play), board.Came.First(order => order.Kind == OrderKind.FetchClip));
        Assert.Equal((clip.BoardName, "新闻", clip.BoardName, clip.Path, Priority.Programme), (play.Clip, play.Text, fetch.Clip, fetch.Path, play.Priority));
    }

    [Fact]
    public async Task Its_sound_is_fetched_before_it_begins_and_once_and_a_text_is_made_before_for_boards_that_cannot_read()
    {
        await using var office = await Open(boards: 2);
        var reader = await office.Connect("horn-1", made => made.Answers = Fetched);
        var mute = await office.Connect("horn-2", made => made.Answers = Fetched);
        mute.BornAgain(status => status.Parts = Status.SpeakerPart);
        await Eventually.True(() => office.Get<BoardStates>().Of("horn-2").Status?.Parts == Status.SpeakerPart, () => "its parts");
        var sound = (await office.Get<ClipLibrary>().Add(Studio.Hum(1, 8_000), ClipOrigin.Uploaded, "钟声", Studio.Officer)).Clip!;
        await Add(office, With(With(RequestIn(300), "clip", sound.Id), "text", null));
        await Add(office, RequestIn(500));
        await Eventually.True(() => mute.Came.Count(IsFetch) == 2 && reader.Came.Any(IsFetch), () => $"{string.Join(' ', mute.Came.Select(order => order.Clip))}");
        Assert.Equal([(sound.BoardName, Priority.Programme)], reader.Came.Select(order => (order.Clip, order.Priority)).Distinct());
        Assert.Equal([sound.BoardName, office.Get<SpeechRenderer>().BoardNameOf("今天播送新闻。", "zh-CN")], mute.Came.Select(order => order.Clip).Distinct());
        Assert.All(mute.Came.Concat(reader.Came), order => Assert.True(IsFetch(order)));    // and nothing sounds yet
        Assert.Equal((1, 2), (reader.Came.Select(order => order.Sequence).Distinct().Count(), mute.Came.Select(order => order.Sequence).Distinct().Count()));

        static bool IsFetch(Order order) => order.Kind == OrderKind.FetchClip;
        static IEnumerable<Receipt> Fetched(Order order) => [HandMadeBoard.Of(order, ReceiptState.Received), HandMadeBoard.Of(order, ReceiptState.Finished)];
    }

    [Fact]
    public async Task A_text_may_be_as_long_as_an_order_carries_and_not_longer()
    {
        await using var office = await Open();
        using var longest = await Send(office, HttpMethod.Post, "/api/programmes", With(Request(), "text", new string('雨', Order.MaxTextBytes / 3)));
        Assert.Equal(HttpStatusCode.Created, longest.StatusCode);
        using var longer = await Send(office, HttpMethod.Post, "/api/programmes", With(Request(), "text", new string('雨', (Order.MaxTextBytes / 3) + 1)));
        Assert.Contains("3003 bytes of UTF-8 are too long", await longer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static async Task<Office> Open(int boards = 1, params (string Name, string Value)[] settings)
    {
        var office = await Office.Open(boards, settings);
        await office.Get<PlaceStore>().Put([new Division("411321", "南召县", null, null, null, null)], new Actor("test", ""));
        return office;
    }

    private static Dictionary<string, object?> Request() => new()
    {
        ["name"] = "新闻",
        ["days"] = s_everyDay,
        ["time"] = "07:30",
        ["area"] = new { codes = new[] { "411321" } },
        ["text"] = "今天播送新闻。",
        ["language"] = "zh-CN",
        ["volumePercent"] = 55,
        ["repeats"] = 2,
    };

    private static Dictionary<string, object?> With(Dictionary<string, object?> request, string field, object? value) => new(request) { [field] = value };

    private static Dictionary<string, object?> RequestIn(int seconds) => At(DateTimeOffset.UtcNow.AddSeconds(seconds), Request());

    private static Dictionary<string, object?> At(DateTimeOffset time, Dictionary<string, object?> request) => With(request, "time", $"{time:HH:mm:ss}");

    /// <summary>One that begins every day, for the first time within seconds: where the machine is so busy that it was past its time when it was kept, it gets a later one.</summary>
    private static async Task<string> AddSoon(Office office, Dictionary<string, object?>? request = null)
    {
        for (var seconds = 2; ; seconds *= 2)
        {
            var time = DateTimeOffset.UtcNow.AddSeconds(seconds);
            var id = await Add(office, At(time, request ?? Request()));
            if (office.Get<ProgrammeStore>().Find(id)!.ChangedAt < time.AddSeconds(-1))    // a time of the timetable has no fraction
            {
                return id;
            }

            using var removed = await Send(office, HttpMethod.Delete, $"/api/programmes/{id}");
        }
    }

    private static async Task<string> Add(Office office, Dictionary<string, object?> request)
    {
        using var answer = await Send(office, HttpMethod.Post, "/api/programmes", request);
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.Created, body);
        return JsonDocument.Parse(body).RootElement.GetProperty("id").GetString()!;
    }

    private static async Task<HttpResponseMessage> Send(Office office, HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        return await office.Http.SendAsync(request);
    }

    private static async Task<JsonElement> UntilHeard(Office office, string programme, int heard)
    {
        var plays = default(JsonElement);
        await Eventually.True(
            () =>
            {
                plays = office.Json($"/api/programmes/{programme}/plays").GetAwaiter().GetResult();
                return plays.GetArrayLength() > 0 && plays[0].GetProperty("coverage").GetProperty("heard").GetInt32() == heard;
            },
            () => $"{plays}");
        return plays[0];
    }
}
