using EdgeWarning.Contract.Tests.Reading;
using EdgeWarning.Contract.Tests.Rules;

namespace EdgeWarning.Contract.Tests;

/// <summary>The test of the tests: <c>Planted/</c> breaks every rule once, and each breach must be told by the rule that owns it.</summary>
public class Planted_Tests
{
    private static readonly CompiledAssembly s_planted = House.Assembly("Planted");

    /// <summary>Allows what every class needs, so that only the planted reference is left to tell.</summary>
    private static readonly ApiList s_list = new([new ApiLine("nanoFramework.CoreLibrary", "System.Object", ".ctor()")]);

    [Theory]
    [InlineData("UsesAnUnlistedMember", "System.String::Replace(char, char)")]
    [InlineData("UsesAnUnlistedType", "System.DateTimeOffset")]
    public void Tells_what_is_not_in_the_list(string type, string what) => Told(FirmwareRules.Unlisted(s_planted, s_list), type, what);

    [Theory]
    [InlineData("OwnsAList", "generic instantiation", "List`1<int>")]
    [InlineData("HoldsANullable", "generic instantiation", "Nullable`1<int>")]
    [InlineData("TakesAFunc", "generic instantiation", "Func`1<int>")]
    [InlineData("ReturnsATuple", "generic instantiation", "ValueTuple`2<int, int>")]
    [InlineData("IsGeneric`1", "generic type", "")]
    [InlineData("HasAGenericMethod", "generic method", "")]
    [InlineData("HoldsAGrid", "multi-dimensional array", "int[,]")]
    [InlineData("HoldsAPointer", "pointer", "int*")]
    [InlineData("HoldsAVolatile", "volatile field", "bool")]
    public void Tells_what_would_crash_a_board(string type, string shape, string detail)
    {
        Told(FirmwareRules.Shapes(s_planted), type, shape);
        Told(FirmwareRules.Shapes(s_planted), type, detail);
    }

    [Theory]
    [InlineData("Awaits", "AsyncStateMachineAttribute")]
    [InlineData("Yields", "IteratorStateMachineAttribute")]
    [InlineData("CountsInDecimals", "System.Decimal")]
    public void Tells_what_a_boards_compiler_cannot_read(string type, string what) => Told(FirmwareRules.Unlisted(s_planted, s_list), type, what);

    [Fact]
    public void Tells_a_younger_language() => Assert.Contains("a board's compiler reads C# 9.0", Assert.Single(FirmwareRules.LanguageVersion(s_planted)));

    [Theory]
    [InlineData("RemembersInStatics")]
    [InlineData("SharesATable")]
    public void Tells_static_mutable_state(string type) => Told(FirmwareRules.StaticState(s_planted), type, "static mutable state");

    [Fact]
    public void Tells_a_body_in_an_interface() => Told(FirmwareRules.InterfaceBodies(s_planted), "IHasABody", "a method with a body");

    [Fact]
    public void Tells_a_printed_enumeration() => Told(FirmwareRules.EnumsPrinted(s_planted), "PrintsAnEnum", "Planted.Fault");

    [Theory]
    [InlineData("FormatsOddly", "\"0.00\"")]
    [InlineData("InterpolatesOddly", "\"E2\"")]
    public void Tells_a_number_format_that_a_board_does_not_know(string type, string format) =>
        Told(FirmwareRules.NumberFormats(s_planted), type, format);

    [Fact]
    public void Tells_a_thread_whose_root_has_no_catch() => Told(FirmwareRules.ThreadsWithoutCatch(s_planted), "StartsABareThread::Run", "no catch");

    [Fact]
    public void Tells_who_asks_the_time_but_is_no_clock() => Told(FirmwareRules.TimeAskedOutsideClock(s_planted), "AsksTheTime", "get_UtcNow");

    [Fact]
    public void Tells_a_behaviour_that_touches_a_pin() => Told(FirmwareRules.Ports(s_planted), "TouchesAPin", "GpioController");

    [Fact]
    public void Tells_a_behaviour_that_knows_another() =>
        Told(Slices.BehaviourBreaches(s_planted.Uses, "EdgeWarning.Loudspeaker"), "KnowsAnotherBehaviour", "EdgeWarning.RainGauge.Gauge");

    [Fact]
    public void Tells_a_slice_that_goes_against_the_arrows()
    {
        string[] breaches = [.. Slices.Breaches(s_planted.Uses, "House")];
        Told(breaches, "KnowsBroadcast", "Warnings names Broadcast");
        Told(breaches, "KnowsASlice", "Platform names Broadcast");
        Assert.DoesNotContain(breaches, breach => breach.Contains("MayKnowWarnings", StringComparison.Ordinal));
    }

    [Fact]
    public void Tells_a_project_reference_against_the_arrows()
    {
        var projects = new Dictionary<string, string[]>
        {
            ["EdgeWarning.Protocol"] = ["EdgeWarning.Common"],
            ["EdgeWarning.Loudspeaker"] = ["EdgeWarning.Common", "EdgeWarning.Drivers"],
            ["EdgeWarning.Newcomer"] = [],
            ["EdgeWarning.Common"] = ["EdgeWarning.Protocol", "NanoHost"],
        };
        string[] breaches = [.. ProjectReferences.Breaches(projects)];
        Assert.Equal(3, breaches.Length);
        Told(breaches, "EdgeWarning.Protocol", "names EdgeWarning.Common");
        Told(breaches, "EdgeWarning.Loudspeaker", "names EdgeWarning.Drivers");
        Told(breaches, "EdgeWarning.Newcomer", "not in the house's plan");
    }

    [Fact]
    public void Tells_a_host_that_names_us_in_code_and_in_words()
    {
        Told(HostNames.Breaches(s_planted), "NamesEdgeWarning", "NamesEdgeWarning");
        Told(HostNames.Breaches([House.In("tests/Contract.Tests/Planted/Firmware.cs")]), "Firmware.cs", "a part of EdgeWarning");
    }

    private static void Told(IEnumerable<string> breaches, string who, string what)
    {
        string[] all = [.. breaches];
        Assert.True(
            Array.Exists(all, breach => breach.Contains(who, StringComparison.Ordinal) && breach.Contains(what, StringComparison.Ordinal)),
            $"nobody told that {who} breaks \"{what}\"; told were:\n  " + string.Join("\n  ", all));
    }
}
