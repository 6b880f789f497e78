using System.Net;
using System.Text;
using System.Text.Json;
using EdgeWarning.Protocol;
using EdgeWarning.Simulator;
using EdgeWarning.Simulator.Control;
using EdgeWarning.Simulator.County;
using EdgeWarning.Simulator.Weather;

namespace EdgeWarning.Firmware.Tests.Simulator;

/// <summary>The real firmware on simulated boards, a real broker between it and the least of offices.</summary>
public sealed class SimulatedCounty_Tests : IDisposable
{
    private const double RedHertz = 1_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("edgewarning-county-").FullName;
    private readonly List<string> _said = [];
    private readonly Broker _broker = new();
    private readonly Office _office;
    private SimulatedCounty? _county;

    public SimulatedCounty_Tests() => _office = new Office(_broker.Port);

    public void Dispose()
    {
        _county?.Dispose();
        _office.Dispose();
        _broker.Dispose();
        Directory.Delete(_folder, true);
    }

    [Fact]
    public void A_sealed_order_is_heard_as_tone_and_speech()
    {
        SimulatedBoard board = StartOne("ls-1", CountyPlan.Loudspeaker);
        Order order = _office.Send("ls-1", order => order.Text = "请立即向高处转移。");
        Expect(order, ReceiptState.Finished);
        string wav = board.WavPath;
        _county!.Dispose();
        _county = null;

        Receipt heard = _office.Find(order, ReceiptState.Heard) ?? throw new Xunit.Sdk.XunitException(_office.History(order));
        Assert.True(heard.ToneMilliamperes > heard.QuietMilliamperes + 200, $"tone {heard.ToneMilliamperes} mA, quiet {heard.QuietMilliamperes} mA");
        Assert.True(heard.SpeechMilliamperes > heard.QuietMilliamperes + 200, $"speech {heard.SpeechMilliamperes} mA, quiet {heard.QuietMilliamperes} mA");
        var recording = new Recording(wav);

        // Three seconds of T3 cadence are 1.5 s of tone; eight syllables are two to three seconds of speech.
        Assert.InRange(recording.SecondsOfTone(RedHertz), 1.2, 2.1);
        Assert.InRange(recording.SecondsOfSpeech(RedHertz), 1, 5);
    }

    [Fact]
    public void A_pulled_horn_is_found_by_the_board_and_the_village_is_silent()
    {
        SimulatedBoard board = StartOne("ls-1", CountyPlan.Loudspeaker);
        board.Amplifier!.HornConnected = false;
        Order order = _office.Send("ls-1", order => order.Text = "转移");
        Expect(order, ReceiptState.NotHeard);
        Expect(order, ReceiptState.Finished);
        _county!.Dispose();
        _county = null;

        Assert.Null(_office.Find(order, ReceiptState.Heard));
        Assert.True(new Recording(board.WavPath).IsSilent);
    }

    [Fact]
    public void Rain_committed_is_rain_fallen_to_the_tip()
    {
        // 10.1 mm in ten minutes at 120 times: 50 tips of 0.2 mm, due faster than the reed, and half a tip left in the bucket.
        var rain = new RainSeries("test", [new RainStep(0, 600_000, 10_100_000, 0)], false);
        SimulatedBoard board = StartOne("rg-1", CountyPlan.RainGauge, new StormOptions(rain, null, 120));
        _county!.Storm.Start();
        Until.True(() => _county.Storm.Finished, () => $"{board.Bucket!.Fallen} tips, {_county.Storm.Behind} behind", 60);

        Assert.Equal(50, board.Bucket!.Fallen);
        Until.True(() => _office.Latest("rg-1", ReadingKind.Rain) == 10_000_000 / 1_000, () => $"{_office.Latest("rg-1", ReadingKind.Rain)} um committed");
        Assert.Equal(10_000, board.RainMicrometresCounted);
        Until.True(() => board.ReadingsMade == _office.Committed.Count, () => $"{board.ReadingsMade} made, {_office.Committed.Count} committed");
    }

    [Theory]
    [InlineData("stage.probe = ultrasonic\nstage.zero.millimetres = 4500\n")]
    [InlineData("stage.probe = loop\nstage.zero.millimetres = -500\nstage.loop.fullscale.millimetres = 5000\n")]
    public void The_river_of_the_record_is_the_river_in_the_readings(string probe)
    {
        var stage = new StageSeries("test", [(0, 2_345)]);
        StartOne("wl-1", CountyPlan.WaterLevel, new StormOptions(null, stage), probe);

        // An uncalibrated loop is off by some counts of noise: 1 count is 2 mm of five metres.
        Until.True(
            () => _office.Latest("wl-1", ReadingKind.Stage) is { } millimetres && Math.Abs(millimetres - 2_345) <= 25,
            () => $"{_office.Latest("wl-1", ReadingKind.Stage)} mm, fault {_office.Latest("wl-1", ReadingKind.StageFault)}");
    }

