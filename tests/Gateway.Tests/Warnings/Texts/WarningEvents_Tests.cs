using System.Text.RegularExpressions;
using EdgeWarning.Gateway.Warnings.Cap;
using EdgeWarning.Gateway.Warnings.Texts;

namespace EdgeWarning.Gateway.Tests.Warnings.Texts;

/// <summary>The codes of the one table of events are those of the practice, each once.</summary>
public class WarningEvents_Tests
{
    /// <summary>Once more and by hand, from the public code lists: national platform, then GB/T 35561-2017 as GD/J 082 uses it.</summary>
    private static readonly Dictionary<string, string> s_expected = """
        11A00 flood 11B01 typhoon 11B02 tornado 11B03 rainstorm 11B04 snowstorm 11B05 cold-wave 11B06 gale 11B07 sandstorm
        11B09 heat 11B14 lightning 11B15 hail 11B16 frost 11B17 fog 11B19 haze 11B20 thunder-gale 11B21 road-icing
        11B22 drought 11B25 forest-fire 11B31 severe-convection 11B36 waterlogging 11B37 landslide 11B38 heavy-rain 10101 flood 10109 drought
        10201 typhoon 10203 rainstorm 10300 earthquake 50100 air-raid 60000 notice
        """.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Chunk(2).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);

    [Fact]
    public void Each_code_names_one_event_and_each_event_is_found_by_its_codes()
    {
        var codes = WarningEvents.All.SelectMany(one => new[] { (Code: one.NationalCode, one.Key), (Code: one.BroadcastCode, one.Key) }).Where(one => one.Code is not null).ToList();
        Assert.Equal(s_expected.Select(one => (one.Key, one.Value)).Order(), codes.Select(one => (one.Code!, one.Key)).Order());
        Assert.Equal(WarningEvents.All.Count, WarningEvents.All.Select(one => one.Key).Distinct(StringComparer.Ordinal).Count());
        var info = CapFiles.Alert("red-rainstorm").Infos[0];
        Assert.All(WarningEvents.All, one => Assert.Same(one, WarningEvents.Of(info with { EventCodes = [new CapNamedValue("unknown", "x"), .. WarningEvents.CodesOf(one)] })));
    }

    [Fact]
    public void No_code_is_invented()
    {
        var path = CapFiles.Shared("standards", "warning-formats.md");
        Assert.SkipUnless(File.Exists(path), $"no code list at {path}");
        var lines = File.ReadAllLines(path);
        var listed = Listed(lines.Single(line => line.StartsWith("event codes:", StringComparison.Ordinal))).Concat(Listed(lines.Single(line => line.StartsWith("GB/T 35561-2017 five-digit", StringComparison.Ordinal)))).ToHashSet(StringComparer.Ordinal);
        Assert.Equal(listed.Order(StringComparer.Ordinal), s_expected.Keys.Order(StringComparer.Ordinal));
    }

    /// <summary>"11B01 typhoon 02 tornado": the second is 11B02.</summary>
    private static IEnumerable<string> Listed(string line)
    {
        var series = "";
        foreach (var code in Regex.Matches(line[line.IndexOf(':')..], @"\b(11[AB]|)([0-9]{5}|[0-9]{2})\b").Select(match => match.Value))
        {
            series = code.Length == 5 ? code[..3] : series;
            yield return code.Length == 5 ? code : series + code;
        }
    }
}
