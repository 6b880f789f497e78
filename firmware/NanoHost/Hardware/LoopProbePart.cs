namespace NanoHost.Hardware;

/// <summary>What is wrong with a current loop.</summary>
public enum LoopFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>No current: cable cut, probe without supply.</summary>
    CableCut,

    /// <summary>The two wires touch: the loop supply drives as much as its limiter lets through.</summary>
    Short,
}

/// <summary>
/// A 4-20 mA pressure probe whose loop current flows through a shunt at an analogue input. 120 ohm puts 4-20 mA at 480-2400 mV, inside the
/// 150-2450 mV that an ESP32 converts well. Source: NAMUR NE 43 for the limits: 3.8 to 20.5 mA is a measurement, beyond 3.6 and 21 mA a fault.
/// </summary>
public sealed class LoopProbePart
{
    private const double ShortMilliamperes = 30;    // current limiter of the loop supply [M]

    /// <summary>Wires a probe to an analogue input over a shunt.</summary>
    public LoopProbePart(AdcPart channel, double shuntOhms = 120)
    {
        ArgumentNullException.ThrowIfNull(channel);
        ShuntOhms = shuntOhms;
        channel.Millivolts = () => LoopMilliamperes * ShuntOhms;
    }

    /// <summary>Resistance of the shunt.</summary>
    public double ShuntOhms { get; }

    /// <summary>Depth of water over the probe as a part of its full scale: 0 gives 4 mA, 1 gives 20 mA. A probe goes a little beyond both.</summary>
    public Func<double> PartOfFullScale { get; set; } = static () => 0;

    /// <summary>What is wrong with it.</summary>
    public LoopFault Fault { get; set; }

    /// <summary>Current in the loop now.</summary>
    public double LoopMilliamperes => Fault switch
    {
        LoopFault.CableCut => 0,
        LoopFault.Short => ShortMilliamperes,
        _ => Math.Clamp(4 + (16 * PartOfFullScale()), 3.8, 20.5),
    };
}
