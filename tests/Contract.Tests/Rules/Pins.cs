using EdgeWarning.Contract.Tests.Reading;

namespace EdgeWarning.Contract.Tests.Rules;

/// <summary>
/// Pin numbers of a board against what an ESP32-S3 module can do. Source: Espressif, ESP32-S3-WROOM-1 datasheet v1.6 tables 3 and 4
/// (pins, strapping) and ESP32-S3 technical reference manual, IO MUX and ADC.
/// </summary>
public static class Pins
{
    /// <summary>GPIO 0, 3, 45, 46 decide at reset how the chip starts.</summary>
    private static readonly long[] s_strapping = [0, 3, 45, 46];

    /// <summary>GPIO 0-21 and 26-48 exist; 26-37 carry flash and octal PSRAM of an N16R8 module.</summary>
    private static bool Exists(long pin) => pin is (>= 0 and <= 21) or (>= 26 and <= 48);

    public static IEnumerable<string> Breaches(CompiledAssembly assembly) => Breaches(assembly.Constants
        .Where(constant => constant.Type.Split('.')[^1].EndsWith("Board", StringComparison.Ordinal)));

    public static IEnumerable<string> Breaches(IEnumerable<Constant> constants)
    {
        foreach (IGrouping<string, Constant> board in constants.GroupBy(constant => constant.Type))
        {
            Constant[] pins = [.. board.Where(constant => constant.Name.EndsWith("Pin", StringComparison.Ordinal) && constant.Value >= 0)];
            foreach (Constant pin in pins)
            {
                if (!Exists(pin.Value))
                {
                    yield return $"{pin.Type}.{pin.Name}: an ESP32-S3 has no GPIO{pin.Value}";
                }
                else if (pin.Value is >= 26 and <= 37)
                {
                    yield return $"{pin.Type}.{pin.Name}: GPIO{pin.Value} carries the module's flash and PSRAM (26-37)";
                }
                else if (s_strapping.Contains(pin.Value))
                {
                    yield return $"{pin.Type}.{pin.Name}: GPIO{pin.Value} is a strapping pin (0, 3, 45, 46)";
                }
            }
            foreach (Constant channel in board.Where(constant => constant.Name.EndsWith("AdcChannel", StringComparison.Ordinal) && constant.Value is < 0 or > 9))
            {
                yield return $"{channel.Type}.{channel.Name}: ADC1 has channels 0-9 (GPIO1-10); ADC2 is not usable while Wi-Fi is on";
            }
            foreach (IGrouping<long, Constant> twice in pins.GroupBy(pin => pin.Value).Where(group => group.Count() > 1))
            {
                yield return $"{board.Key}: GPIO{twice.Key} is used twice ({string.Join(", ", twice.Select(pin => pin.Name))})";
            }
        }
    }
}
