using EdgeWarning.Gateway.Warnings;
using EdgeWarning.Gateway.Warnings.Cap;
using EdgeWarning.Gateway.Warnings.Texts;
using EdgeWarning.Protocol;
using Microsoft.Extensions.Configuration;

namespace EdgeWarning.Gateway.Tests.Warnings;

public class LiveWarnings_Tests
{
    private static readonly DateTimeOffset Sent = new(2026, 11, 22, 14, 0, 0, TimeSpan.FromHours(8));
    private static readonly WarningSettings Settings = new();
    private static readonly WarningPlace Village = new("411321101200", new GeoPoint(33.4, 112.4));

    [Theory]
    [InlineData("请到{shelter}集合", "请到集合")]
    [InlineData("{village}请到{shelter|高处}集合", "河头村请到高处集合")]
    [InlineData("{detail}", "暴雨红色预警。")]
    public void A_village_hears_no_name_of_a_fact_that_nobody_knows_and_never_the_tone_alone(string spoken, string said)
    {
        var alert = CapFiles.Accepted(CapFiles.With("red-rainstorm", ("<parameter>", $"<parameter><valueName>{SpokenText.ParameterName}</valueName><value>{spoken}</value></parameter><parameter>"))).Alert;
        var heard = LiveWarnings.Announcements(alert, alert.Sent, new WarningSettings())[0].TextFor(new TextFacts(Village: "河头村"));
        Assert.Contains(said.TrimEnd('。'), heard);
        Assert.DoesNotContain("shelter", heard);
    }

    [Fact]
    public void A_red_warning_sounds_in_its_county_in_the_villagers_language_until_it_expires()
    {
        var effect = Assert.Single(LiveWarnings.At([Stored("red-rainstorm")], Sent, Settings));
        Assert.Equal(Scope.Actual, effect.Scope);
        var said = effect.At(Village)!;
        Assert.Equal((Priority.Red, "zh-CN", Sent.AddHours(3)), (said.Priority, said.Language, said.Expires));
        Assert.Null(effect.At(new WarningPlace("411322101200", null)));
        Assert.Empty(LiveWarnings.At([Stored("red-rainstorm")], Sent.AddHours(3), Settings));
    }

    [Fact]
    public void An_exercise_sounds_as_a_drill() => Assert.Equal(Scope.Drill, Assert.Single(LiveWarnings.At([Stored("exercise")], Sent, Settings)).Scope);

    [Fact]
    public void What_was_superseded_cancelled_or_silent_does_not_sound()
    {
        var warning = Stored("red-rainstorm");
        Assert.Empty(LiveWarnings.At([warning with { Ended = WarningEnd.Superseded }, warning with { Ended = WarningEnd.Cancelled }, warning with { Sounds = false }], Sent, Settings));
        Assert.Equal(WarningState.Superseded, LiveWarnings.StateOf(warning with { Ended = WarningEnd.Superseded }, Sent));
        Assert.Equal(WarningState.Cancelled, LiveWarnings.StateOf(warning with { Ended = WarningEnd.Cancelled }, Sent.AddDays(9)));
        Assert.Equal(WarningState.Expired, LiveWarnings.StateOf(warning, Sent.AddDays(9)));
        Assert.Equal(WarningState.Silent, LiveWarnings.StateOf(warning with { Sounds = false }, Sent));
    }

    [Theory]
    [InlineData("zh-CN,en", "zh-CN")]
    [InlineData("en,zh-CN", "en")]
    [InlineData("en-GB", "en")]         // the language fits, if not the country
    [InlineData("fr", "zh-CN")]         // none fits: the issuer's first
    public void The_office_chooses_the_language(string languages, string spoken) =>
        Assert.Equal(spoken, Said("red-rainstorm", new WarningSettings { Languages = languages }).Language);

    [Fact]
    public void The_office_chooses_it_in_its_file_too()
    {
        var file = new ConfigurationBuilder().AddInMemoryCollection([new("Warnings:Languages", "en")]).Build();
        Assert.Equal("en", Said("red-rainstorm", file.GetSection(WarningSettings.Section).Get<WarningSettings>()!).Language);
        Assert.Equal("zh-CN", Said("red-rainstorm", new WarningSettings()).Language);
    }

    [Fact]
    public void An_info_block_that_has_expired_is_not_said_though_another_lives()
    {
        var alert = CapFiles.Alert("red-rainstorm");
        var warning = Stored(alert with { Infos = [alert.Infos[0] with { Expires = Sent.AddHours(1) }, alert.Infos[1]] });
        Assert.Equal("en", Assert.Single(LiveWarnings.At([warning], Sent.AddHours(2), Settings)).At(Village)!.Language);
    }

