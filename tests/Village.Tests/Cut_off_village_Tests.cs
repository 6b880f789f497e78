using EdgeWarning.Village.County;
using EdgeWarning.Village.Tests.Kit;
using EdgeWarning.Village.Watching;

namespace EdgeWarning.Village.Tests;

/// <summary>A village loses its network, or a board its power, and comes back.</summary>
public class Cut_off_village_Tests
{
    [Fact]
    public async Task A_warning_that_a_cut_off_village_missed_sounds_there_once_when_it_comes_back()
    {
        CancellationToken stopping = TestContext.Current.CancellationToken;
        await using LiveCounty county = await Counties.Start(Counties.Loudspeaker(1), Counties.Loudspeaker(2));
        await county.Simulator.Network("ls-1", up: false, stopping);

        Intake warning = await county.Publish(Cap.Alert("411321"));
        await county.UntilHeard(warning, "ls-2");
        OrderSeen waiting = (await county.Play(warning, "ls-1"))!;
        Assert.Null(waiting.Step("received"));
        Assert.True((await county.Listen("ls-1")).IsSilent, "a board without network played an order");

        await county.Simulator.Network("ls-1", up: true, stopping);
        await county.Until(warning, "ls-1", "finished", order => order.State == "finished" && order.Verdict == "heard");
        Assert.False((await county.Listen("ls-1")).IsSilent);
        BoardTruth[] truths = [.. await county.Simulator.Boards(stopping)];
        long there = truths.Single(board => board.Id == "ls-2").SoundedMilliseconds;
        Assert.InRange(truths.Single(board => board.Id == "ls-1").SoundedMilliseconds, there * 0.9, there * 1.1);
    }

    [Fact]
    public async Task A_board_without_power_keeps_its_readings_and_plays_nothing_twice_when_power_returns()
    {
        CancellationToken stopping = TestContext.Current.CancellationToken;
        await using LiveCounty county = await Counties.Start(
            setup => setup with { Rain = Counties.Series(setup, "rain.csv", "seconds,rain_millimetres", "60,6"), Speed = 10 },
            Counties.RainGauge(1), Counties.Loudspeaker(2));

        // The gauge counts 30 tips that it cannot hand over, and loses its power.
        await county.Simulator.Network("rg-1", up: false, stopping);
        await county.Simulator.StartWeather(stopping);
        await county.Until(
            "the gauge to write down 30 tips",
            async () => (await county.Simulator.Boards(stopping)).Single(board => board.Id == "rg-1"),
            board => board.RainMicrometresCounted == board.RainMicrometresFallen && board.Tips == 30,
            board => $"{board.Tips} tips, {board.RainMicrometresCounted} um counted",
            Counties.Patience,
            stopping);
        await county.Simulator.Power("rg-1", on: false, stopping);
        await county.Simulator.Network("rg-1", up: true, stopping);
        await county.Simulator.Power("rg-1", on: true, stopping);

        // The loudspeaker has heard its warning to the end, and loses its power too.
        Intake warning = await county.Publish(Cap.Alert(Counties.Village(2)));
        await county.Until(warning, "ls-2", "finished", order => order.State == "finished");
        long sounded = (await county.Simulator.Boards(stopping)).Single(board => board.Id == "ls-2").SoundedMilliseconds;
        await county.Simulator.Power("ls-2", on: false, stopping);
        await county.Simulator.Power("ls-2", on: true, stopping);
        await county.Until(
            "ls-2 to be born again",
            () => county.Gateway.Boards(stopping),
            boards => boards.Single(board => board.Id == "ls-2") is { State: "online", Restarts: >= 1 },
            boards => string.Join(", ", boards.Select(board => $"{board.Id} {board.State} {board.Restarts}")),
            Counties.Patience,
            stopping);

        ReportedReadings readings = await ReadingsLedger.Settle(county, Counties.Patience, stopping);
        Assert.Equal(0, readings.Lost);
        Assert.Equal(6, readings.RainMmFallen, 6);
        Assert.Equal(6, readings.RainMmCommitted, 6);
        Assert.Equal(sounded, (await county.Simulator.Boards(stopping)).Single(board => board.Id == "ls-2").SoundedMilliseconds);
    }

    [Fact]
    public async Task A_board_that_loses_its_power_while_it_warns_warns_anew_when_power_returns()
    {
        const int LongToneMilliseconds = 8_000;
        CancellationToken stopping = TestContext.Current.CancellationToken;
        await using LiveCounty county = await Counties.Start(setup => setup with { ToneMilliseconds = LongToneMilliseconds }, Counties.Loudspeaker(1));
        Intake warning = await county.Publish(Cap.Alert(Counties.Village(1)));
        OrderSeen cut = await county.Until(warning, "ls-1", "playing", order => order.Step("playing") is not null);
        await county.Simulator.Power("ls-1", on: false, stopping);
        await county.Simulator.Power("ls-1", on: true, stopping);

        OrderSeen anew = await county.Until(warning, "ls-1", "heard by a new order", order => order.Sequence > cut.Sequence && order.Verdict == "heard");
        WarningSeen seen = await county.Gateway.Warning(warning.Id, stopping);
        OrderSeen lost = seen.Boards.Concat(seen.Others).Single(order => order.Sequence == cut.Sequence);
        Assert.Equal(("failed", "power-lost"), (lost.State, lost.Reason));
        Assert.Null(lost.Verdict);
        Assert.Equal(2, seen.Boards.Concat(seen.Others).Count(order => order.Board == "ls-1"));
        Assert.NotEqual(cut.Sequence, anew.Sequence);
    }
}
