using EdgeWarning.Village.County;
using EdgeWarning.Village.Tests.Kit;

namespace EdgeWarning.Village.Tests;

/// <summary>The sound path fails in a village: the board notices by the amplifier's current and says so; nothing is assumed.</summary>
public class Unproved_sound_Tests
{
    [Fact]
    public async Task An_unplugged_horn_a_dead_amplifier_and_a_stuck_relay_are_played_and_not_heard()
    {
        CancellationToken stopping = TestContext.Current.CancellationToken;
        await using LiveCounty county = await Counties.Start(
            Counties.Loudspeaker(1), Counties.Loudspeaker(2), Counties.Loudspeaker(3), Counties.Loudspeaker(4));
        await county.Simulator.Horn("ls-1", connected: false, stopping);
        await county.Simulator.Amplifier("ls-2", alive: false, stopping);
        await county.Simulator.Relay("ls-3", working: false, stopping);

        Intake warning = await county.Publish(Cap.Alert("411321"));

        foreach (string board in (string[])["ls-1", "ls-2", "ls-3"])
        {
            OrderSeen order = await county.Until(warning, board, "a verdict", order => order.Verdict is not null);
            Assert.Equal("not-heard", order.Verdict);
            Assert.NotNull(order.Step("playing"));
            Assert.True((await county.Listen(board)).IsSilent, $"{board} cannot have made a sound");
        }
        Assert.Equal("heard", (await county.UntilHeard(warning, "ls-4")).Verdict);
    }
}
