using EdgeWarning.Gateway.Console;
using EdgeWarning.Protocol;

namespace EdgeWarning.Gateway.Tests.Console;

public class OwnDoings_Tests
{
    [Fact]
    public void Every_value_of_every_kind_has_a_word()
    {
        foreach (WarningStage stage in new[] { WarningStage.Prepare, WarningStage.Evacuate })
        {
            foreach (WarningCause cause in Enum.GetValues<WarningCause>().Where(cause => cause != WarningCause.None))
            {
                OwnDoing said = OwnDoings.Of(ReadingKind.LocalWarning, LocalWarning.ValueOf(stage, cause));
                Assert.Equal(OwnDoings.Of(stage), said.Word);
                Assert.NotNull(said.Detail);
            }
        }

        Assert.All(Enum.GetValues<VillageAlarm>().Where(one => one != VillageAlarm.None), one => Known(ReadingKind.VillageAlarm, (long)one));
        Assert.All(Enum.GetValues<ProbeFault>(), one => Known(ReadingKind.StageFault, (long)one));
        Assert.All(new[] { ReceiptState.Heard, ReceiptState.NotHeard, ReceiptState.CannotTell }, one => Known(ReadingKind.LocalVerdict, (long)one));
        Assert.Equal(new OwnDoing("local-warning", "all-clear", null, false), OwnDoings.Of(ReadingKind.LocalWarning, 0));
        Assert.StartsWith("unknown", OwnDoings.Of(ReadingKind.LocalWarning, 999).Word, StringComparison.Ordinal);
    }

    private static void Known(ReadingKind kind, long value) => Assert.DoesNotContain("unknown", OwnDoings.Of(kind, value).Word, StringComparison.Ordinal);
}
