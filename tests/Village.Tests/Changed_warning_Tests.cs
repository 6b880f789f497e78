using EdgeWarning.Village.County;
using EdgeWarning.Village.Tests.Kit;
using EdgeWarning.Village.Watching;
using static EdgeWarning.Village.Tests.Kit.Cap;

namespace EdgeWarning.Village.Tests;

/// <summary>The office changes its mind while villages listen.</summary>
public class Changed_warning_Tests
{
    private const double RedHertz = 1_000;
    private const double BlueHertz = 625;

    /// <summary>Long enough to be changed in the middle.</summary>
    private const int LongToneMilliseconds = 30_000;

    /// <summary>The promise is a second; a test that shares two cores with a build allows three. The benchmark holds the figure.</summary>
    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(3);

    [Fact]
    public async Task An_Update_changes_the_sound_and_a_Cancel_stops_it_and_is_proved_stopped()
    {
        await using LiveCounty county = await Counties.Start(
            setup => setup with { ToneMilliseconds = LongToneMilliseconds }, Counties.Loudspeaker(1), Counties.Loudspeaker(2));
        CapMessage red = Alert(Counties.Village(1));
        Intake first = await county.Publish(red);
        await Sounds(county, RedHertz);

        CapMessage blue = red.Update() with { Severity = "Minor", Headline = "The rain is weaker." };
        Intake second = await county.Publish(blue);
        await county.Until(second, "ls-1", "playing", order => order.Step("playing") is not null);
        OrderSeen superseded = await county.Until(first, "ls-1", "stopped", order => order.State == "stopped");
        Assert.Equal("superseded", superseded.Reason);
        await Sounds(county, BlueHertz);

        DateTimeOffset asked = DateTimeOffset.UtcNow;
        Intake cancel = await county.Publish(blue.Cancel());
        Assert.False(cancel.Sounds);
        OrderSeen stopped = await county.Until(second, "ls-1", "stopped", order => order.State == "stopped");
        Assert.Equal("stopped-by-order", stopped.Reason);
        TimeSpan took = stopped.Step("stopped")!.At - asked;
        TestContext.Current.TestOutputHelper?.WriteLine($"Cancel given to proof that the sound has stopped: {took.TotalMilliseconds:F0} ms");
        Assert.InRange(took, TimeSpan.Zero, s_soon);
        OrderSeen stop = (await county.Gateway.Warning(second.Id, TestContext.Current.CancellationToken)).Others.Single(one => one is { Board: "ls-1", Order: "stop" });
        await county.Until(
            "the proof that ls-1 is quiet",
            async () => (await county.Gateway.Warning(second.Id, TestContext.Current.CancellationToken)).Others.Single(one => one is { Board: "ls-1", Order: "stop" }),
            order => order.State == "stopped",
            order => $"the stop order {stop.Sequence} is {order.State} {order.Reason}",
            Counties.Patience,
            TestContext.Current.CancellationToken);

        Assert.True((await county.Listen("ls-2")).IsSilent, "the village outside heard something");
    }

    private static Task<Wav> Sounds(LiveCounty county, double hertz) => county.Until(
        $"a tone of {hertz} Hz in village 1",
        () => county.Listen("ls-1"),
        wav => LatestShareOf(wav, hertz) > 0.9,
        wav => $"of the latest second of sound {LatestShareOf(wav, RedHertz):F2} is red, {LatestShareOf(wav, BlueHertz):F2} blue",
        Counties.Patience,
        TestContext.Current.CancellationToken);

    private static double LatestShareOf(Wav wav, double hertz) => wav.LastSound is { } last ? wav.LargestShareOf(hertz, last - TimeSpan.FromSeconds(1), last) : 0;
}
