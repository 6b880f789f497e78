using EdgeWarning.Contract.Tests.Reading;
using EdgeWarning.Contract.Tests.Rules;

namespace EdgeWarning.Contract.Tests;

public class BoardProjects_Tests
{
    public static TheoryData<string> Projects => [.. House.Files("firmware", "*.nfproj").Concat(House.Files("tests", "*.nfproj")).Select(file => Path.GetRelativePath(House.Root, file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_boards_project_lists_every_source_and_package_that_its_sources_use(string project) =>
        House.None(BoardProject.Read(House.In(project)).Breaches(Firmware(), House.ApiList()));

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

    private static CompiledAssembly[] Firmware() => [.. House.Firmware.Keys.Select(House.Assembly)];
}
