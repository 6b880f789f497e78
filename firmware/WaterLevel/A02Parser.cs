namespace EdgeWarning.WaterLevel
{
    /// <summary>
    /// Reads the A02YYUW's frames out of a stream of bytes: FF H L S, S = (FF + H + L) and FF, distance = H * 256 + L millimetres, 30 to 4500.
    /// FF 07 A1 A7 is 1953 mm (data sheet). Bytes that fit no frame are skipped one at a time, so a frame is found behind any garbage. A frame that is out of
    /// range gives up one byte only: out of step, some distances (511 mm is FF 01 FF FF) look like such a frame for ever.
    /// </summary>
    public sealed class A02Parser : IDistanceParser
    {
        /// <summary>Shortest distance the probe can measure.</summary>
        public const int LeastMillimetres = 30;

        /// <summary>Longest distance the probe can measure.</summary>
        public const int MostMillimetres = 4500;

        /// <summary><see cref="Push"/>: no frame is complete.</summary>
        public const int NoFrame = DistanceParsers.NoFrame;

        /// <summary><see cref="Push"/>: a sound frame with a distance that the probe cannot measure (it says so when there is no echo).</summary>
        public const int OutOfRange = DistanceParsers.OutOfRange;

        private const byte Start = 0xFF;
        private const int HighestByte = 0x1F;   // beyond 8 m it is no frame: the probe says 0 when there is no echo
        private const int FrameBytes = 4;

        private readonly byte[] _window = new byte[FrameBytes];
        private int _held;

        /// <summary>Bytes since the last <see cref="Clear"/> that were part of no distance.</summary>
        public int SkippedBytes { get; private set; }

        /// <summary>Takes one byte; returns a distance in millimetres, <see cref="OutOfRange"/> or <see cref="NoFrame"/>.</summary>
        public int Push(byte value)
        {
            _window[_held] = value;
            _held++;
            SkipToStart();
            if (_held < FrameBytes)
            {
                return NoFrame;
            }

            bool frame = ((_window[0] + _window[1] + _window[2]) & 0xFF) == _window[3] && _window[1] <= HighestByte;
            int millimetres = (_window[1] << 8) | _window[2];
            if (frame && millimetres >= LeastMillimetres && millimetres <= MostMillimetres)
            {
                _held = 0;
                return millimetres;
            }

            SkipOne();
            SkipToStart();
            return frame ? OutOfRange : NoFrame;
        }

        /// <summary>Forgets a frame that has begun, and the count of skipped bytes.</summary>
        public void Clear()
        {
            _held = 0;
            SkippedBytes = 0;
        }

        private void SkipToStart()
        {
            while (_held > 0 && _window[0] != Start)
            {
                SkipOne();
            }
        }

        private void SkipOne()
        {
            for (int i = 1; i < _held; i++)
            {
                _window[i - 1] = _window[i];
            }

            _held--;
            SkippedBytes++;
        }
    }
}
