using System;
using EdgeWarning.Common;

namespace EdgeWarning.Loudspeaker
{
    /// <summary>
    /// A stored clip as chunks for the <see cref="ISpeaker"/>. The file is read in blocks of 8 KB (a quarter of a second at 16 kHz), because each read opens it.
    /// Every sample is touched once, for volume and frame: some forty simple instructions, 512 times in 32 ms. A clip of 8 kHz has half
    /// the samples; a frame between two of them is their mean.
    /// </summary>
    public sealed class ClipReader
    {
        private const int BlockBytes = 8_192;
        private const int FullRate = ToneSynth.SampleRate;

        private readonly byte[] _block = new byte[BlockBytes];
        private readonly byte[] _chunk = new byte[ToneSynth.ChunkBytes];
        private readonly IFlash _flash;
        private WavFile _clip = new WavFile();
        private int _position;      // of the next byte that is not in the block, counted from the first sample
        private int _inBlock;
        private int _at;
        private int _factor;        // volume times 256
        private int _before;

        /// <summary>A reader on a board's flash.</summary>
        public ClipReader(IFlash flash)
        {
            _flash = flash;
        }

        /// <summary>The chunk that <see cref="Next"/> filled last.</summary>
        public byte[] Chunk
        {
            get { return _chunk; }
        }

        /// <summary>Goes to the beginning of a clip.</summary>
        public void Begin(WavFile clip, int volumePercent)
        {
            _clip = clip;
            _position = 0;
            _inBlock = 0;
            _at = 0;
            _before = 0;
            _factor = volumePercent * 256 / 100;
        }

        /// <summary>Fills the next chunk; the last one ends in silence. False when the clip has ended.</summary>
        public bool Next()
        {
            bool doubled = _clip.SampleRate != FullRate;
            int samples = doubled ? ToneSynth.FramesPerChunk / 2 : ToneSynth.FramesPerChunk;
            if (_at == _inBlock)
            {
                Load();
            }

            int there = (_inBlock - _at) / WavFile.SampleBytes;
            if (there == 0)
            {
                return false;
            }

            if (there < samples)
            {
                Array.Clear(_chunk, 0, _chunk.Length);
                samples = there;
            }

            if (doubled)
            {
                FillDoubled(samples);
            }
            else
            {
                Fill(samples);
            }

            return true;
        }

        // A block holds whole chunks of either rate, so only the clip's end is shorter than one.
        private void Load()
        {
            int left = _clip.DataBytes - _position;
            int wanted = left < BlockBytes ? left : BlockBytes;
            _inBlock = wanted <= 0 ? 0 : _flash.Read(_clip.File, _clip.DataPosition + _position, _block, 0, wanted);
            _position += _inBlock;
            _at = 0;
        }

        private void Fill(int samples)
        {
            byte[] block = _block;
            byte[] chunk = _chunk;
            int at = _at;
            int factor = _factor;
            int end = samples * ToneSynth.FrameBytes;
            for (int frame = 2; frame < end; frame += ToneSynth.FrameBytes)
            {
                int sample = (short)(block[at] | (block[at + 1] << 8)) * factor >> 8;
                chunk[frame] = (byte)sample;
                chunk[frame + 1] = (byte)(sample >> 8);
                at += WavFile.SampleBytes;
            }

            _at = at;
        }

        private void FillDoubled(int samples)
        {
            byte[] block = _block;
            byte[] chunk = _chunk;
            int at = _at;
            int factor = _factor;
            int before = _before;
            int end = samples * 2 * ToneSynth.FrameBytes;
            for (int frame = 2; frame < end; frame += 2 * ToneSynth.FrameBytes)
            {
                int sample = (short)(block[at] | (block[at + 1] << 8)) * factor >> 8;
                int between = (before + sample) >> 1;
                chunk[frame] = (byte)between;
                chunk[frame + 1] = (byte)(between >> 8);
                chunk[frame + 4] = (byte)sample;
                chunk[frame + 5] = (byte)(sample >> 8);
                before = sample;
                at += WavFile.SampleBytes;
            }

            _before = before;
            _at = at;
        }
    }
}
