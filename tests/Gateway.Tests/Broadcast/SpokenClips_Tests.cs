using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Dapper;
using EdgeWarning.Gateway.Broadcast;
using EdgeWarning.Gateway.Devices;
using EdgeWarning.Gateway.People;
using EdgeWarning.Gateway.Places;
using EdgeWarning.Gateway.Platform.Audit;
using EdgeWarning.Gateway.Tests.People;
using EdgeWarning.Gateway.Tests.Platform;
using EdgeWarning.Gateway.Tests.Voice;
using EdgeWarning.Gateway.Voice;
using EdgeWarning.Protocol;

namespace EdgeWarning.Gateway.Tests.Broadcast;

/// <summary>Words as sound for boards that cannot read: with the real espeak-ng, over the real link, fetched as a board fetches.</summary>
public sealed class SpokenClips_Tests
{
    [Fact]
    public async Task A_board_without_a_speech_module_plays_at_once_and_then_fetches_its_words()
    {
        await using var office = await Office.Open(boards: 2);
        var reader = await office.Connect("horn-1");
        var mute = await Mute(office, "horn-2", order => order.Kind == OrderKind.FetchClip ? Fetched(order) : HandMadeBoard.PlaysToTheEnd(order).Take(2));
        await office.Publish(Office.Cap("w1"));
        await Eventually.True(() => mute.Came.Any(order => order.Kind == OrderKind.FetchClip), () => Said(mute));
        var (play, fetch) = (mute.Came.ElementAt(0), mute.Came.First(order => order.Kind == OrderKind.FetchClip));
        Assert.Equal(OrderKind.Play, play.Kind);
        Assert.Contains("请立即转移", play.Text);
        Assert.Equal(play.Clip, fetch.Clip);
        Assert.Equal(play.ExpiresUnixMilliseconds, fetch.ExpiresUnixMilliseconds, 1_000.0);
        var wav = await Fetch(office, "horn-2", fetch);
        Assert.Equal(fetch.Bytes, wav.Length);
        Assert.Equal(Loudness.SpeechLevel, Loudness.LevelOf(WavFile.Read(wav, out _)!), 0.5);
        Assert.Equal(SealOf(office.Get<BoardRegistry>().KeyOf("horn-2")!, wav), fetch.Seal);

        await Eventually.True(() => reader.Came.Any(order => order.Kind == OrderKind.Play), () => Said(reader));
        Assert.Equal("", reader.Came.First().Clip);
        Assert.DoesNotContain(reader.Came, order => order.Kind == OrderKind.FetchClip);
    }

    /// <summary>A board of any make: its receipts are enough. That its module is silent it need not say.</summary>
    [Fact]
    public async Task A_board_whose_speech_module_fails_gets_the_running_warning_as_sound_at_once_and_the_next_one_from_the_start()
    {
        await using var office = await Office.Open();
        var board = await office.Connect("horn-1", made => made.Answers = order => order.Kind == OrderKind.FetchClip ? Fetched(order) : order.Clip.Length > 0 ? HandMadeBoard.KeepsPlaying(order) : LosesItsWords(order));
        board.BornAgain();
        await Eventually.True(() => office.Get<BoardStates>().Of("horn-1").Status is not null, () => "its parts");
        await office.Publish(Office.Cap("w1"));
        await Eventually.True(() => board.Came.Any(order => order.Kind == OrderKind.FetchClip), () => Said(board));
        var (read, instead) = (board.Told.ElementAt(0), board.Told.ElementAt(1));
        Assert.Equal(("", read.Sequence, read.Text), (read.Clip, instead.Of, instead.Text));
        Assert.NotEmpty(instead.Clip);

        await office.Publish(Office.Cap("w2"));
        await Eventually.True(() => board.Told.Count() == 3, () => Said(board));
        Assert.NotEmpty(board.Told.ElementAt(2).Clip);
        await Task.Yield();
        Assert.Equal(3, board.Told.Count());
    }

