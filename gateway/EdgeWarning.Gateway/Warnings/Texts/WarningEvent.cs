using EdgeWarning.Gateway.Warnings.Cap;

namespace EdgeWarning.Gateway.Warnings.Texts;

/// <summary>What threatens, in the words and codes of those who warn of it.</summary>
/// <param name="Key">Its name in templates, API and URLs.</param>
/// <param name="NationalCode">Of the national warning platform (国家突发事件预警信息发布系统), such as 11B03; null where no code is known to us.</param>
/// <param name="BroadcastCode">Of emergency broadcasting, GB/T 35561-2017 in GD/J 082, such as 10203; null where no code is known to us.</param>
/// <param name="HasColours">False for what is no alarm: test, drill, all-clear.</param>
public sealed record WarningEvent(string Key, string Chinese, string English, string? NationalCode, string? BroadcastCode, CapCategory Category, bool HasColours = true)
{
    /// <summary>A person has spoken, of whatever it is: nothing without its recording. No public list has a code for it.</summary>
    public const string LiveAnnouncement = "live-announcement";

    /// <summary>Name of the eventCode of the national platform in the CAP messages written here.</summary>
    public const string NationalCodeName = "cn.nmc.eventType";

    /// <summary>Name of the eventCode of emergency broadcasting in the CAP messages written here.</summary>
    public const string BroadcastCodeName = "GB/T 35561-2017";
}

/// <summary>
/// The one table of events. Codes: the public code lists of the national platform's interface and of GD/J 082; a code that stands in neither is left
/// out and not invented.
/// </summary>
public static class WarningEvents
{
    public static readonly IReadOnlyList<WarningEvent> All =
    [
        new("rainstorm", "暴雨", "rainstorm", "11B03", "10203", CapCategory.Met),
        new("flash-flood", "山洪灾害", "flash flood", null, null, CapCategory.Geo),
        new("flood", "洪水", "flood", "11A00", "10101", CapCategory.Geo),
        new("typhoon", "台风", "typhoon", "11B01", "10201", CapCategory.Met),
        new("landslide", "地质灾害", "landslide", "11B37", null, CapCategory.Geo),
        new("forest-fire", "森林火险", "forest fire", "11B25", null, CapCategory.Fire),
        new("dam-release", "水库泄洪", "dam release", null, null, CapCategory.Infra),
        new("tornado", "龙卷风", "tornado", "11B02", null, CapCategory.Met),
        new("snowstorm", "暴雪", "snowstorm", "11B04", null, CapCategory.Met),
        new("cold-wave", "寒潮", "cold wave", "11B05", null, CapCategory.Met),
        new("gale", "大风", "gale", "11B06", null, CapCategory.Met),
        new("sandstorm", "沙尘暴", "sandstorm", "11B07", null, CapCategory.Met),
        new("heat", "高温", "heat", "11B09", null, CapCategory.Met),
        new("lightning", "雷电", "lightning", "11B14", null, CapCategory.Met),
        new("hail", "冰雹", "hail", "11B15", null, CapCategory.Met),
        new("frost", "霜冻", "frost", "11B16", null, CapCategory.Met),
        new("fog", "大雾", "dense fog", "11B17", null, CapCategory.Met),
        new("haze", "霾", "haze", "11B19", null, CapCategory.Env),
        new("thunder-gale", "雷雨大风", "thunderstorm gale", "11B20", null, CapCategory.Met),
        new("road-icing", "道路结冰", "road icing", "11B21", null, CapCategory.Transport),
        new("drought", "干旱", "drought", "11B22", "10109", CapCategory.Met),
        new("severe-convection", "强对流", "severe convection", "11B31", null, CapCategory.Met),
        new("heavy-rain", "强降雨", "heavy rain", "11B38", null, CapCategory.Met),
        new("waterlogging", "内涝", "waterlogging", "11B36", null, CapCategory.Geo),
        new("earthquake", "地震", "earthquake", null, "10300", CapCategory.Geo),
        new("air-raid", "防空", "air raid", null, "50100", CapCategory.Security),
        new("notice", "通知", "notice", null, "60000", CapCategory.Other),
        new(WarningEvent.LiveAnnouncement, "喊话", "live announcement", null, null, CapCategory.Other),
        new("test", "设备测试", "equipment test", null, null, CapCategory.Other, HasColours: false),
        new("drill", "防灾演练", "drill", null, null, CapCategory.Safety, HasColours: false),
        new("all-clear", "解除", "all clear", null, null, CapCategory.Safety, HasColours: false),
    ];

    private static readonly Dictionary<string, WarningEvent> s_byKey = All.ToDictionary(one => one.Key, StringComparer.Ordinal);

    public static WarningEvent? Find(string key) => s_byKey.GetValueOrDefault(key);

    /// <summary>The event that a CAP info block names by one of its codes; null when it names none of the table.</summary>
    public static WarningEvent? Of(CapInfo info) =>
        info.EventCodes.Select(code => All.FirstOrDefault(one => code.Value == one.NationalCode || code.Value == one.BroadcastCode || code.Value == one.Key)).FirstOrDefault(one => one is not null);

    /// <summary>The codes of an event as CAP carries them.</summary>
    public static IReadOnlyList<CapNamedValue> CodesOf(WarningEvent one) =>
    [
        .. one.NationalCode is { } national ? [new CapNamedValue(WarningEvent.NationalCodeName, national)] : Array.Empty<CapNamedValue>(),
        .. one.BroadcastCode is { } broadcast ? [new CapNamedValue(WarningEvent.BroadcastCodeName, broadcast)] : Array.Empty<CapNamedValue>(),
        .. one is { NationalCode: null, BroadcastCode: null } ? [new CapNamedValue("EdgeWarning", one.Key)] : Array.Empty<CapNamedValue>(),
    ];
}
