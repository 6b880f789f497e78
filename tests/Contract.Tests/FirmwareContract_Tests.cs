using EdgeWarning.Contract.Tests.Reading;
using EdgeWarning.Contract.Tests.Rules;

namespace EdgeWarning.Contract.Tests;

public class FirmwareContract_Tests
{
    public static TheoryData<string> Assemblies => [.. House.Firmware.Keys];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Firmware_is_what_a_board_can_run(string name) =>
        House.None(FirmwareRules.Breaches(House.Assembly(name), House.ApiList(), House.Firmware[name]));

    [Fact]
    public void The_list_holds_nothing_that_the_firmware_does_not_use()
    {
        HashSet<ApiLine> used = [.. Needed(line => line.Package)];
        House.None(House.ApiList().Lines
            .Where(line => !used.Any(one => one.Type == line.Type && one.Member == line.Member))
            .Select(line => $"listed and not used: {line}"));
    }

    [Fact]
    public void The_list_is_sorted_and_says_nothing_twice()
    {
        string[] lines = [.. House.ApiList().Lines.Select(line => line.ToString())];
        Assert.Equal(lines.Distinct().Order(StringComparer.Ordinal), lines);
    }

    [Fact]
    public void Every_line_of_the_list_is_in_the_real_class_libraries()
    {
        Assert.SkipWhen(House.SharedApiPath is null, "../shared/nanoframework/API.txt is not here: the list is checked against itself only");
        NanoFrameworkApi real = NanoFrameworkApi.Read(House.SharedApiPath);
        House.None(House.ApiList().Lines
            .Where(line => real.PackageOf(line.Type) != line.Package || (line.Member.Length > 0 && !real.HasMember(line.Type, line.Member)))
            .Select(line => $"not in the real libraries: {line}"));
    }

    [Fact]
    public void NanoHost_numbers_its_enumerations_as_the_real_libraries_do()
    {
        Assert.SkipWhen(House.SharedApiPath is null, "../shared/nanoframework/API.txt is not here");
        NanoFrameworkApi real = NanoFrameworkApi.Read(House.SharedApiPath);
        House.None(House.Assembly("NanoHost").Constants
            .Select(constant => (Constant: constant, Values: real.ValuesOf(constant.Type)))
            .Where(one => one.Values is not null && (!one.Values.TryGetValue(one.Constant.Name, out long value) || value != one.Constant.Value))
            .Select(one => $"{one.Constant.Type}.{one.Constant.Name} = {one.Constant.Value} differs from the real library"));
    }

    /// <summary>A constant is copied into the code that names it, so a wrong one would not show as a reference.</summary>
    [Fact]
    public void Every_host_file_has_a_twin_for_the_board()
    {
        House.None(House.Files("firmware", "*.Host.cs")
            .Where(file => !file.Contains("/NanoHost/", StringComparison.Ordinal) && !file.Contains("/Simulator/", StringComparison.Ordinal))
            .Where(file => !File.Exists(file.Replace(".Host.cs", ".Nano.cs", StringComparison.Ordinal)))
            .Select(file => $"{file} has no twin .Nano.cs: a board would have nothing in its place"));
    }

    /// <summary>Not a test: writes the list anew from what the firmware uses. Run it alone, by name (README).</summary>
    [Fact(Explicit = true)]
    public void Write_the_list_anew()
    {
        Assert.NotNull(House.SharedApiPath);
        NanoFrameworkApi real = NanoFrameworkApi.Read(House.SharedApiPath);
        IEnumerable<string> lines = Needed(line => real.PackageOf(line.Type) ?? "?").Select(line => line.ToString()).Distinct().Order(StringComparer.Ordinal);
        File.WriteAllLines(House.ApiListPath,
        [
            "# Every member of nanoFramework that the firmware uses: package, type, member as metadata names it (a type alone when no member of it is named).",
            "# Written by tests/Contract.Tests (its README says how), checked there against the compiled firmware and the real class libraries.",
            .. lines,
        ]);
    }

    private static IEnumerable<ApiLine> Needed(Func<ApiLine, string> package)
    {
        Use[] uses = [.. House.Firmware.Keys.SelectMany(name => FirmwareRules.Outside(House.Assembly(name)))];
        HashSet<string> withMembers = [.. uses.Where(use => use.Member.Length > 0).Select(use => use.Type)];
        return uses
            .Where(use => use.Member.Length > 0 || !withMembers.Contains(use.Type))
            .Select(use => new ApiLine("", use.Type, use.Member))
            .Distinct()
            .Select(line => line with { Package = package(line) });
    }
}
