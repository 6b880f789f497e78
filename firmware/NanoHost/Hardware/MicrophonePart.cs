namespace NanoHost.Hardware;

/// <summary>
/// A sound detector near the horn (SparkFun SEN-12642, output ENVELOPE) on an analogue input: it hears the horn, and what else is loud in the village.
/// </summary>
public sealed class MicrophonePart
{
    /// <summary>
    /// Millivolts that a horn at full-scale RMS would give 3 m away, were the output not full at 3.3 V. The gain is set by a resistor on the detector; at this one a tone at full
    /// volume (RMS 0.63) reads 1.6 V and speech (RMS 0.22) 0.55 V. [M]
    /// </summary>
    public const double MillivoltsAtFullScaleRms = 2_500;

    private const double FullMillivolts = 3_300;

    /// <summary>Lets an analogue input hear the horn of <paramref name="amplifier"/>.</summary>
    public MicrophonePart(Amplifier amplifier, AdcPart channel)
    {
        ArgumentNullException.ThrowIfNull(amplifier);
        ArgumentNullException.ThrowIfNull(channel);
        channel.Millivolts = () =>
        {
            double horn = Alive ? amplifier.HornRms * MillivoltsAtFullScaleRms : 0;
            double around = Alive ? AmbientMillivolts() : 0;
            return Math.Min(FullMillivolts, Math.Sqrt((horn * horn) + (around * around)));    // sounds that know nothing of each other add as powers
        };
    }

    /// <summary>It works. A dead one gives nothing.</summary>
    public bool Alive { get; set; } = true;

    /// <summary>What the village itself gives now: 20 mV on a quiet day, a gust of wind or a dog a hundred and more. [M]</summary>
    public Func<double> AmbientMillivolts { get; set; } = () => 20;
}