    [Fact]
    public async Task A_board_that_says_that_its_speech_module_is_silent_is_shown_with_it_and_gets_sounds_until_it_says_that_it_answers()
    {
        await using var office = await Office.Open();
        var board = await office.Connect("horn-1", made => made.Answers = order => order.Kind == OrderKind.FetchClip ? Fetched(order) : HandMadeBoard.PlaysToTheEnd(order));
        await BornWith(office, board, Status.SpeakerPart | Status.SilentSpeechPart);
        var first = await office.Publish(Office.Cap("w1"));
        await office.PlayBecomes(first, OrderState.Finished);
        Assert.NotEmpty(board.Told.Last().Clip);
        Assert.Contains(BoardTrouble.SpeechSilent, Troubles(await office.Json("/api/boards")));
        var told = (await office.Json($"/api/warnings/{first}/delivery")).GetProperty("villages")[0].GetProperty("boards")[0];
        Assert.True(told.GetProperty("speechSilent").GetBoolean(), told.ToString());

        await BornWith(office, board, Status.SpeakerPart | Status.SpeechPart);
        await office.PlayBecomes(await office.Publish(Office.Cap("w2")), OrderState.Finished);
        Assert.Empty(board.Told.Last().Clip);
        Assert.DoesNotContain(BoardTrouble.SpeechSilent, Troubles(await office.Json("/api/boards")));
    }

    private static string Troubles(JsonElement boards) => boards[0].GetProperty("troubles").ToString();

