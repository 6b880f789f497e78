using System.Globalization;
using System.Text.Json;
using EdgeWarning.Village.County;
using EdgeWarning.Village.Tests.Kit;
using EdgeWarning.Village.Watching;

namespace EdgeWarning.Village.Tests;

/// <summary>
/// Two villages are cut off while the storm of BE1 falls on them and Boulder Creek rises; a third keeps its network. Weather and clocks run in real time, so the windows are the real ones; the thresholds are
/// low enough to be reached within a minute. The whole records, with thresholds of real size, run in virtual time in Firmware.Tests (RealFloods_Tests).
/// </summary>
public class Village_that_warns_itself_Tests
{
    private const int PrepareMillimetres = 1;       // of rain in ten minutes: five tips of 0.2 mm
    private const int EvacuateMillimetres = 1_676;  // of stage: the creek's minor flood mark, 5.5 ft
    private const double CrossingSeconds = 50;      // after the weather starts
    private const double OrangeHertz = 875;
    private const double RedHertz = 1_000;
    private static readonly TimeSpan s_clockError = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_late = TimeSpan.FromSeconds(30);   // measuring, confirming, and a loaded machine

    [Fact]
    public async Task Cut_off_villages_warn_themselves_at_the_right_moment_and_report_once_when_they_are_back()
    {
        CancellationToken stopping = TestContext.Current.CancellationToken;
        string[] storm = [.. File.ReadLines(Golden("be1-2013-08-22.csv"))];
        string[] heaviest = [storm[0], .. storm.SkipWhile(row => Minute(row) != (4 * 60) + 10).Take(20)];
        (string[] creek, double crossing) = Creek();
        await using LiveCounty county = await Counties.Start(
            setup => setup with
            {
                Speed = 1,
                Rain = Counties.Series(setup, "rain.csv", heaviest),
                Level = Counties.Series(setup, "stage.csv", creek),
                BoardSettings = new Dictionary<string, string>(setup.BoardSettings, StringComparer.Ordinal)
                {
                    ["heartbeat.seconds"] = "5",
                    ["warn.after.silent.seconds"] = "15",     // sooner than any threshold is reached: the weather alone decides the moment
                    ["warn.prepare.rain.10min.millimetres"] = PrepareMillimetres.ToString(CultureInfo.InvariantCulture),
                    ["warn.evacuate.stage.millimetres"] = EvacuateMillimetres.ToString(CultureInfo.InvariantCulture),
                },
            },
            Station(1), Station(2), Station(3));
        await county.Simulator.Network("vs-1", up: false, stopping);
        await county.Simulator.Network("vs-2", up: false, stopping);
        // The weather begins somewhere between the two. Boards date their readings by whole seconds, and their clocks are late by as long as the gateway's word was under way.
        DateTimeOffset asked = DateTimeOffset.UtcNow;
        await county.Simulator.StartWeather(stopping);
        DateTimeOffset start = DateTimeOffset.UtcNow;
        TimeSpan early = start - asked + s_clockError;
        DateTimeOffset prepare = start + TimeOfTip(heaviest, 5);
        DateTimeOffset evacuate = start + TimeSpan.FromSeconds(crossing);

        await county.Until(
            "both cut-off villages to sound the red tone",
            async () => (First: await county.Listen("vs-1"), Second: await county.Listen("vs-2")),
            heard => heard.First.LargestShareOf(RedHertz) > 0.5 && heard.Second.LargestShareOf(RedHertz) > 0.5,
            heard => $"red {heard.First.LargestShareOf(RedHertz):P0} and {heard.Second.LargestShareOf(RedHertz):P0}",
            TimeSpan.FromSeconds(180),
            stopping);
        Wav connected = await county.Listen("vs-3");
        Assert.True(connected.IsSilent, "a village whose gateway speaks warned itself");

        foreach (string board in new[] { "vs-1", "vs-2" })
        {
            await county.Simulator.Network(board, up: true, stopping);
        }

        foreach (string board in new[] { "vs-1", "vs-2" })
        {
            JsonElement[] doings = await county.Until(
                $"{board} to report what it did",
                () => Timeline(county, board, stopping),
                entries => Of(entries, "local-warning").Length == 2 && Of(entries, "local-verdict").Length >= 1,
                entries => string.Join(", ", entries.Select(entry => $"{Text(entry, "what")} {Text(entry, "word")}")),
                TimeSpan.FromSeconds(120),
                stopping);
            JsonElement[] warnings = Of(doings, "local-warning");
            Assert.Equal([("prepare", "rain-10min"), ("evacuate", "stage")], warnings.Select(entry => (Text(entry, "word"), Text(entry, "detail"))));
            Assert.InRange(warnings[0].GetProperty("at").GetDateTimeOffset(), prepare - early, prepare + s_late);
            Assert.InRange(warnings[1].GetProperty("at").GetDateTimeOffset(), evacuate - early, evacuate + s_late);
            // The red sound came before the orange one had been judged; it was heard itself.
            Assert.Contains(Of(doings, "local-verdict"), entry => Text(entry, "word") == "heard");
            Assert.Contains(doings, entry => Text(entry, "kind") == "link" && Text(entry, "what") == "came");
            // Once each: a reading by its number.
            long[] numbers = [.. doings.Where(entry => Text(entry, "kind") == "own").Select(entry => entry.GetProperty("number").GetInt64())];
            Assert.Equal(numbers.Distinct(), numbers);
            Wav wav = await county.Listen(board);
            Assert.True(wav.LargestShareOf(OrangeHertz) > 0.5, "no orange tone");
            Assert.Equal("evacuate", await OwnWarning(county, board, stopping));
        }

        Assert.Null(await OwnWarning(county, "vs-3", stopping));
        ReportedReadings readings = await ReadingsLedger.Settle(county, Counties.Patience, stopping);
        Assert.Equal((0, 0), (readings.Lost, readings.Duplicated));
    }

