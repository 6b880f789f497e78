using EdgeWarning.Protocol;

namespace EdgeWarning.Common
{
    /// <summary>What measures a temperature.</summary>
    public interface IThermometer
    {
        /// <summary>Tenths of a degree Celsius now; <see cref="Status.NoTemperature"/> when its sensor is open, shorted or missing.</summary>
        int ReadDecidegrees();
    }

    /// <summary>
    /// From the resistance of an NTC of 10 kΩ (Vishay NTCLE100E3103, B25/85 = 3977 K) to its temperature, in whole numbers: a table in steps of 5 °C and a straight
    /// line between, which is off by 0.2 °C at most. The table is the maker's curve, R = 10 kΩ × exp(A + B/T + C/T² + D/T³) with A = -14.6337, B = 4791.842,
    /// C = -115334, D = -3.730535e6 and T in kelvin (Vishay data sheet 29049, from memory).
    /// </summary>
    public static class Thermistor
    {
        /// <summary>The coldest that the table knows, tenths of a degree Celsius.</summary>
        public const int ColdestDecidegrees = -400;

        /// <summary>The hottest. A case never gets there; a converter that reads 9 % high shows 85 °C as 98 °C.</summary>
        public const int HottestDecidegrees = 1_050;

        private const int StepDecidegrees = 50;

        private static readonly int[] Ohms = new int[]
        {
            332_100, 239_904, 175_203, 129_289, 96_360, 72_502, 55_047, 42_158,     // -40 to -5 °C
            32_555, 25_339, 19_873, 15_699, 12_488, 10_000, 8_059, 6_535,           // 0 to 35 °C
            5_330, 4_372, 3_605, 2_989, 2_490, 2_084, 1_753, 1_481,                 // 40 to 75 °C
            1_256, 1_070, 915, 786, 677, 586,                                       // 80 to 105 °C
        };

        /// <summary>Tenths of a degree Celsius; <see cref="Status.NoTemperature"/> outside of the table, where a cut or a shorted sensor lies.</summary>
        public static int DecidegreesOf(long ohms)
        {
            if (ohms > Ohms[0])
            {
                return Status.NoTemperature;
            }

            for (int i = 1; i < Ohms.Length; i++)
            {
                if (ohms >= Ohms[i])
                {
                    int within = (int)(Ohms[i - 1] - ohms) * StepDecidegrees / (Ohms[i - 1] - Ohms[i]);
                    return ColdestDecidegrees + (i - 1) * StepDecidegrees + within;
                }
            }

            return Status.NoTemperature;
        }
    }
}
