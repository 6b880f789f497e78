using EdgeWarning.Common;
using EdgeWarning.Protocol;

namespace EdgeWarning.WaterLevel
{
    /// <summary>
    /// From raw ADC counts to loop current to depth. Two points measured on the board itself with a loop calibrator, at 4 and 20 mA, take out the shunt's
    /// tolerance and the chip's reference, which spreads from 1000 to 1200 mV; between them the line is straight. Whole numbers only. Pure.
    /// </summary>
    public sealed class LoopScale
    {
        /// <summary>Below this the cable is cut or the probe has failed. Source: NAMUR NE 43.</summary>
        public const int CableCutMicroamperes = 3_600;

        /// <summary>Above this the loop is shorted or the probe has failed. Source: NAMUR NE 43.</summary>
        public const int ShortCircuitMicroamperes = 21_000;

        /// <summary>Above this (and below a short circuit) the probe is at its end and the water may be higher. Source: NAMUR NE 43, range 3.8 to 20.5 mA.</summary>
        public const int SaturatedMicroamperes = 20_500;

        /// <summary>Water at the probe's face.</summary>
        public const int ZeroMicroamperes = 4_000;

        /// <summary>Water at full scale.</summary>
        public const int FullMicroamperes = 20_000;

        private readonly int _lowCounts;
        private readonly int _highCounts;
        private readonly int _fullscaleMillimetres;

        /// <summary>Raw counts at 4 mA and at 20 mA (low below high), and the depth at 20 mA.</summary>
        public LoopScale(int lowCounts, int highCounts, int fullscaleMillimetres)
        {
            _lowCounts = lowCounts;
            _highCounts = highCounts;
            _fullscaleMillimetres = fullscaleMillimetres;
        }

        /// <summary>The scale of a board's settings: its own two points, or those of a typical chip when it was not calibrated.</summary>
        public static LoopScale Of(Settings settings, int shuntOhms)
        {
            bool calibrated = IsCalibrated(settings);
            int low = calibrated ? settings.StageLoopLowCounts : TypicalCountsOf(ZeroMicroamperes, shuntOhms);
            int high = calibrated ? settings.StageLoopHighCounts : TypicalCountsOf(FullMicroamperes, shuntOhms);
            return new LoopScale(low, high, settings.StageLoopFullscaleMillimetres);
        }

        /// <summary>True when the settings carry the board's own two points.</summary>
        public static bool IsCalibrated(Settings settings)
        {
            return settings.StageLoopHighCounts > 0;
        }

        /// <summary>
        /// Raw count that a typical ESP32-S3 gives at 12 dB for a loop current over a shunt: 0 to 3100 mV over 4095 counts (ESP-IDF programming guide, ADC
        /// attenuation). A stand-in for boards that are not calibrated yet: from chip to chip the reference spreads by 9 %.
        /// </summary>
        public static int TypicalCountsOf(int microamperes, int shuntOhms)
        {
            const long FullscaleMicrovolts = 3_100_000;
            long microvolts = (long)microamperes * shuntOhms;
            return (int)(((microvolts * 4_095) + (FullscaleMicrovolts / 2)) / FullscaleMicrovolts);
        }

        /// <summary>Loop current of a raw count, in microamperes; below 0 never.</summary>
        public int MicroamperesOf(int counts)
        {
            long span = FullMicroamperes - ZeroMicroamperes;
            long microamperes = ZeroMicroamperes + ((counts - _lowCounts) * span / (_highCounts - _lowCounts));
            return microamperes < 0 ? 0 : (int)microamperes;
        }

        /// <summary>Depth of water over the probe's face; a little below zero when dry is within its tolerance. The fault says when there is none.</summary>
        public ProbeFault DepthOf(int microamperes, out int millimetres)
        {
            long span = FullMicroamperes - ZeroMicroamperes;
            millimetres = (int)((microamperes - ZeroMicroamperes) * (long)_fullscaleMillimetres / span);
            if (microamperes < CableCutMicroamperes)
            {
                return ProbeFault.CableCut;
            }

            if (microamperes > ShortCircuitMicroamperes)
            {
                return ProbeFault.ShortCircuit;
            }

            return microamperes > SaturatedMicroamperes ? ProbeFault.OutOfRange : ProbeFault.None;
        }
    }
}
