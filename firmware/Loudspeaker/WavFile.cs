using EdgeWarning.Common;

namespace EdgeWarning.Loudspeaker
{
    /// <summary>
    /// The head of a stored clip, read strictly: RIFF/WAVE, PCM of 16 bits, mono, 8 or 16 kHz, every size within the file. Other chunks (LIST and the like) are
    /// stepped over. Whatever the bytes, reading ends and answers; a clip that passes can be played to its last sample.
    /// Source: Multimedia Programming Interface and Data Specifications 1.0 (IBM, Microsoft, 1991), chapters 2 and 3.
    /// </summary>
    public sealed class WavFile
    {
        /// <summary>Bytes of a sample.</summary>
        public const int SampleBytes = 2;

        private const int RiffHeadBytes = 12;
        private const int ChunkHeadBytes = 8;
        private const int FormatBytes = 16;
        private const int LongFormatBytes = 18;    // with an empty extension
        private const int MostChunks = 32;
        private const int Pcm = 1;

        private readonly byte[] _head = new byte[LongFormatBytes];

        /// <summary>The file on flash.</summary>
        public string File { get; private set; } = "";

        /// <summary>Frames per second: 8000 or 16000.</summary>
        public int SampleRate { get; private set; }

        /// <summary>Where the samples begin in the file.</summary>
        public int DataPosition { get; private set; }

        /// <summary>Bytes of samples.</summary>
        public int DataBytes { get; private set; }

        /// <summary>How long the clip sounds.</summary>
        public int Milliseconds
        {
            get { return SampleRate == 0 ? 0 : (int)((long)DataBytes * 1000 / (SampleRate * SampleBytes)); }
        }

        /// <summary>Reads the head of a file; empty when the clip can be played, otherwise what is wrong with it.</summary>
        public string Read(IFlash flash, string file)
        {
            File = file;
            SampleRate = 0;
            DataPosition = 0;
            DataBytes = 0;
            int length = flash.Length(file);
            if (flash.Read(file, 0, _head, 0, RiffHeadBytes) < RiffHeadBytes || !Is(0, 'R', 'I', 'F', 'F') || !Is(8, 'W', 'A', 'V', 'E'))
            {
                return "not a RIFF/WAVE file";
            }

            if (Number(4) != length - ChunkHeadBytes)
            {
                return "its RIFF size is not that of the file";
            }

            string fault = "";
            int at = RiffHeadBytes;
            for (int chunk = 0; chunk < MostChunks && fault.Length == 0 && DataPosition == 0; chunk++)
            {
                fault = ReadChunk(flash, length, ref at);
            }

            return fault.Length == 0 && DataPosition == 0 ? "no samples among its first chunks" : fault;
        }

        private string ReadChunk(IFlash flash, int length, ref int at)
        {
            if (length - at < ChunkHeadBytes || flash.Read(File, at, _head, 0, ChunkHeadBytes) < ChunkHeadBytes)
            {
                return "it ends without samples";
            }

            uint size = Number(4);
            at += ChunkHeadBytes;
            if (size > (uint)(length - at))
            {
                return "a chunk is longer than the file";
            }

            int body = at;
            at += (int)size + (int)(size & 1);    // chunks begin at even places
            if (Is(0, 'f', 'm', 't', ' '))
            {
                return SampleRate != 0 ? "two formats" : ReadFormat(flash, body, (int)size);
            }

            return Is(0, 'd', 'a', 't', 'a') ? TakeData(body, (int)size) : "";
        }

        private string ReadFormat(IFlash flash, int body, int size)
        {
            if ((size != FormatBytes && size != LongFormatBytes) || flash.Read(File, body, _head, 0, size) < size)
            {
                return "not plain PCM";
            }

            if (Bytes.GetUInt16(_head, 0) != Pcm || (size == LongFormatBytes && Bytes.GetUInt16(_head, FormatBytes) != 0))
            {
                return "not plain PCM";
            }

            if (Bytes.GetUInt16(_head, 2) != 1 || Bytes.GetUInt16(_head, 14) != 16 || Bytes.GetUInt16(_head, 12) != SampleBytes)
            {
                return "not mono with 16 bits a sample";
            }

            uint rate = Number(4);
            if ((rate != 8_000 && rate != 16_000) || Number(8) != rate * SampleBytes)
            {
                return "neither 8 nor 16 kHz";
            }

            SampleRate = (int)rate;
            return "";
        }

        private string TakeData(int body, int size)
        {
            if (SampleRate == 0)
            {
                return "samples before their format";
            }

            if (size == 0 || size % SampleBytes != 0)
            {
                return "no whole samples";
            }

            DataPosition = body;
            DataBytes = size;
            return "";
        }

        private bool Is(int at, char a, char b, char c, char d)
        {
            return _head[at] == a && _head[at + 1] == b && _head[at + 2] == c && _head[at + 3] == d;
        }

        private uint Number(int at)
        {
            return Bytes.GetUInt32(_head, at);
        }
    }
}
