namespace NanoHost.Hardware;

/// <summary>What is wrong with a thermistor.</summary>
public enum ThermistorFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A lead is off: the resistor pulls the input to ground.</summary>
    Open,

    /// <summary>Its leads touch: the input sees the supply.</summary>
    Short,
}

/// <summary>
/// An NTC of 10 kΩ (Vishay NTCLE100E3103) from 3.3 V to an analogue input, with a resistor from there to ground. The maker's curve, Vishay data sheet 29049.
/// </summary>
public sealed class ThermistorPart
{
    private const double SupplyMillivolts = 3300;
    private const double ZeroCelsiusKelvin = 273.15;

    private readonly double _lowerOhms;

    /// <summary>Wires a thermistor to an analogue input.</summary>
    public ThermistorPart(AdcPart channel, double lowerOhms)
    {
        ArgumentNullException.ThrowIfNull(channel);
        _lowerOhms = lowerOhms;
        channel.Millivolts = Millivolts;
    }

    /// <summary>How warm it is.</summary>
    public Func<double> Celsius { get; set; } = static () => 25;

    /// <summary>What is wrong with it.</summary>
    public ThermistorFault Fault { get; set; }

    /// <summary>Its resistance at a temperature.</summary>
    public static double OhmsAt(double celsius)
    {
        double kelvin = celsius + ZeroCelsiusKelvin;
        return 10_000 * Math.Exp(-14.6337 + (4791.842 / kelvin) - (115_334 / Math.Pow(kelvin, 2)) - (3.730535e6 / Math.Pow(kelvin, 3)));
    }

    private double Millivolts() => Fault switch
    {
        ThermistorFault.Open => 0,
        ThermistorFault.Short => SupplyMillivolts,
        _ => SupplyMillivolts * _lowerOhms / (_lowerOhms + OhmsAt(Celsius())),
    };
}
