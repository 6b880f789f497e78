using System.Text.Json;
using EdgeWarning.Village.County;
using EdgeWarning.Village.Tests.Kit;
using EdgeWarning.Village.Watching;
using static EdgeWarning.Village.Tests.Kit.Cap;

namespace EdgeWarning.Village.Tests;

/// <summary>What loudspeakers say on ordinary days, and how it gives way.</summary>
public class Programme_Tests
{
    private const double RedHertz = 1_000;

    /// <summary>The promise is a second; a test that shares two cores with a build allows three. The benchmark holds the figure.</summary>
    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(3);

    /// <summary>A village's WAV is written in pieces, so its end comes a little after the sound; one more reading of the programme would take several seconds.</summary>
    private static readonly TimeSpan s_stillWritten = TimeSpan.FromSeconds(1);

    private static readonly string[] s_everyDay = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

    private static CancellationToken Stopping => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_programme_plays_and_a_red_warning_silences_it_for_good_where_it_holds()
    {
        await using LiveCounty county = await Start(nightTo: 0, Counties.Loudspeaker(1), Counties.Loudspeaker(2));
        await Add(county, "Good morning. The village office is open from nine to five today.", repeats: 3);
        JsonElement play = await UntilPlay(county, "both villages hear it", play => Count(play, "heard") == 2);
        Assert.True(play.GetProperty("isPlaying").GetBoolean());

        DateTimeOffset asked = DateTimeOffset.UtcNow;
        Intake red = await county.Publish(Alert(Counties.Village(1)));
        OrderSeen warned = await county.UntilHeard(red, "ls-1");
        TimeSpan took = warned.Step("playing")!.At - asked;
        TestContext.Current.TestOutputHelper?.WriteLine($"CAP given to the tone that broke into the programme: {took.TotalMilliseconds:F0} ms");
        Assert.InRange(took, TimeSpan.Zero, s_soon);
        await county.Until(red, "ls-1", "the end of the warning", order => order.State == "finished");
        TimeSpan warningEnded = (await county.Listen("ls-1")).Length;
        Assert.InRange((await county.Listen("ls-1")).LargestShareOf(RedHertz), 0.9, 1.1);

        // The other village hears all of it; whatever the first one was still to say would have come meanwhile.
        play = await UntilPlay(county, "it ends in the village without a warning", play => !play.GetProperty("isPlaying").GetBoolean());
        Assert.Equal((2, 1), (Count(play, "targeted"), play.GetProperty("yielded").GetInt32()));
        Wav wav = await county.Listen("ls-1");
        Assert.InRange(wav.LastSound!.Value, TimeSpan.Zero, warningEnded + s_stillWritten);
        Assert.True((await county.Listen("ls-2")).LastSound > wav.LastSound, "the programme did not outlast the warning, so nothing is shown by its silence");
    }

    [Fact]
    public async Task What_is_due_at_night_is_not_played()
    {
        await using LiveCounty county = await Start(nightTo: 24, Counties.Loudspeaker(1));
        DateTimeOffset due = await Add(county, "Good night.", repeats: 1);
        Assert.Contains("\"isNight\":true", await county.Gateway.Text("/api/programmes/week", Stopping));
        await county.Until("its time to pass", () => Task.FromResult(DateTimeOffset.UtcNow), now => now > due.AddSeconds(1), now => $"{now:T}", Counties.Patience, Stopping);
        Intake red = await county.Publish(Alert(Counties.Village(1)));
        await county.UntilHeard(red, "ls-1");
        Assert.Equal("[]", await county.Gateway.Text("/api/programmes/P-1/plays", Stopping));
        Wav wav = await county.Listen("ls-1");
        Assert.InRange(wav.ShareOfFirstTone(RedHertz), 0.7, 1.1);
    }

    /// <summary>A county whose boards know no night and whose office has one from midnight to the given hour.</summary>
    private static async Task<LiveCounty> Start(int nightTo, params PlacedBoard[] boards)
    {
        LiveCounty county = await Counties.Start(
            setup =>
            {
                Directory.CreateDirectory(Path.Combine(setup.Data, "gateway"));
                File.WriteAllText(Path.Combine(setup.Data, "gateway", "gateway.json"), $$"""{ "Desk": { "NightFromHour": 0, "NightToHour": {{nightTo}} } }""");
                return setup with { BoardSettings = new Dictionary<string, string>(setup.BoardSettings, StringComparer.Ordinal) { ["night.from"] = "00:00", ["night.to"] = "00:00" } };
            },
            boards);
        string divisions = Path.Combine(county.Data, "divisions.csv");
        await File.WriteAllLinesAsync(divisions, ["code,name,parent", "411321,Nanzhao,"], Stopping);
        await county.ImportDivisions(divisions, Stopping);
        return county;
    }

    /// <summary>Puts a programme on the timetable that is due at once; says when.</summary>
    private static async Task<DateTimeOffset> Add(LiveCounty county, string text, int repeats)
    {
        DateTimeOffset due = DateTimeOffset.UtcNow.AddSeconds(2);
        await county.Gateway.Post(
            "/api/programmes",
            new { name = "Morning", days = s_everyDay, time = $"{due:HH:mm:ss}", area = new { codes = new[] { "411321" } }, text, language = "en", repeats },
            Stopping);
        return due;
    }

    private static async Task<JsonElement> UntilPlay(LiveCounty county, string what, Func<JsonElement, bool> enough)
    {
        JsonElement plays = await county.Until(
            what,
            async () => JsonDocument.Parse(await county.Gateway.Text("/api/programmes/P-1/plays", Stopping)).RootElement,
            plays => plays.GetArrayLength() == 1 && enough(plays[0]),
            plays => plays.ToString(),
            Counties.Patience,
            Stopping);
        return plays[0];
    }

    private static int Count(JsonElement play, string kind) => play.GetProperty("coverage").GetProperty(kind).GetInt32();
}
