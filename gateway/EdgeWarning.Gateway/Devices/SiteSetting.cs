using EdgeWarning.Gateway.Platform;

namespace EdgeWarning.Gateway.Devices;

/// <summary>
/// A setting that belongs to the place where a board hangs, not to the county: the gateway remembers it and writes it into the settings of whatever board
/// hangs there. Names and limits are those of the firmware's settings file (a test compares them).
/// </summary>
/// <param name="Option">Of the command line.</param>
/// <param name="Name">In the settings file.</param>
/// <param name="Kinds">Boards that have it.</param>
/// <param name="Least">Smallest whole number; of no meaning where there are words.</param>
/// <param name="Words">All values, where it is no number.</param>
public sealed record SiteSetting(string Option, string Name, string Description, IReadOnlyList<string> Kinds, int Least, int Most, IReadOnlyList<string> Words)
{
    private static readonly string[] s_sound = [BoardKinds.Loudspeaker, BoardKinds.VillageStation];
    private static readonly string[] s_rain = [BoardKinds.RainGauge, BoardKinds.VillageStation];
    private static readonly string[] s_stage = [BoardKinds.WaterLevel, BoardKinds.VillageStation];

    public static IReadOnlyList<SiteSetting> All { get; } =
    [
        new("--stage-probe", "stage.probe", "How the stage is measured", s_stage, 0, 0, ["ultrasonic", "maxbotix", "loop"]),
        Number("--stage-zero-mm", "stage.zero.millimetres", "Height of the probe's face above gauge zero, millimetres", s_stage, -100_000, 100_000),
        Number("--stage-fullscale-mm", "stage.loop.fullscale.millimetres", "Depth of water at 20 mA of a loop probe, millimetres", s_stage, 100, 100_000),
        Number("--stage-low-counts", "stage.loop.low.counts", "Counts of this board's converter at 4 mA", s_stage, 1, 4_095),
        Number("--stage-high-counts", "stage.loop.high.counts", "Counts of this board's converter at 20 mA", s_stage, 1, 4_095),
        Number("--rain-lockout-ms", "rain.lockout.milliseconds", "Quiet time of the switch before a closure is a tip, milliseconds", s_rain, 5, 200),
        Number("--amplifier-sensor", "amplifier.sensor", "1 with a current sensor at the amplifier, 0 without", s_sound, 0, 1),
        Number("--amplifier-heard-ma", "amplifier.heard.milliamperes", "Rise of current that proves a sounding horn, milliamperes", s_sound, 1, 20_000),
        Number("--amplifier-settle-ms", "amplifier.settle.milliseconds", "From the amplifier's power to the first sound, milliseconds", s_sound, 0, 10_000),
        new("--speech-module", "speech.module", "The speech module that is fitted", s_sound, 0, 0, ["xfs5152ce", "syn6288", "none"]),
        Number("--microphone", "microphone.sensor", "1 with a sound detector, 0 without", s_sound, 0, 1),
        Number("--volume-percent", "volume.percent", "What full volume means at this place", s_sound, 0, 100),
    ];

    /// <summary>What is wrong with a value for a board of this kind; null when nothing is.</summary>
    public Fault? FaultOf(string kind, string value)
    {
        if (!Kinds.Contains(kind))
        {
            return Fault.Of("site.kind", $"{Name}: a {kind} has no such setting (only {string.Join(" and ", Kinds)})");
        }

        if (Words.Count > 0)
        {
            return Words.Contains(value) ? null : Fault.Of("site.word", $"{Name}: \"{BoardCheck.Short(value)}\" is none of {string.Join(", ", Words)}");
        }

        return int.TryParse(value, System.Globalization.NumberStyles.AllowLeadingSign, null, out int number) && number >= Least && number <= Most
            ? null
            : Fault.Of("site.number", $"{Name}: \"{BoardCheck.Short(value)}\" is no whole number from {Least} to {Most}");
    }

    private static SiteSetting Number(string option, string name, string description, string[] kinds, int least, int most) =>
        new(option, name, description, kinds, least, most, []);
}