    [Fact]
    public async Task Of_a_text_that_a_board_cannot_keep_the_beginning_is_heard()
    {
        await using var office = await Office.Open();
        await office.Get<PlaceStore>().Put([new Division("411321100001", "河头村", "411321")], Actor.Gateway);
        var mute = await Mute(office, "horn-1", HandMadeBoard.KeepsPlaying);
        var officer = await Staff.Browser(office, "wang", Role.Officer | Role.Approver);
        var text = new { headline = "h", description = "d", instruction = "i", spoken = string.Concat(Enumerable.Repeat("请立即向高处转移。", 50)) };
        var body = new { @event = "rainstorm", colour = "red", scope = "actual", area = new { codes = new[] { "411321100001" } }, minutes = 60, languages = new[] { "zh-CN" }, texts = new Dictionary<string, object> { ["zh-CN"] = text } };
        using var draft = await officer.PostAsJsonAsync("/api/drafts", body, TestContext.Current.CancellationToken);
        var id = (await draft.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("id").GetString();
        (await officer.PostAsJsonAsync($"/api/drafts/{id}/issue", new { typed = "1" }, TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();
        await Eventually.True(() => mute.Came.Any(order => order.Kind == OrderKind.FetchClip), () => Said(mute));
        var sound = WavFile.Read(await Fetch(office, "horn-1", mute.Came.First(order => order.Kind == OrderKind.FetchClip)), out _)!;
        Assert.InRange(sound.Milliseconds, Clip.MostMilliseconds / 2, Clip.MostMilliseconds);
        Assert.Equal(Sound.HalfRate, sound.RateHertz);
    }

    [Fact]
    public async Task A_recording_goes_to_every_board_with_the_text_for_those_that_cannot_get_it()
    {
        await using var office = await Office.Open();
        var (clip, _) = await office.Get<ClipLibrary>().Add(Studio.Hum(2, 4_000), ClipOrigin.Recorded, "喊话", Studio.Officer);
        var board = await office.Connect("horn-1", made => made.Answers = order => order.Kind == OrderKind.FetchClip ? Fetched(order) : HandMadeBoard.PlaysToTheEnd(order).Take(2));
        await office.Publish(WithSound(Office.Cap("w1"), clip!));
        await Eventually.True(() => board.Came.Any(order => order.Kind == OrderKind.FetchClip), () => Said(board));
        var (play, fetch) = (board.Came.First(), board.Came.First(order => order.Kind == OrderKind.FetchClip));
        Assert.Equal((clip!.BoardName, clip.BoardName, clip.Path), (play.Clip, fetch.Clip, fetch.Path));
        Assert.NotEmpty(play.Text);
    }

    [Fact]
    public async Task A_drill_carries_its_announcement_where_no_module_says_it_and_never_a_recording_that_has_none()
    {
        await using var office = await Office.Open();
        var (clip, _) = await office.Get<ClipLibrary>().Add(Studio.Hum(2, 4_000), ClipOrigin.Recorded, "喊话", Studio.Officer);
        var mute = await Mute(office, "horn-1", HandMadeBoard.KeepsPlaying);
        await office.Publish(WithSound(Office.Cap("w1", status: "Exercise"), clip!));
        await Eventually.True(() => mute.Came.Any(order => order.Kind == OrderKind.FetchClip), () => Said(mute));
        var play = mute.Came.First();
        var sound = WavFile.Read(await Fetch(office, "horn-1", mute.Came.First(order => order.Kind == OrderKind.FetchClip)), out _)!;
        var bare = (await office.Get<SpeechRenderer>().Render(play.Text, "zh-CN")).Clip!;
        Assert.Equal(office.Get<SpeechRenderer>().BoardNameOf(DrillMarks.Around(play.Text, "zh-CN"), "zh-CN"), play.Clip);
        Assert.InRange(sound.Milliseconds, bare.Milliseconds + 3_000, bare.Milliseconds + 9_000);
    }

    /// <summary>Each village's own words, once for each different text, before anything is issued.</summary>
    [Fact]
    public async Task The_words_of_a_draft_are_made_while_it_is_being_written()
    {
        await using var office = await Office.Open(boards: 3);
        await office.Get<PlaceStore>().Put([new Division("411321", "南召县", null), new Division("411321100001", "河头村", "411321", 900, "村小学", "老王")], Actor.Gateway);
        await Mute(office, "horn-1", HandMadeBoard.PlaysToTheEnd);
        await Mute(office, "horn-2", HandMadeBoard.PlaysToTheEnd);
        var officer = await Staff.Browser(office, "wang", Role.Officer | Role.Approver);
        var body = new { @event = "rainstorm", colour = "red", scope = "actual", area = new { codes = new[] { "411321100001" } }, minutes = 60, languages = new[] { "zh-CN" } };
        (await officer.PostAsJsonAsync("/api/drafts/preview", body, TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();
        await Eventually.True(() => Spoken(office).Count == 1, () => $"{Spoken(office).Count} clips");
        Assert.Contains("村小学", Spoken(office)[0]);
    }

    private static List<string> Spoken(Office office) => office.Get<Gateway.Platform.Storage.Database>().Read(db => db.Query<string>("SELECT name FROM clips WHERE origin = 1").AsList());

    [Fact]
    public async Task The_tone_goes_out_also_from_a_gateway_that_cannot_speak()
    {
        await using var office = await Office.Open(1, ("Voice:Espeak", "/nowhere/espeak-ng"));
        var mute = await Mute(office, "horn-1", HandMadeBoard.PlaysToTheEnd);
        var warning = await office.Publish(Office.Cap("w1"));
        await office.PlayBecomes(warning, OrderState.Finished);
        Assert.DoesNotContain(mute.Came, order => order.Kind == OrderKind.FetchClip);
    }

    [Fact]
    public async Task A_fetch_that_fails_is_ordered_again_a_few_times_and_a_restart_takes_it_up()
    {
        await using var office = await Office.Open();
        await Mute(office, "horn-1", order => order.Kind == OrderKind.FetchClip ? Failed(order) : HandMadeBoard.KeepsPlaying(order));
        var warning = await office.Publish(Office.Cap("w1"));
        await Eventually.True(() => Fetches(office, warning).Count(order => order.Progress.State == OrderState.Failed) == ClipPlan.MostTries, () => $"{Fetches(office, warning).Length} fetches");
        await office.Stop();
        await office.Start();
        await Mute(office, "horn-1", HandMadeBoard.KeepsPlaying);
        await Task.Yield();
        Assert.Equal(ClipPlan.MostTries, Fetches(office, warning).Length);
    }

    [Theory]
    [InlineData(OrderState.Finished, 1, false)]
    [InlineData(OrderState.Received, 1, false)]
    [InlineData(OrderState.Failed, 1, true)]
    [InlineData(OrderState.Failed, 2, true)]
    [InlineData(OrderState.Failed, 3, false)]
    [InlineData(OrderState.Finished, 0, true)]
    public void A_clip_is_fetched_once_for_a_play_unless_that_failed(OrderState state, int tries, bool isMissing)
    {
        var now = DateTimeOffset.UnixEpoch.AddYears(56);
        var play = Planned(OrderKind.Play, 10, OrderState.Playing, now);
        IReadOnlyList<BroadcastOrder> orders = [play, .. Enumerable.Range(1, tries).Select(n => Planned(OrderKind.FetchClip, 10 + n, state, now))];
        Assert.Equal(isMissing, ClipPlan.Unfetched(orders, now).Any());
        Assert.Empty(ClipPlan.Unfetched(orders, now.AddHours(2)));      // expired
        Assert.Single(ClipPlan.Unfetched([.. orders, Planned(OrderKind.Play, 99, OrderState.Received, now)], now), order => order.Sequence == 99);     // a new play asks again: the board may have let it go
    }

    [Theory]
    [InlineData(BoardKinds.Loudspeaker, Status.SpeakerPart | Status.SpeechPart, "zh-CN", true)]
    [InlineData(BoardKinds.Loudspeaker, Status.SpeakerPart | Status.SpeechPart, "en", true)]
    [InlineData(BoardKinds.Loudspeaker, Status.SpeakerPart | Status.SpeechPart, "vi", false)]
    [InlineData(BoardKinds.Loudspeaker, Status.SpeakerPart, "zh-CN", false)]
    [InlineData(BoardKinds.Loudspeaker, null, "zh-CN", false)]
    [InlineData(BoardKinds.Bench, null, "vi", true)]
    public void A_speech_module_reads_Chinese_and_English_and_what_is_not_known_gets_a_sound(string kind, int? parts, string language, bool reads) =>
        Assert.Equal(reads, ClipPlan.ReadsTexts(new Board(1, "b", kind, "411321", "", null, null, null, 0), parts is { } known ? new Status { Parts = known } : null, language));

    [Theory]
    [InlineData(ClipOrigin.Recorded, Scope.Actual, true)]
    [InlineData(ClipOrigin.Uploaded, Scope.Test, true)]
    [InlineData(ClipOrigin.Drill, Scope.Drill, true)]
    [InlineData(ClipOrigin.Recorded, Scope.Drill, false)]
    [InlineData(ClipOrigin.Drill, Scope.Actual, false)]
    [InlineData(ClipOrigin.Drill, Scope.Test, false)]
    public void What_was_announced_as_a_drill_is_never_real_and_a_drill_is_always_announced(ClipOrigin origin, Scope scope, bool suits) =>
        Assert.Equal(suits, ClipPlan.Suits(new Clip(new string('a', 64), origin, "", 1, 1, "", "", default), scope));

    private static BroadcastOrder Planned(OrderKind kind, long sequence, OrderState state, DateTimeOffset now) => new(
        new OrderKey("horn-1", sequence), kind, "w1", 0, Scope.Actual, Priority.Red, now, now.AddHours(1), [], OrderProgress.Committed(now).With(new OrderStep(state, now)))
    { Clip = "speech-1" };

    private static async Task<HandMadeBoard> Mute(Office office, string id, Func<Order, IEnumerable<Receipt>> answers)
    {
        var board = await office.Connect(id, made => made.Answers = answers);
        await BornWith(office, board, Status.SpeakerPart);
        return board;
    }

    private static Task BornWith(Office office, HandMadeBoard board, int parts)
    {
        board.BornAgain(status => status.Parts = parts);
        return Eventually.True(() => office.Get<BoardStates>().Of(board.Id).Status?.Parts == parts, () => "its parts");
    }

    private static IEnumerable<Receipt> LosesItsWords(Order order) =>
    [
        HandMadeBoard.Of(order, ReceiptState.Received), HandMadeBoard.Of(order, ReceiptState.Playing), HandMadeBoard.Of(order, ReceiptState.NotHeard, Reason.SpeechFault),
    ];

    private static IEnumerable<Receipt> Fetched(Order order) => [HandMadeBoard.Of(order, ReceiptState.Received), HandMadeBoard.Of(order, ReceiptState.Finished)];

    private static IEnumerable<Receipt> Failed(Order order) => [HandMadeBoard.Of(order, ReceiptState.Received), HandMadeBoard.Of(order, ReceiptState.Failed, Reason.FetchFailed)];

    private static BroadcastOrder[] Fetches(Office office, string warning) => [.. office.Orders.OfWarning(warning).Where(order => order.Kind == OrderKind.FetchClip)];

    private static string Said(HandMadeBoard board) => string.Join("; ", board.Came.Select(order => $"{order.Kind} {order.Clip}"));

    private static string WithSound(string cap, Clip clip) => cap.Replace(
        "<area>", $"<resource><resourceDesc>喊话</resourceDesc><mimeType>audio/wav</mimeType><size>{clip.Bytes}</size><uri>{clip.Uri}</uri><digest>{clip.Sha1}</digest></resource><area>", StringComparison.Ordinal);

    private static byte[] SealOf(byte[] key, byte[] file)
    {
        var seal = new FileSeal(key, file.Length);
        for (var at = 0; at < file.Length; at += FileSeal.BlockBytes)
        {
            seal.Add(file, at, Math.Min(FileSeal.BlockBytes, file.Length - at));
        }

        return seal.Finish();
    }

    private static async Task<byte[]> Fetch(Office office, string board, Order order)
    {
        using var http = office.Anonymous();
        var token = Credentials.FetchToken(office.Get<BoardRegistry>().KeyOf(board)!, order.Path);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Board", $"{board}:{token}");
        return await http.GetByteArrayAsync(new Uri(order.Path, UriKind.Relative));
    }
}