    [Fact]
    public void A_village_station_sounds_counts_rain_and_sees_the_river()
    {
        var rain = new RainSeries("test", [new RainStep(0, 60_000, 2_000_000, 0)], false);
        var stage = new StageSeries("test", [(0, 1_200)]);
        StartOne("vs-1", CountyPlan.VillageStation, new StormOptions(rain, stage, 60), "stage.zero.millimetres = 4500\n");
        _county!.Storm.Start();
        Order order = _office.Send("vs-1", order => order.Text = "请立即向高处转移。");

        Expect(order, ReceiptState.Heard);
        Until.True(() => _office.Latest("vs-1", ReadingKind.Rain) == 2_000, () => $"{_office.Latest("vs-1", ReadingKind.Rain)} um committed");
        Until.True(() => _office.Latest("vs-1", ReadingKind.Stage) == 1_200, () => $"{_office.Latest("vs-1", ReadingKind.Stage)} mm committed");
    }

    [Fact]
    public void A_bench_obeys_in_its_log()
    {
        StartOne("bench-1", CountyPlan.Bench);
        Order order = _office.Send("bench-1", order => order.Text = "转移");

        Expect(order, ReceiptState.CannotTell);
    }

    [Fact]
    public void Power_that_fails_and_returns_is_a_restart_and_the_readings_go_on()
    {
        SimulatedBoard board = StartOne("rg-1", CountyPlan.RainGauge, new StormOptions(null, null));
        Until.True(() => board.ReadingsMade > 0, () => $"{board.ReadingsMade} readings");
        long before = board.ReadingsMade;
        _office.Births.Clear();

        Assert.Equal("power of rg-1 is off", TypedCommands.Obey(_county!, "power rg-1 off"));
        Assert.False(board.Machine.IsPowered);
        Assert.Equal("power of rg-1 is on", TypedCommands.Obey(_county!, "power rg-1 on"));

        Until.True(() => _office.Births.ContainsKey("rg-1"), () => "no birth");
        Assert.Equal(1, board.Machine.Restarts);
        Until.True(() => board.ReadingsMade > before, () => $"{board.ReadingsMade} readings");
        Assert.Empty(board.Machine.Faults);
    }

