using EdgeWarning.Contract.Tests.Reading;
using EdgeWarning.Contract.Tests.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace EdgeWarning.Contract.Tests;

public class BoardProjects_Tests
{
    public static TheoryData<string> Projects => [.. House.Files("firmware", "*.nfproj").Concat(House.Files("tests", "*.nfproj")).Select(file => Path.GetRelativePath(House.Root, file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_boards_project_lists_every_source_and_package_that_its_sources_use(string project) =>
        House.None(BoardProject.Read(House.In(project)).Breaches(Firmware(), House.ApiList()));

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_boards_sources_compile_against_the_class_libraries_that_its_project_names(string project)
    {
        Assert.SkipWhen(House.SharedApiPath is null, "../shared/nanoframework/API.txt is not here");
        BoardProject read = BoardProject.Read(House.In(project));
        BoardBuild build = BoardCompiler.Compile(read, House.Libraries.Value);
        House.None(build.Diagnostics);
        House.None(FirmwareRules.Language(build.Assembly()).Concat(BoardLimits.Breaches(read.Name, build.Image)).Concat(read.Sources.SelectMany(BoardTests.Breaches)));
    }

    /// <summary>An assembly whose native part is missing stops a board from starting: a bare chip, and nanoFramework's virtual device, have none of these.</summary>
    [Theory]
    [InlineData("firmware/Boards/Bench/bench.nfproj")]
    [InlineData("firmware/Common/ground.nfproj")]
    [InlineData("tests/Board.Tests/Protocol/protocol-tests.nfproj")]
    [InlineData("tests/Board.Tests/Common/common-tests.nfproj")]
    public void What_runs_on_any_device_names_no_pin_port_or_radio(string project) => House.None(BoardProject.Read(House.In(project)).References
        .Where(name => name.StartsWith("System.Device.", StringComparison.Ordinal) || name is "System.IO.Ports" or "nanoFramework.Hardware.Esp32" or "nanoFramework.Networking.Sntp"));

    /// <summary>A board has no golden files: its tests carry copies.</summary>
    [Fact]
    public void The_golden_bytes_of_the_boards_tests_are_those_of_the_golden_files()
    {
        string golden = string.Join('\n', House.Files("tests/golden/protocol", "*.tsv").Select(File.ReadAllText));
        string[] copies = [.. CSharpSyntaxTree.ParseText(File.ReadAllText(House.In("tests/Board.Tests/Fakes/Golden.cs"))).GetRoot().DescendantTokens()
            .Where(token => token.IsKind(SyntaxKind.StringLiteralToken) && token.ValueText.Length > 0)
            .Select(token => token.ValueText)];
        Assert.InRange(copies.Length, 50, 500);
        House.None(copies.Where(copy => copy.All(char.IsAsciiHexDigitLower) && !golden.Contains(copy, StringComparison.Ordinal)).Select(copy => $"not in tests/golden: {copy}"));
    }

    /// <summary>The test of the test: sources of which each .NET would take all, and a board's compiler none.</summary>
    [Theory]
    [InlineData("string.Join(\",\", new string[0])", "CS0117")]
    [InlineData("\"a\".Replace(\"a\", \"b\")", "CS1061")]
    [InlineData("new System.Random().NextInt64().ToString()", "CS1061")]
    [InlineData("System.Text.Encoding.ASCII.ToString()", "CS0117")]
    [InlineData("((int?)1).ToString()", "CS0518")]
    public void Tells_what_the_class_libraries_lack(string expression, string error)
    {
        Assert.SkipWhen(House.SharedApiPath is null, "../shared/nanoframework/API.txt is not here");
        BoardBuild build = Planted($"public static class Planted {{ public static string? Text() {{ return {expression}; }} }}");
        Assert.Contains(build.Diagnostics, diagnostic => diagnostic.Contains(error, StringComparison.Ordinal));
    }

    [Fact]
    public void Tells_a_test_that_needs_an_instance_and_an_assembly_that_is_too_large()
    {
        string file = Path.Combine(Path.GetTempPath(), Guid.NewGuid() + ".cs");
        File.WriteAllText(file, "[TestClass] public class A_Tests { private int _a; [Setup] public void B() { } [TestMethod] public void C(int d) { } [TestMethod] public void Good() { } }");
        try
        {
            Assert.Equal(4, BoardTests.Breaches(file).Count());
        }
        finally
        {
            File.Delete(file);
        }
        Assert.SkipWhen(House.SharedApiPath is null, "../shared/nanoframework/API.txt is not here");
        BoardBuild build = Planted($"public static class Planted {{ public static string Text() {{ return \"{new string('x', 70_000)}\"; }} }}");
        Assert.Contains("split it", BoardLimits.Breaches("planted", build.Image).Single(), StringComparison.Ordinal);
    }

    /// <summary>The test of the test: a copy of a real board's project from which a driver and a package are taken.</summary>
    [Fact]
    public void Tells_a_driver_and_a_package_that_are_missing()
    {
        string real = House.In("firmware/Boards/RainGauge/rain-gauge.nfproj");
        string planted = Path.Combine(Path.GetDirectoryName(real)!, "obj", "planted.nfproj");
        Directory.CreateDirectory(Path.GetDirectoryName(planted)!);
        try
        {
            File.WriteAllText(planted, File.ReadAllText(real)
                .Replace("<Compile Include=\"../../Drivers/TippingBucket.cs\" />", "<Compile Include=\"../../../Drivers/Missing.cs\" />", StringComparison.Ordinal)
                .Replace("\"../../", "\"../../../", StringComparison.Ordinal)
                .Replace("\"*.cs\"", "\"../*.cs\"", StringComparison.Ordinal));
            File.WriteAllLines(
                Path.Combine(Path.GetDirectoryName(planted)!, "packages.config"),
                File.ReadLines(real.Replace("rain-gauge.nfproj", "packages.config", StringComparison.Ordinal)).Where(line => !line.Contains("System.Device.Gpio", StringComparison.Ordinal)));
            string[] breaches = [.. BoardProject.Read(planted).Breaches(Firmware(), House.ApiList())];
            Assert.Contains(breaches, breach => breach.Contains("Missing.cs matches no file", StringComparison.Ordinal));
            Assert.Contains(breaches, breach => breach.Contains("TippingBucket.cs is not listed", StringComparison.Ordinal));
            Assert.Contains(breaches, breach => breach.Contains("System.Device.Gpio.1.1.62 is not what packages.config says", StringComparison.Ordinal));
            Assert.Contains(breaches, breach => breach.Contains("which packages.config lacks", StringComparison.Ordinal));
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(planted)!, recursive: true);
        }
    }

    private static BoardBuild Planted(string source)
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "Planted.cs"), source);
            File.WriteAllText(Path.Combine(folder, "packages.config"), "<packages/>");
            File.WriteAllText(
                Path.Combine(folder, "planted.nfproj"),
                """
                <Project><PropertyGroup><AssemblyName>planted</AssemblyName><OutputType>Library</OutputType></PropertyGroup><ItemGroup><Compile Include="Planted.cs"/>
                <Reference Include="mscorlib"/><Reference Include="System.Math"/><Reference Include="nanoFramework.System.Text"/></ItemGroup></Project>
                """);
            return BoardCompiler.Compile(BoardProject.Read(Path.Combine(folder, "planted.nfproj")), House.Libraries.Value);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static CompiledAssembly[] Firmware() => [.. House.Firmware.Keys.Select(House.Assembly)];
}
