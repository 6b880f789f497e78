using System.Globalization;
using EdgeWarning.Gateway.Broadcast;
using EdgeWarning.Gateway.Desk;
using EdgeWarning.Gateway.Places;
using EdgeWarning.Gateway.Warnings;
using EdgeWarning.Gateway.Warnings.Texts;

namespace EdgeWarning.Gateway.Settings;

/// <summary>How a setting is written.</summary>
public enum SettingKind
{
    Text,

    /// <summary>A whole number; may be left empty where empty means "by the rule".</summary>
    Number,

    /// <summary>A part of a whole, 0 to 1.</summary>
    Share,

    /// <summary>true or false.</summary>
    Switch,

    /// <summary>How many sign, by colour and share of the county: <see cref="SignatureTable"/>.</summary>
    Signatures,

    /// <summary>An IANA name such as Asia/Shanghai.</summary>
    TimeZone,
}

/// <summary>The settings of the slices, bound from one configuration.</summary>
public sealed record BoundSettings(DeskSettings Desk, SoundSettings Sound, TextSettings Texts, WarningSettings Warnings, MapOptions Map)
{
    public static BoundSettings Of(IConfiguration configuration) => new(
        configuration.GetSection(DeskSettings.Section).Get<DeskSettings>() ?? new(),
        configuration.GetSection(SoundSettings.Section).Get<SoundSettings>() ?? new(),
        configuration.GetSection(TextSettings.Section).Get<TextSettings>() ?? new(),
        configuration.GetSection(WarningSettings.Section).Get<WarningSettings>() ?? new(),
        configuration.GetSection(MapOptions.Section).Get<MapOptions>() ?? new());
}

/// <summary>A choice that an office may make at the console.</summary>
/// <param name="Name">As in the configuration: section and property.</param>
/// <param name="Read">Its value among the bound settings.</param>
public sealed record OfficeSetting(string Name, SettingKind Kind, Func<BoundSettings, object?> Read)
{
    /// <summary>No setting is longer, characters.</summary>
    public const int LongestValue = 300;

    public static readonly IReadOnlyList<OfficeSetting> All =
    [
        new("Desk:Office", SettingKind.Text, bound => bound.Desk.Office),
        new("Desk:Sender", SettingKind.Text, bound => bound.Desk.Sender),
        new("Desk:Address", SettingKind.Text, bound => bound.Desk.Address),
        new("Texts:Languages", SettingKind.Text, bound => bound.Texts.Languages),
        new("Warnings:Languages", SettingKind.Text, bound => bound.Warnings.Languages),
        new("Warnings:TimeZone", SettingKind.TimeZone, bound => bound.Warnings.TimeZone),
        new("Desk:Signatures", SettingKind.Signatures, bound => bound.Desk.Signatures),
        new("Desk:FastPath", SettingKind.Switch, bound => bound.Desk.FastPath),
        new("Desk:ShareAlone", SettingKind.Share, bound => bound.Desk.ShareAlone),
        new("Desk:NightFromHour", SettingKind.Number, bound => bound.Desk.NightFromHour),
        new("Desk:NightToHour", SettingKind.Number, bound => bound.Desk.NightToHour),
        new("Sound:ToneMilliseconds", SettingKind.Number, bound => bound.Sound.ToneMilliseconds),
        new("Sound:RepeatsUrgent", SettingKind.Number, bound => bound.Sound.RepeatsUrgent),
        new("Sound:RepeatsOther", SettingKind.Number, bound => bound.Sound.RepeatsOther),
        new("Sound:VolumeUrgentPercent", SettingKind.Number, bound => bound.Sound.VolumeUrgentPercent),
        new("Sound:VolumeYellowPercent", SettingKind.Number, bound => bound.Sound.VolumeYellowPercent),
        new("Sound:VolumeOtherPercent", SettingKind.Number, bound => bound.Sound.VolumeOtherPercent),
        new("Sound:Repeats", SettingKind.Number, bound => bound.Sound.Repeats),
        new("Sound:VolumePercent", SettingKind.Number, bound => bound.Sound.VolumePercent),
        new("Map:Tiles", SettingKind.Text, bound => bound.Map.Tiles),
        new("Map:Credit", SettingKind.Text, bound => bound.Map.Credit),
    ];

    public static OfficeSetting? Find(string name) => All.FirstOrDefault(setting => setting.Name == name);

    /// <summary>As it is written in the configuration; empty for none.</summary>
    public string ValueIn(BoundSettings bound) => Read(bound) switch
    {
        null => "",
        bool on => on ? "true" : "false",
        var value => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    /// <summary>What is wrong with the way a value is written; null when it can be read.</summary>
    public string? FaultOf(string value) =>
        value.Length > LongestValue ? $"at most {LongestValue} characters, these are {value.Length}"
        : value.Any(char.IsControl) ? "holds a line break or another control character"
        : Kind switch
        {
            SettingKind.Number when !int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) => $"\"{value}\" is no whole number",
            SettingKind.Share when !double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _) => $"\"{value}\" is no share such as 0.3",
            SettingKind.Switch when value is not ("true" or "false") => $"\"{value}\" is neither true nor false",
            _ => null,
        };
}
