using EdgeWarning.Village.County;
using EdgeWarning.Village.Tests.Kit;
using EdgeWarning.Village.Watching;

namespace EdgeWarning.Village.Tests;

/// <summary>Gateway and broker are killed in the middle of a storm: readings wait in the boards' flash, orders in the gateway's store.</summary>
public class Killed_gateway_and_broker_Tests
{
    private static readonly TimeSpan s_stormPatience = TimeSpan.FromSeconds(300);

    [Fact]
    public Task Our_own_short_storm_is_stored_to_the_tip_although_both_are_killed_in_its_middle() =>
        // Ten minutes: a shower, a pause, a cloudburst of 9.4 mm; the river answers. Written for this test.
        Replay(setup => setup with
        {
            Rain = Counties.Series(setup, "rain.csv", "seconds,rain_millimetres", "60,0.3", "120,0", "180,2.5", "240,4.1", "300,2.8", "420,0.4", "600,0.1"),
            Level = Counties.Series(setup, "level.csv", "seconds,stage_millimetres", "0,600", "180,700", "300,1450", "600,1900"),
            Speed = 30,
        });

    [Fact]
    public async Task A_verdict_that_was_given_while_the_gateway_was_dead_arrives_after_its_restart()
    {
        CancellationToken stopping = TestContext.Current.CancellationToken;
        await using LiveCounty county = await Counties.Start(Counties.Loudspeaker(1), Counties.Loudspeaker(2));
        Intake warning = await county.Publish(Cap.Alert(Counties.Village(1)));
        await county.Until(warning, "ls-1", "playing", order => order.Step("playing") is not null);
        await county.KillGateway();
        BoardTruth played = await county.Until(
            "ls-1 to play to the end",
            async () => (await county.Simulator.Boards(stopping)).Single(board => board.Id == "ls-1"),
            board => board.SoundedMilliseconds > Counties.ToneMilliseconds && board.LastSoundAt < DateTimeOffset.UtcNow - TimeSpan.FromSeconds(2),
            board => $"{board.SoundedMilliseconds} ms sounded, last at {board.LastSoundAt}",
            Counties.Patience,
            stopping);

        await county.StartGateway(stopping);
        await county.UntilHeard(warning, "ls-1");
        BoardTruth now = (await county.Simulator.Boards(stopping)).Single(board => board.Id == "ls-1");
        Assert.Equal(played.SoundedMilliseconds, now.SoundedMilliseconds);
        Assert.True((await county.Listen("ls-2")).IsSilent, "the village outside heard something");
    }

    internal static async Task Replay(Func<CountySetup, CountySetup> weather, TimeSpan? patience = null)
    {
        TimeSpan patient = patience ?? s_stormPatience;
        CancellationToken stopping = TestContext.Current.CancellationToken;
        await using LiveCounty county = await Counties.Start(weather, Counties.RainGauge(1), Counties.RainGauge(2), Counties.WaterLevel(3), Counties.Loudspeaker(4));
        await county.Simulator.StartWeather(stopping);

        await Falls(county, weather => weather.TipsFallen >= 6, "the storm to begin", patient);
        long before = (await county.Simulator.Weather(stopping)).TipsFallen;
        await county.KillGateway();
        await Falls(county, weather => weather.TipsFallen > before || weather.Finished, "rain to fall while there is no gateway", patient);
        await county.StartGateway(stopping);

        before = (await county.Simulator.Weather(stopping)).TipsFallen;
        await Falls(county, weather => weather.TipsFallen > before || weather.Finished, "the storm to go on", patient);
        county.KillBrokerAndWipe();

        await Falls(county, weather => weather.Finished, "the storm to end", patient);
        ReportedReadings readings = await ReadingsLedger.Settle(county, Counties.Patience, stopping);
        Assert.True(readings.RainMmFallen > 1, $"only {readings.RainMmFallen} mm fell: the test proves nothing");
        Assert.Equal(0, readings.Lost);
        Assert.Equal(0, readings.Duplicated);
        Assert.Equal(readings.RainMmFallen, readings.RainMmCommitted, 6);
        Assert.Equal(readings.Sent, readings.Committed);

        // And the county can still warn.
        Intake warning = await county.Publish(Cap.Alert(Counties.Village(4)));
        await county.UntilHeard(warning, "ls-4");
    }

    private static Task<WeatherTruth> Falls(LiveCounty county, Func<WeatherTruth, bool> enough, string what, TimeSpan patience) => county.Until(
        what,
        () => county.Simulator.Weather(TestContext.Current.CancellationToken),
        enough,
        weather => $"{weather.TipsFallen} tips fallen, {weather.Behind} behind, at {weather.SeriesSeconds:F0} of {weather.EndSeconds:F0} s",
        patience,
        TestContext.Current.CancellationToken);
}
