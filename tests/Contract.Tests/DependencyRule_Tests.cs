using EdgeWarning.Contract.Tests.Rules;

namespace EdgeWarning.Contract.Tests;

public class DependencyRule_Tests
{
    [Fact]
    public void Projects_name_each_other_along_the_arrows() =>
        House.None(ProjectReferences.Breaches(ProjectReferences.Read(House.Files(".", "*.csproj"))));

    [Theory]
    [InlineData("EdgeWarning.Loudspeaker")]
    [InlineData("EdgeWarning.RainGauge")]
    [InlineData("EdgeWarning.WaterLevel")]
    [InlineData("EdgeWarning.Watch")]
    public void Behaviours_know_neither_each_other_nor_their_drivers(string behaviour) =>
        House.None(Slices.BehaviourBreaches(House.Assembly(behaviour).Uses, behaviour));

    [Fact]
    public void Slices_of_the_gateway_name_each_other_along_the_arrows() =>
        House.None(Slices.Breaches(House.Assembly("EdgeWarning.Gateway").Uses, "EdgeWarning.Gateway"));

    [Fact]
    public void Firmware_and_gateway_meet_in_Protocol_and_nowhere_else() => House.None(House.Assembly("EdgeWarning.Gateway").Uses
        .Where(use => use.Assembly is "NanoHost" || (use.Assembly.StartsWith("EdgeWarning", StringComparison.Ordinal)
            && use.Assembly is not ("EdgeWarning.Gateway" or "EdgeWarning.Protocol")))
        .Select(use => use.ToString()));

    [Theory]
    [InlineData("NanoHost")]
    [InlineData("LibMosquitto")]
    public void What_could_be_given_away_names_EdgeWarning_nowhere(string assembly) => House.None(HostNames.Breaches(House.Assembly(assembly)));

    [Theory]
    [InlineData("firmware/NanoHost")]
    [InlineData("lib")]
    public void Nor_do_its_sources(string folder) => House.None(HostNames.Breaches(House.Files(folder, "*.cs")));

    /// <summary>What ships to a village is built from .nfproj: no such file may name the host.</summary>
    [Fact]
    public void No_board_project_names_NanoHost() => House.None(House.Files("firmware", "*.nfproj")
        .Where(file => File.ReadAllText(file).Contains("NanoHost", StringComparison.Ordinal))
        .Select(file => $"{file} names NanoHost"));
}
