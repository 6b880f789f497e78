using EdgeWarning.Common;
using EdgeWarning.Protocol;

namespace EdgeWarning.WaterLevel
{
    /// <summary>
    /// Stage from a probe that looks down at the water: height of its face above gauge zero minus distance. Both kinds speak by themselves,
    /// the A02YYUW every 100 to 300 ms, MaxBotix six or seven times a second, so five distances come within two seconds.
    /// </summary>
    public sealed class UltrasonicLevel : ILevelProbe
    {
        /// <summary>How long to listen for five frames.</summary>
        public const int ListenMilliseconds = 2_000;

        private const int PollMilliseconds = 100;
        private const int EnoughOutOfRange = 5;

        private readonly IByteSource _source;
        private readonly Clock _clock;
        private readonly int _zeroMillimetres;
        private readonly IDistanceParser _parser;
        private readonly DistanceMedian _median = new DistanceMedian();
        private readonly byte[] _buffer = new byte[64];
        private int _outOfRange;
        private int _bytes;

        /// <summary>A probe whose face is <paramref name="zeroMillimetres"/> above gauge zero.</summary>
        public UltrasonicLevel(IByteSource source, IDistanceParser parser, Clock clock, int zeroMillimetres)
        {
            _parser = parser;
            _source = source;
            _clock = clock;
            _zeroMillimetres = zeroMillimetres;
        }

        /// <inheritdoc/>
        public ProbeFault Read(out int stageMillimetres)
        {
            stageMillimetres = 0;
            ForgetOldBytes();
            long end = _clock.UptimeMilliseconds + ListenMilliseconds;
            while (!_median.IsFull && _outOfRange < EnoughOutOfRange && _clock.UptimeMilliseconds < end)
            {
                _clock.Sleep(PollMilliseconds);
                Listen();
            }

            if (_median.IsFull && _median.Agrees)
            {
                stageMillimetres = _zeroMillimetres - _median.Millimetres;
                return ProbeFault.None;
            }

            return Fault();
        }

        // Silent: nothing came. Out of range: the probe says so more often than it measures. Garbled: the rest, also five distances that disagree.
        private ProbeFault Fault()
        {
            if (_bytes == 0)
            {
                return ProbeFault.Silent;
            }

            return _outOfRange > 0 && !_median.IsFull ? ProbeFault.OutOfRange : ProbeFault.Garbled;
        }

        // What the UART holds from before is as old as the last reading.
        private void ForgetOldBytes()
        {
            int rounds = 0;
            while (_source.Take(_buffer) == _buffer.Length && rounds < 16)
            {
                rounds++;
            }

            _parser.Clear();
            _median.Clear();
            _outOfRange = 0;
            _bytes = 0;
        }

        private void Listen()
        {
            int count = _source.Take(_buffer);
            _bytes += count;
            for (int i = 0; i < count; i++)
            {
                int distance = _parser.Push(_buffer[i]);
                if (distance >= 0)
                {
                    _median.Add(distance);
                }
                else if (distance == DistanceParsers.OutOfRange)
                {
                    _outOfRange++;
                }
            }
        }
    }
}
