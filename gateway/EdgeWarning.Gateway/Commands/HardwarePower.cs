using EdgeWarning.Gateway.Devices;

namespace EdgeWarning.Gateway.Commands;

/// <summary>A part that draws power.</summary>
/// <param name="Milliwatts">At the battery's terminals, while it works.</param>
/// <param name="HoursPerDay">How long it works.</param>
/// <param name="Source">Where the figure comes from; [M] = from memory, to be measured.</param>
public sealed record PowerLoad(string Part, double Milliwatts, double HoursPerDay, string Source)
{
    public double WattHoursPerDay => Milliwatts * HoursPerDay / 1000;
}

/// <summary>What is asked of a board's power supply.</summary>
/// <param name="CloudyDays">Days without any sun that it must get through.</param>
/// <param name="TemperatureCelsius">Of the battery in the coldest such days.</param>
/// <param name="SunHours">Hours of full sun (1 kW/m²) a day on the panel in the darkest month.</param>
/// <param name="RecoveryDays">Days of such sun in which an empty battery is full again.</param>
/// <param name="SoundMinutes">Tone and speech a day.</param>
/// <param name="ChipMilliamperes">Mean current of the chip with Wi-Fi at its 5 V.</param>
/// <param name="Probe">Of a board that measures the stage: ultrasonic or loop.</param>
/// <param name="ExtraMilliwatts">Anything else on the battery, such as a mobile router.</param>
public sealed record PowerWish(
    double CloudyDays = 5, double TemperatureCelsius = 0, double SunHours = 2.5, double RecoveryDays = 10, double SoundMinutes = 30, double ChipMilliamperes = 150, double ExtraMilliwatts = 0, string Probe = "ultrasonic");

/// <summary>The battery and the panel of a board on a pole, by calculation. Formulas and where each figure comes from: hardware/power-supply/README.md.</summary>
public sealed record PowerBudget(IReadOnlyList<PowerLoad> Loads, double WattHoursPerDay, double CapacityFactor, double BatteryAmpereHours, double PanelWatts, double RecoveryDays)
{
    /// <summary>Four LiFePO4 cells in series, 3.2 V each.</summary>
    public const double BatteryVolts = 12.8;

    /// <summary>A step-down converter of this size, 12.8 V to 5 V at 0.2 A. Source: Pololu D24V22F5, typical efficiency curve [M].</summary>
    private const double ConverterEfficiency = 0.85;

    /// <summary>A cell counts as worn out when it has lost a fifth of its capacity (IEC 62620): it must do until then.</summary>
    private const double AgeFactor = 0.8;

    /// <summary>Losses of panel, cable and controller, and dust: the 1.2 of the formula.</summary>
    private const double PanelReserve = 1.2;

    private const double HoursPerDay = 24;

    public static PowerBudget Of(string kind, PowerWish wish)
    {
        PowerLoad[] loads = [.. LoadsOf(kind, wish).Where(load => load.Milliwatts > 0)];
        double wattHours = loads.Sum(load => load.WattHoursPerDay);
        double left = CapacityAt(wish.TemperatureCelsius) * AgeFactor;
        double ampereHours = wattHours / BatteryVolts * wish.CloudyDays / left;
        double panel = wattHours * Math.Max(PanelReserve, PanelReserve * (1 + (wish.CloudyDays / wish.RecoveryDays))) / wish.SunHours;
        return new PowerBudget(loads, wattHours, left, ampereHours, panel, wish.RecoveryDays);
    }

    /// <summary>Part of a LiFePO4 battery's capacity that the cold leaves: 100 % at 25 °C, 60 % at 0 °C, 40 % at -10 °C, straight lines between.</summary>
    public static double CapacityAt(double celsius) => celsius switch
    {
        >= 25 => 1,
        >= 0 => 0.6 + (0.4 * celsius / 25),
        _ => Math.Max(0.1, 0.6 + (0.02 * celsius)),
    };

    private static IEnumerable<PowerLoad> LoadsOf(string kind, PowerWish wish)
    {
        bool sounds = BoardKinds.CanSound(kind);
        bool rain = BoardKinds.MeasuresRain(kind);
        bool stage = kind is BoardKinds.WaterLevel or BoardKinds.VillageStation;
        double sounding = wish.SoundMinutes / 60;
        yield return AtFiveVolts("chip with Wi-Fi, linear regulator from 5 V", wish.ChipMilliamperes, "ESP32 Wi-Fi 150-240 mA; measure yours, then --chip-ma");
        yield return AtFiveVolts("light, watchdog, divider", 5, "calculated: 3.3 V over 1 kΩ and a LED, 14.6 V over 610 kΩ");
        yield return new PowerLoad("charge controller", 25 * BatteryVolts, HoursPerDay, "Victron SmartSolar 75/10: 25 mA [M]");
        yield return new PowerLoad("reed switch, closed", rain ? 3.3 * 3.3 / 4.7 / ConverterEfficiency : 0, HoursPerDay, "calculated: 3.3 V over 4.7 kΩ, worst case: stuck closed");
        yield return AtFiveVolts("ultrasonic probe", stage && wish.Probe == "ultrasonic" ? 8 : 0, "A02YYUW: at most 8 mA (DFRobot SEN0311)");
        yield return new PowerLoad("4-20 mA loop at 24 V", stage && wish.Probe == "loop" ? 20 * 24 / 0.8 : 0, HoursPerDay, "worst case 20 mA; step-up converter 80 % [M]");
        yield return AtFiveVolts("speech module, waiting", sounds ? 40 : 0, "XFS5152CE board [M]");
        yield return AtFiveVolts("DAC", sounds ? 25 : 0, "PCM5102A with its clock running [M]");
        yield return AtFiveVolts("sound detector", sounds ? 2 : 0, "LMV324 and microphone [M]");
        yield return new PowerLoad("amplifier and relay, sounding", sounds ? 12_000 : 0, sounding, "calculated: 9 W sine into 8 Ω from 12.8 V, 85 %, and a relay of 0.4 W; speech takes less");
        yield return new PowerLoad("other", wish.ExtraMilliwatts, HoursPerDay, "--extra-mw");
    }

    private static PowerLoad AtFiveVolts(string part, double milliamperes, string source) => new(part, milliamperes * 5 / ConverterEfficiency, HoursPerDay, source);
}
