namespace EdgeWarning.WaterLevel
{
    /// <summary>
    /// Reads MaxBotix probes: an "R", digits, a carriage return. HRXL models say four digits of millimetres (R1234), XL models three of centimetres (R123). At power-up they print some lines about
    /// themselves, and bad power adds stray bytes: whatever is not exactly R, 3 or 4 digits, return is passed over. Source: data sheets HRXL-MaxSonar-WR and XL-MaxSonar-WR.
    ///
    /// They never fall silent without an echo: too near is said as 300 (HRXL; 500 in 10 m models) or 20 cm (XL), no echo as 5000, 9999 or 765 cm. These are out of range, not water.
    /// </summary>
    public sealed class MaxBotixParser : IDistanceParser
    {
        private const int NotBegun = -1;
        private const int MillimetreDigits = 4;
        private const int CentimetreDigits = 3;

        private int _digits = NotBegun;
        private int _value;

        /// <inheritdoc/>
        public int Push(byte value)
        {
            if (value == 'R')
            {
                Clear();
                _digits = 0;
                return DistanceParsers.NoFrame;
            }

            if (value == '\r')
            {
                int distance = _digits == MillimetreDigits ? InRange(_value, 300, 5_000)
                    : _digits == CentimetreDigits ? InRange(_value * 10, 200, 7_650)
                    : DistanceParsers.NoFrame;
                Clear();
                return distance;
            }

            if (_digits == NotBegun || value < '0' || value > '9' || _digits == MillimetreDigits)
            {
                Clear();
                return DistanceParsers.NoFrame;
            }

            _value = (_value * 10) + (value - '0');
            _digits++;
            return DistanceParsers.NoFrame;
        }

        /// <inheritdoc/>
        public void Clear()
        {
            _digits = NotBegun;
            _value = 0;
        }

        // 10 m models measure on beyond 5000 mm; only exactly 5000, what the 5 m models say without an echo, and 9999 are nothing.
        private static int InRange(int millimetres, int tooNear, int noEcho)
        {
            return millimetres <= tooNear || millimetres == noEcho || millimetres == 9_999 ? DistanceParsers.OutOfRange : millimetres;
        }
    }
}
