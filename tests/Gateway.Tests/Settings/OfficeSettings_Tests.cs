using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using EdgeWarning.Gateway.Broadcast;
using EdgeWarning.Gateway.Console;
using EdgeWarning.Gateway.Desk;
using EdgeWarning.Gateway.Settings;
using EdgeWarning.Gateway.People;
using EdgeWarning.Gateway.Platform.Audit;
using EdgeWarning.Gateway.Tests.Broadcast;
using EdgeWarning.Gateway.Tests.People;
using EdgeWarning.Gateway.Warnings;
using Microsoft.Extensions.Options;

namespace EdgeWarning.Gateway.Tests.Settings;

/// <summary>What an office chooses at the console counts at once, survives a restart, and is taken whole or not at all.</summary>
public sealed class OfficeSettings_Tests
{
    [Fact]
    public async Task A_choice_counts_at_once_and_after_a_restart_and_stands_in_the_audit()
    {
        await using var office = await Office.Open(1, ("Desk:ShareAlone", "0.5"));
        var administrator = await Staff.Browser(office, "admin", Role.Administrator);
        var seen = await Json(await administrator.GetAsync("/api/settings", Stopping));
        Assert.Equal((0, "0.5", "0.5", false, "share"), Of(seen, "Desk:ShareAlone"));
        Assert.Equal((0, "", "", false, "number"), Of(seen, "Sound:Repeats"));

        var changed = await Json(await Put(administrator, 0, ("Desk:ShareAlone", "0.2"), ("Desk:Office", " 南召县应急局 "), ("Sound:Repeats", "4"), ("Desk:FastPath", "false")));
        Assert.Equal((1, "0.2", "0.5", true, "share"), Of(changed, "Desk:ShareAlone"));
        Assert.Equal("admin", changed.GetProperty("changedBy").GetString());
        InForce(office);
        Assert.Equal(
            ["Desk:FastPath true -> false", "Desk:Office 县防汛抗旱指挥部 -> 南召县应急局", "Desk:ShareAlone 0.5 -> 0.2", "Sound:Repeats nothing -> 4"],
            office.Get<AuditLog>().Newest(4).Where(row => row is { Act: "setting changed", Who: "admin" }).Select(row => $"{row.Subject} {row.Detail}").Order(StringComparer.Ordinal));

        await office.Stop();
        await office.Start();
        InForce(office);
        var back = await Staff.Browser(office, "other", Role.Administrator);
        Assert.Equal((2, "0.5", "0.5", false, "share"), Of(await Json(await Put(back, 1, ("Desk:ShareAlone", null))), "Desk:ShareAlone"));
        Assert.Equal(0.5, office.Get<IOptionsMonitor<DeskSettings>>().CurrentValue.ShareAlone);
        Assert.Equal("0.2 -> 0.5 (as configured)", office.Get<AuditLog>().Newest(1)[0].Detail);
    }

