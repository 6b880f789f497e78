using System.Text;
using EdgeWarning.Common;
using EdgeWarning.Gateway.Upkeep;

namespace EdgeWarning.Contract.Tests;

/// <summary>What the console offers to set, read by the board's own strict reader as county settings.</summary>
public sealed class KnownSettings_Tests
{
    public static TheoryData<string> Names => [.. KnownSetting.All.Select(setting => setting.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_form_and_the_board_agree_on_what_a_setting_may_be(string name)
    {
        KnownSetting setting = KnownSetting.All.Single(setting => setting.Name == name);
        string[] good = setting.Form switch { "whole" or "flag" => [$"{setting.Least}", $"{setting.Most}"], "time" => ["08:00", "19:30"], _ => ["水位上涨，请转移"] };
        string[] bad = setting.Form switch { "whole" or "flag" => [$"{setting.Least - 1}", $"{setting.Most + 1}", "1.5", ""], "time" => ["24:00", "8:00", ""], _ => [] };
        Assert.All(good, value => Assert.Equal("", OnBoard(name, value)));
        Assert.All(bad, value => Assert.NotEqual("", OnBoard(name, value)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_a_board_does_without_a_setting_is_something_that_could_be_set(string name)
    {
        KnownSetting setting = KnownSetting.All.Single(setting => setting.Name == name);
        Assert.True(setting.Usual.Length == 0 || OnBoard(name, setting.Usual).Length == 0, setting.Usual);
    }

    private static string OnBoard(string name, string value)
    {
        byte[] file = Encoding.UTF8.GetBytes($"board = b\nkind = village-station\nkey = {new string('a', 64)}\ngateway.host = g\n");
        byte[] county = Encoding.UTF8.GetBytes($"{name} = {value}\n");
        Settings.Parse(file, file.Length, county, county.Length, out string fault);
        return fault;
    }
}