    [Fact]
    public async Task The_hands_work_over_HTTP_and_say_what_they_do_not_understand()
    {
        SimulatedBoard board = StartOne("ls-1", CountyPlan.Loudspeaker, new StormOptions(new RainSeries("test", [], false), null));
        await using ControlServer control = await ControlServer.Start(_county!, 0);
        using var http = new HttpClient { BaseAddress = control.Address };

        Assert.Equal(HttpStatusCode.NoContent, await Post("/boards/ls-1/horn", """{"connected":false}"""));
        Assert.False(board.Amplifier!.HornConnected);
        Assert.Equal(HttpStatusCode.NoContent, await Post("/boards/*/network", """{"up":false}"""));
        Assert.False(board.Machine.NetworkUp);
        Assert.Equal(HttpStatusCode.NoContent, await Post("/boards/ls-1/power", """{"on":false}"""));
        using JsonDocument seen = JsonDocument.Parse(await http.GetStringAsync(new Uri("/boards/ls-1", UriKind.Relative)));
        Assert.Equal("dark", seen.RootElement.GetProperty("state").GetString());
        Assert.False(seen.RootElement.GetProperty("horn").GetBoolean());

        Assert.Equal(HttpStatusCode.NotFound, await Post("/boards/nobody/horn", """{"connected":false}"""));
        Assert.Equal(HttpStatusCode.NotFound, await Post("/boards/ls-1/steam", """{"on":false}"""));
        Assert.Equal(HttpStatusCode.BadRequest, await Post("/boards/ls-1/horn", """{"connected":"off"}"""));
        Assert.Equal(HttpStatusCode.BadRequest, await Post("/boards/ls-1/horn", "horn off"));
        using JsonDocument stats = JsonDocument.Parse(await http.GetStringAsync(new Uri("/stats", UriKind.Relative)));
        Assert.InRange(stats.RootElement.GetProperty("peakMegabytes").GetDouble(), 20, 2_000);
        using JsonDocument weather = JsonDocument.Parse(await http.GetStringAsync(new Uri("/weather", UriKind.Relative)));
        Assert.False(weather.RootElement.GetProperty("started").GetBoolean());
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(new Uri("/health", UriKind.Relative))).StatusCode);

        async Task<HttpStatusCode> Post(string path, string body)
        {
            using var content = new StringContent(body, Encoding.UTF8, "application/json");
            return (await http.PostAsync(new Uri(path, UriKind.Relative), content)).StatusCode;
        }
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("horn ls-1 maybe", "horn is on or off, not maybe")]
    [InlineData("horn nobody off", "no board \"nobody\" in this plan")]
    [InlineData("horn bench-1 off", "board bench-1 is a bench: it has no horn")]
    [InlineData("network * down", "network of 1 boards is down")]
    [InlineData("fly", "not understood: fly (help lists what can be said)")]
    public void Typed_commands_answer_in_a_line(string line, string answer)
    {
        Make(new PlannedBoard("bench-1", CountyPlan.Bench, "", "", "", 0, 0), new StormOptions(null, null), "");

        Assert.Equal(answer, TypedCommands.Obey(_county!, line));
    }

    [Theory]
    [InlineData("{\"boards\":[]}", "there are none")]
    [InlineData("{\"boards\":[{\"id\":\"A b\",\"kind\":\"bench\"}]}", "has no id")]
    [InlineData("{\"boards\":[{\"id\":\"a\",\"kind\":\"toaster\"}]}", "is a \"toaster\"")]
    [InlineData("{\"boards\":[{\"id\":\"a\",\"kind\":\"bench\"},{\"id\":\"a\",\"kind\":\"bench\"}]}", "is there twice")]
    [InlineData("{\"boards\":", "could not read the plan")]
    public void A_plan_that_cannot_be_run_is_refused(string json, string why)
    {
        string plan = Path.Combine(_folder, "plan.json");
        File.WriteAllText(plan, json);

        Assert.Contains(why, Assert.Throws<InvalidDataException>(() => SimulatorPlan.Read(plan)).Message);
    }

    [Fact]
    public void Cards_in_a_folder_are_boards()
    {
        string cards = Path.Combine(_folder, "cards");
        Directory.CreateDirectory(Path.Combine(cards, "nz-1"));
        Directory.CreateDirectory(Path.Combine(cards, "not a card"));
        File.WriteAllText(Path.Combine(cards, "nz-1", "settings.txt"), "# a comment\nboard = nz-1\nkind = loudspeaker\nvillage = 411321100001\nkey = 00\n");

        SimulatorPlan plan = SimulatorPlan.OfCards(cards);

        Assert.Equal((cards, new PlannedBoard("nz-1", CountyPlan.Loudspeaker, "411321100001", "", "", 0, 0)), (plan.Settings, Assert.Single(plan.Boards)));
        Assert.Contains("there are none", Assert.Throws<InvalidDataException>(() => SimulatorPlan.OfCards(Path.Combine(cards, "nz-1"))).Message);
        Assert.Contains("no such folder", Assert.Throws<InvalidDataException>(() => SimulatorPlan.OfCards(Path.Combine(cards, "nowhere"))).Message);
    }

    [Fact]
    public void Settings_of_another_board_are_refused_by_name()
    {
        var refusal = Assert.Throws<InvalidDataException>(() => Make(
            new PlannedBoard("ls-1", CountyPlan.Loudspeaker, "", "", "", 0, 0), new StormOptions(null, null), "", settingsOf: "ls-2"));

        Assert.Contains("is for board ls-2", refusal.Message);
    }

    private SimulatedBoard StartOne(string id, string kind, StormOptions? weather = null, string settings = "")
    {
        Make(new PlannedBoard(id, kind, "411321100001", "北外社区", "城关镇", 33.4, 112.4), weather ?? new StormOptions(null, null), settings);
        _county!.Start();
        Until.True(() => _office.Births.ContainsKey(id), () => "no birth: " + string.Join("; ", _said));
        return _county.Find(id)!;
    }

    private void Make(PlannedBoard board, StormOptions weather, string settings, string? settingsOf = null)
    {
        string folder = Directory.CreateDirectory(Path.Combine(_folder, "settings", board.Id)).FullName;
        File.WriteAllText(Path.Combine(folder, "settings.txt"), Office.Settings(settingsOf ?? board.Id, board.Kind, _broker.Port, settings));
        _county = new SimulatedCounty(new SimulatorPlan(Path.Combine(_folder, "settings"), [board]), Path.Combine(_folder, "out"), weather, _said.Add);
    }

    private void Expect(Order order, ReceiptState state) => Until.True(
        () => _office.Find(order, state) is not null, () => _office.History(order), 60);
}