    [Theory]
    [InlineData("Desk:ShareAlone", "1.5", "a share from 0 to 1 is needed")]
    [InlineData("Desk:ShareAlone", "a third", "\"a third\" is no share such as 0.3")]
    [InlineData("Desk:ShareAlone", "NaN", "a share from 0 to 1")]
    [InlineData("Desk:Office", "", "a name of 1 to 60 characters is needed")]
    [InlineData("Desk:Sender", "county office", "without space, comma, < or &")]
    [InlineData("Desk:Address", "warning.county.example", "an address such as https://warning.county.example is needed")]
    [InlineData("Desk:Address", "https://warning.county.example?a=b", "an address such as")]
    [InlineData("Desk:NightFromHour", "25", "an hour from 0 to 24 is needed")]
    [InlineData("Desk:FastPath", "yes", "\"yes\" is neither true nor false")]
    [InlineData("Sound:ToneMilliseconds", "-1", "-1 is not within 0 to")]
    [InlineData("Sound:VolumePercent", "999999999999", "is no whole number")]
    [InlineData("Desk:Signatures", "blue 1:0", "is a table such as")]
    [InlineData("Texts:Languages", "zh-CN,Chinese!", "\"Chinese!\" is no language tag")]
    [InlineData("Texts:Languages", "en,EN", "at most four different languages")]
    [InlineData("Warnings:Languages", "", "a text is needed such as zh-CN,en")]
    [InlineData("Warnings:Languages", "zh-CN,Chinese!", "\"Chinese!\" is no language tag")]
    [InlineData("Warnings:TimeZone", "Asia/Nanzhao", "\"Asia/Nanzhao\" is no time zone such as Asia/Shanghai")]
    [InlineData("Map:Tiles", "https://tiles.example/", "an address is needed such as https://tiles.example.org/{z}/{x}/{y}.png")]
    [InlineData("Map:Tiles", "javascript:{z}{x}{y}", "an address is needed")]
    [InlineData("Map:Tiles", "https://a.example; script-src */{z}/{x}/{y}", "an address is needed")]
    [InlineData("Map:Credit", "a\nb", "holds a line break")]
    [InlineData("Mqtt:Host", "evil.example", "there is no such setting")]
    public async Task A_fault_is_named_by_its_setting_and_nothing_changes(string name, string value, string fault)
    {
        await using var office = await Office.Open();
        var administrator = await Staff.Browser(office, "admin", Role.Administrator);
        var answer = await Put(administrator, 0, ("Sound:Repeats", "4"), (name, value));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Stopping)).RootElement;
        Assert.Contains(fault, Assert.Single(problem.GetProperty("errors").GetProperty(name).EnumerateArray()).GetString(), StringComparison.Ordinal);
        Assert.Contains($"{name}: ", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Null(office.Get<IOptionsMonitor<SoundSettings>>().CurrentValue.Repeats);
        Assert.Equal(0, office.Get<OfficeStore>().Newest().Version);
    }

    [Fact]
    public async Task Of_two_browsers_that_saw_the_same_settings_the_second_changes_nothing()
    {
        await using var office = await Office.Open();
        var one = await Staff.Browser(office, "one", Role.Administrator);
        var other = await Staff.Browser(office, "other", Role.Administrator);
        await Json(await Put(one, 0, ("Desk:ShareAlone", "0.1")));
        var late = await Put(other, 0, ("Desk:ShareAlone", "0.9"));
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        Assert.Contains("one has changed the settings since you read them", await late.Content.ReadAsStringAsync(Stopping), StringComparison.Ordinal);
        Assert.Equal(0.1, office.Get<IOptionsMonitor<DeskSettings>>().CurrentValue.ShareAlone);

        var race = await Task.WhenAll(Enumerable.Range(1, 8).Select(share => Put(share % 2 == 0 ? one : other, 1, ("Desk:ShareAlone", $"0.{share}"))));
        Assert.Single(race, answer => answer.StatusCode == HttpStatusCode.OK);
        Assert.Equal(office.Get<OfficeStore>().Newest().Own["Desk:ShareAlone"], $"{office.Get<IOptionsMonitor<DeskSettings>>().CurrentValue.ShareAlone}");
    }

    [Fact]
    public async Task Whoever_watches_hears_of_a_changed_setting_and_of_a_changed_text()
    {
        await using var office = await Office.Open();
        var administrator = await Staff.Browser(office, "admin", Role.Administrator);
        using var watching = office.Get<LiveFeed>().Subscribe(null)!;
        await Json(await Put(administrator, 0, ("Desk:ShareAlone", "0.2")));
        await Heard();
        var text = new { headline = "h", description = "d", instruction = "i", spoken = "s" };
        await Json(await administrator.PutAsJsonAsync("/api/templates/flood/en", new { version = 0, texts = new { red = text } }, Stopping));
        await Heard();

        async Task Heard()
        {
            await foreach (var happened in watching.Events.ReadAllAsync(Stopping))
            {
                if (System.Text.Encoding.UTF8.GetString(happened.Bytes).Contains("event: settings\n", StringComparison.Ordinal))
                {
                    return;
                }
            }
        }
    }

    [Fact]
    public async Task A_choice_that_is_not_sound_any_more_is_passed_over_at_the_start_and_the_rest_counts()
    {
        await using var office = await Office.Open();
        var administrator = await Staff.Browser(office, "admin", Role.Administrator);
        await Json(await Put(administrator, 0, ("Desk:ShareAlone", "0.2")));
        // As an older program would have kept it.
        await office.Get<OfficeStore>().Add(1, new Dictionary<string, string> { ["Sound:Repeats"] = "1000", ["Desk:ShareAlone"] = "0.2", ["Desk:Gone"] = "x" }, [], Actor.Gateway);
        await office.Stop();
        await office.Start();
        Assert.Null(office.Get<IOptionsMonitor<SoundSettings>>().CurrentValue.Repeats);
        Assert.Equal(0.2, office.Get<IOptionsMonitor<DeskSettings>>().CurrentValue.ShareAlone);
        await Json(await Put(await Staff.Browser(office, "next", Role.Administrator), 2, ("Desk:FastPath", "false")));
        Assert.Equal(["Desk:FastPath", "Desk:ShareAlone"], office.Get<OfficeStore>().Newest().Own.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Another_time_zone_counts_at_once()
    {
        await using var office = await Office.Open(1, ("Warnings:TimeZone", "Asia/Shanghai"));
        var administrator = await Staff.Browser(office, "admin", Role.Administrator);
        await Json(await Put(administrator, 0, ("Warnings:TimeZone", "Asia/Urumqi"), ("Warnings:Languages", "ug,zh-CN")));
        Assert.Equal("Asia/Urumqi", (await Json(await administrator.GetAsync("/api/programmes/week", Stopping))).GetProperty("zone").GetString());
        Assert.Equal("ug,zh-CN", office.Get<IOptionsMonitor<WarningSettings>>().CurrentValue.Languages);
    }

    [Fact]
    public async Task A_list_of_languages_as_it_was_written_once_stops_the_gateway_with_a_reason() =>
        Assert.Contains("Warnings:Languages: a text is needed such as zh-CN,en", (await Assert.ThrowsAnyAsync<Exception>(() => Office.Open(1, ("Warnings:Languages:0", "en")))).ToString(), StringComparison.Ordinal);

    [Fact]
    public void Every_setting_is_read_from_the_option_that_it_names()
    {
        var values = new Dictionary<SettingKind, string> { [SettingKind.Text] = "x", [SettingKind.Number] = "7", [SettingKind.Share] = "0.7", [SettingKind.Switch] = "false", [SettingKind.Signatures] = "x", [SettingKind.TimeZone] = "Asia/Urumqi" };
        var all = new Microsoft.Extensions.Configuration.ConfigurationManager();
        foreach (var setting in OfficeSetting.All)
        {
            var bound = BoundSettings.Of(OfficeOverlay.Instead(all, new Dictionary<string, string> { [setting.Name] = values[setting.Kind] }));
            Assert.Equal((setting.Name, values[setting.Kind]), (setting.Name, setting.ValueIn(bound)));
        }
    }

    private static CancellationToken Stopping => TestContext.Current.CancellationToken;

    private static void InForce(Office office)
    {
        var desk = office.Get<IOptionsMonitor<DeskSettings>>().CurrentValue;
        Assert.Equal((0.2, "南召县应急局", false), (desk.ShareAlone, desk.Office, desk.FastPath));
        Assert.Equal(4, office.Get<IOptionsMonitor<SoundSettings>>().CurrentValue.Repeats);
    }

    private static (int Version, string? Value, string? Configured, bool IsOwn, string? Kind) Of(JsonElement view, string name)
    {
        var setting = view.GetProperty("settings").GetProperty(name);
        return (view.GetProperty("version").GetInt32(), setting.GetProperty("value").GetString(), setting.GetProperty("configured").GetString(), setting.GetProperty("isOwn").GetBoolean(), setting.GetProperty("kind").GetString());
    }

    private static async Task<HttpResponseMessage> Put(HttpClient browser, long version, params (string Name, string? Value)[] settings) =>
        await browser.PutAsJsonAsync("/api/settings", new { version, settings = settings.ToDictionary(setting => setting.Name, setting => setting.Value) }, Stopping);

    private static async Task<JsonElement> Json(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync(Stopping);
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement;
    }
}
