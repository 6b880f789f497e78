namespace EdgeWarning.Loudspeaker
{
    /// <summary>
    /// One alert tone as four ready chunks: rising, steady, falling and silent. Every tone is a multiple of 31.25 Hz, so a
    /// chunk of 512 frames at 16 kHz holds whole periods and chunks join without a click. Nothing is computed while it plays:
    /// the interpreter takes 12 to 37 µs per call, a frame lasts 62.5 µs.
    /// </summary>
    public sealed class ToneSynth
    {
        /// <summary>Frames per second.</summary>
        public const int SampleRate = 16_000;

        /// <summary>Frames in a chunk: two of the 256-frame units in which the I2S driver counts its buffers.</summary>
        public const int FramesPerChunk = 512;

        /// <summary>Bytes of a frame: mono, 16 bits in the upper half of 32, little end first. <see cref="ISpeaker"/> says why.</summary>
        public const int FrameBytes = 4;

        /// <summary>Bytes in a chunk.</summary>
        public const int ChunkBytes = FramesPerChunk * FrameBytes;

        /// <summary>How long a chunk sounds.</summary>
        public const int ChunkMilliseconds = FramesPerChunk * 1000 / SampleRate;

        /// <summary>Length of the raised-cosine edges: 10 ms, short to the ear and free of clicks in the horn.</summary>
        public const int EdgeFrames = 160;

        /// <summary>Peak at full volume: 1 dB under full scale, so that the converter's filter does not clip.</summary>
        public const int PeakAmplitude = 29_203;

        // cos and sin of 2*pi/512: the table is made by turning a vector, for System.Math is an assembly of its own on a board.
        private const double StepCosine = 0.99992470183914450;
        private const double StepSine = 0.01227153828571992607940826;

        private const int MillihertzPerPeriod = 31_250;

        private readonly short[] _sine = new short[FramesPerChunk];
        private readonly byte[] _attack = new byte[ChunkBytes];
        private readonly byte[] _steady = new byte[ChunkBytes];
        private readonly byte[] _release = new byte[ChunkBytes];
        private readonly byte[] _silence = new byte[ChunkBytes];
        private int _millihertz;
        private int _volumePercent = -1;

        /// <summary>Makes the sine table; the chunks come with <see cref="Tune"/>.</summary>
        public ToneSynth()
        {
            double cosine = 1.0;
            double sine = 0.0;
            for (int i = 0; i < FramesPerChunk; i++)
            {
                _sine[i] = (short)(sine * PeakAmplitude + (sine < 0 ? -0.5 : 0.5));
                double turned = cosine * StepCosine - sine * StepSine;
                sine = sine * StepCosine + cosine * StepSine;
                cosine = turned;
            }
        }

        /// <summary>A chunk of nothing.</summary>
        public byte[] Silence
        {
            get { return _silence; }
        }

        /// <summary>Prepares the chunks of a tone. A frequency that does not fit whole periods into a chunk is refused.</summary>
        /// <param name="millihertz">Multiple of 31 250 (31.25 Hz), below half the sample rate.</param>
        /// <param name="volumePercent">0 to 100 of <see cref="PeakAmplitude"/>.</param>
        public bool Tune(int millihertz, int volumePercent)
        {
            if (millihertz <= 0 || millihertz % MillihertzPerPeriod != 0 || millihertz >= SampleRate * 500)
            {
                return false;
            }

            int volume = volumePercent < 0 ? 0 : volumePercent > 100 ? 100 : volumePercent;
            if (millihertz == _millihertz && volume == _volumePercent)
            {
                return true;
            }

            _millihertz = millihertz;
            _volumePercent = volume;
            Fill(millihertz / MillihertzPerPeriod, volume);
            return true;
        }

        /// <summary>The chunk for a phase of the cadence.</summary>
        public byte[] Chunk(TonePhase phase)
        {
            switch (phase)
            {
                case TonePhase.Attack:
                    return _attack;
                case TonePhase.Steady:
                    return _steady;
                case TonePhase.Release:
                    return _release;
                default:
                    return _silence;
            }
        }

        private void Fill(int periods, int volumePercent)
        {
            for (int frame = 0; frame < FramesPerChunk; frame++)
            {
                int sample = _sine[frame * periods % FramesPerChunk] * volumePercent / 100;
                Put(_steady, frame, sample);
                Put(_attack, frame, frame < EdgeFrames ? Shaped(sample, frame) : sample);
                int left = FramesPerChunk - 1 - frame;
                Put(_release, frame, left < EdgeFrames ? Shaped(sample, left) : sample);
            }
        }

        /// <summary>Raised cosine: (1 - cos(pi * distance / edge)) / 2, taken from the same sine table.</summary>
        private int Shaped(int sample, int distance)
        {
            // cos(x) = sin(x + 90 degrees); half a turn is 256 steps of the table.
            int angle = distance * (FramesPerChunk / 2) / EdgeFrames + FramesPerChunk / 4;
            int cosine = _sine[angle % FramesPerChunk];
            return (int)((long)sample * (PeakAmplitude - cosine) / (2 * PeakAmplitude));
        }

        private static void Put(byte[] chunk, int frame, int sample)
        {
            chunk[frame * FrameBytes + 2] = (byte)sample;
            chunk[frame * FrameBytes + 3] = (byte)(sample >> 8);
        }
    }
}
