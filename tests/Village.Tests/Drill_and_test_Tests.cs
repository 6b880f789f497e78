using EdgeWarning.Village.County;
using EdgeWarning.Village.Tests.Kit;
using EdgeWarning.Village.Watching;
using static EdgeWarning.Village.Tests.Kit.Cap;

namespace EdgeWarning.Village.Tests;

/// <summary>A drill can never be taken for real, and what is not for villages is never heard there.</summary>
public class Drill_and_test_Tests
{
    private const double DrillHertz = 437.5;
    private const double RedHertz = 1_000;

    [Fact]
    public async Task Tests_drafts_and_system_messages_are_stored_and_silent_and_an_exercise_sounds_as_a_drill()
    {
        await using LiveCounty county = await Counties.Start(Counties.Loudspeaker(1), Counties.Loudspeaker(2));
        CapMessage alert = Alert(Counties.Village(1));
        foreach (string status in (string[])["Test", "System", "Draft"])
        {
            Intake silent = await county.Publish(Alert(Counties.Village(1)) with { Status = status });
            Assert.False(silent.Sounds);
            Assert.Equal(status.ToLowerInvariant(), silent.Kind);
            Assert.Empty((await county.Gateway.Warning(silent.Id, TestContext.Current.CancellationToken)).Boards);
        }
        Assert.True((await county.Listen("ls-1")).IsSilent, "a Test, System or Draft message made a sound");

        Intake drill = await county.Publish(alert with { Status = "Exercise" });
        await county.UntilHeard(drill, "ls-1");
        Wav wav = await county.Listen("ls-1");
        Assert.InRange(wav.LargestShareOf(DrillHertz), 0.9, 1.1);
        Assert.InRange(wav.LargestShareOf(RedHertz), 0, 0.3);
        Assert.True((await county.Listen("ls-2")).IsSilent, "the village outside heard something");
    }
}