    private static PlacedBoard Station(int village) => new($"vs-{village}", "village-station", Counties.Village(village), $"village {village}", 33.4 + (village * 0.01), 112.4);

    private static async Task<JsonElement[]> Timeline(LiveCounty county, string board, CancellationToken stopping) =>
        [.. JsonDocument.Parse(await county.Gateway.Text($"/api/boards/{board}/timeline", stopping)).RootElement.EnumerateArray()];

    private static async Task<string?> OwnWarning(LiveCounty county, string board, CancellationToken stopping)
    {
        JsonElement seen = JsonDocument.Parse(await county.Gateway.Text("/api/boards", stopping)).RootElement.EnumerateArray().Single(one => Text(one, "id") == board);
        JsonElement own = seen.GetProperty("ownWarning");
        return own.ValueKind == JsonValueKind.Null ? null : Text(own, "stage");
    }

    private static JsonElement[] Of(JsonElement[] entries, string what) => [.. entries.Where(entry => Text(entry, "what") == what)];

    private static string? Text(JsonElement entry, string name) => entry.GetProperty(name).GetString();

    private static string Golden(string name)
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "EdgeWarning.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return Path.Combine(folder!, "tests", "golden", "hydro", name);
    }

    private static int Minute(string row) => int.TryParse(row.Split(',')[4], out int minute) ? minute : -1;

    /// <summary>When a tip falls, if a minute's tips fall evenly in it: tip n of m at the end of the n-th m-th part.</summary>
    private static TimeSpan TimeOfTip(string[] rows, int tip)
    {
        int before = 0;
        int first = Minute(rows[1]);
        foreach (string row in rows.Skip(1))
        {
            int tips = (int)Math.Round(double.Parse(row.Split(',')[5], CultureInfo.InvariantCulture) * 100);
            if (before + tips >= tip)
            {
                return TimeSpan.FromMinutes(Minute(row) - first + ((tip - before) / (double)tips));
            }

            before += tips;
        }

        throw new InvalidDataException($"no tip {tip}");
    }

    /// <summary>The creek's hour in which it first crosses its mark, from <see cref="CrossingSeconds"/> before that, in our own form; and when it crosses, in seconds.</summary>
    private static (string[] Rows, double Crossing) Creek()
    {
        string[][] rows = [.. File.ReadLines(Golden("boulder-creek-2013-09.csv")).Skip(1).Select(row => row.Split(','))];
        double[] millimetres = [.. rows.Select(row => double.Parse(row[3], CultureInfo.InvariantCulture) * 304.8)];
        int hour = Array.FindIndex(millimetres, stage => stage >= EvacuateMillimetres) - 1;
        double rate = (millimetres[hour + 1] - millimetres[hour]) / 3_600;
        double atStart = EvacuateMillimetres - (rate * CrossingSeconds);
        string Stage(double seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds},{atStart + (rate * seconds):F1}");
        return (["seconds,stage_millimetres", Stage(0), Stage(600)], CrossingSeconds);
    }
}