    [Fact]
    public void Two_blocks_of_one_language_speak_each_where_it_applies_and_the_more_urgent_where_both_do()
    {
        var alert = CapFiles.Alert("red-rainstorm");
        var county = alert.Infos[0] with { Severity = CapSeverity.Moderate, Parameters = [], Headline = "大雨" };
        var township = alert.Infos[0] with { Areas = [alert.Infos[0].Areas[0] with { Geocodes = [new CapNamedValue("", "411321101")] }] };
        var effect = Assert.Single(LiveWarnings.At([Stored(alert with { Infos = [county, township] })], Sent, Settings));
        Assert.Equal(Priority.Red, effect.At(Village)!.Priority);
        Assert.Equal(Priority.Yellow, effect.At(new WarningPlace("411321102200", null))!.Priority);
    }

    [Fact]
    public void A_block_without_an_area_takes_its_sisters()
    {
        var alert = CapFiles.Alert("red-rainstorm");
        var effect = Assert.Single(LiveWarnings.At([Stored(alert with { Infos = [alert.Infos[0] with { Areas = [] }, alert.Infos[1]] })], Sent, Settings));
        Assert.Equal("zh-CN", effect.At(Village)!.Language);
    }

    [Fact]
    public void Without_an_expiry_it_lives_as_long_as_the_office_says()
    {
        var alert = CapFiles.Alert("red-rainstorm");
        var warning = Stored(alert with { Infos = [alert.Infos[0] with { Expires = null }] });
        Assert.Equal(Sent.AddHours(6), warning.Expires);
        Assert.Equal(Sent.AddHours(1), LiveWarnings.ExpiryOf(warning.Alert, new WarningSettings { DefaultLife = TimeSpan.FromHours(1) }));
    }

    [Fact]
    public void Chinese_without_a_language_tag_is_not_read_by_an_english_voice()
    {
        var alert = CapFiles.Accepted(CapFiles.With("    <language>zh-CN</language>\n", "")).Alert;
        Assert.Equal("zh-CN", Assert.Single(LiveWarnings.At([Stored(alert)], Sent, Settings)).At(Village)!.Language);
    }

    [Theory]
    [InlineData(CapSeverity.Extreme, Priority.Red)]
    [InlineData(CapSeverity.Severe, Priority.Orange)]
    [InlineData(CapSeverity.Moderate, Priority.Yellow)]
    [InlineData(CapSeverity.Minor, Priority.Blue)]
    [InlineData(CapSeverity.Unknown, Priority.Blue)]
    public void Severity_gives_the_colour_where_none_is_named(CapSeverity severity, Priority priority) =>
        Assert.Equal(priority, WarningPriority.Of(Plain() with { Severity = severity }));

    [Theory]
    [InlineData("ColorCode", "红色", Priority.Red)]
    [InlineData("alert_color", "紅色", Priority.Red)]
    [InlineData("awareness_level", "3; orange; Severe", Priority.Orange)]
    [InlineData("semáforo", "red", Priority.Red)]
    [InlineData("Color", "Yellow", Priority.Yellow)]
    [InlineData("alertlevel", "Green", Priority.Yellow)]        // no colour of warning: the severity counts
    [InlineData("预警级别", "蓝色", Priority.Blue)]
    [InlineData("source", "hundred", Priority.Yellow)]          // "red" inside a word, in another parameter
    [InlineData("Color", "bored", Priority.Yellow)]
    public void A_named_colour_wins_over_the_severity(string name, string value, Priority priority) =>
        Assert.Equal(priority, WarningPriority.Of(Plain() with { Parameters = [new CapNamedValue(name, value)] }));

    [Theory]
    [InlineData("南召县发布暴雨橙色预警", Priority.Orange)]
    [InlineData("暴雨红色预警（由橙色升级）", Priority.Red)]
    [InlineData("Red River flood", Priority.Yellow)]            // English headlines name rivers; only Chinese colours count there
    public void A_colour_in_a_chinese_headline_counts(string headline, Priority priority) =>
        Assert.Equal(priority, WarningPriority.Of(Plain() with { Headline = headline }));

    private static CapInfo Plain() => CapFiles.Alert("red-rainstorm").Infos[0] with { Severity = CapSeverity.Moderate, Headline = null, Parameters = [], EventCodes = [] };

    private static Announcement Said(string name, WarningSettings settings) => Assert.Single(LiveWarnings.At([Stored(name)], Sent, settings)).At(Village)!;

    private static StoredWarning Stored(string name) => Stored(CapFiles.Alert(name));

    private static StoredWarning Stored(CapAlert alert) => new(
        "W-20261122-001", Sent, alert, WarningKind.Actual, Sounds: true, "", [], LiveWarnings.ExpiryOf(alert, Settings), WarningEnd.None, null, null, []);
}
