namespace EdgeWarning.Drivers
{
    /// <summary>
    /// What the two families of speech modules disagree about. Both take Unicode, so that a board needs no table of GB2312.
    /// Sources: XFS5152CE data sheet, chapters 2 and 3; SYN6288 data sheet and the MicroPython driver of Mixly (high byte first); the project's page on devices.
    /// </summary>
    public sealed class SpeechDialect
    {
        private const byte FrameStart = 0xFD;
        private const byte StopCommand = 0x02;
        private const byte QueryCommand = 0x21;
        private const int Syn6288TextBytes = 200;

        private SpeechDialect(int charactersPerFrame, int loudestVolume, bool highByteFirst, bool hasCheckByte)
        {
            CharactersPerFrame = charactersPerFrame;
            LoudestVolume = loudestVolume;
            HighByteFirst = highByteFirst;
            HasCheckByte = hasCheckByte;
            StopFrame = Command(StopCommand);
            QueryFrame = Command(QueryCommand);
        }

        /// <summary>
        /// iFLYTEK XFS5152CE (SYN6658 speaks the same). It takes 4 KB at once, but a frame of 120 characters takes 0.26 s at 9600 baud, and the module is silent
        /// meanwhile.
        /// </summary>
        public static SpeechDialect Xfs5152ce()
        {
            return new SpeechDialect(120, 10, false, false);
        }

        /// <summary>YuTone SYN6288: at most 200 bytes of text, the volume tag among them, and behind the frame the XOR of all its bytes.</summary>
        public static SpeechDialect Syn6288()
        {
            return new SpeechDialect(Syn6288TextBytes / 2 - SpeechScript.VolumeTagCharacters, 16, true, true);
        }

        /// <summary>Characters of the text in one frame, without the volume tag.</summary>
        public int CharactersPerFrame { get; }

        /// <summary>The number of the tag <c>[v..]</c> that means 100 %.</summary>
        public int LoudestVolume { get; }

        /// <summary>A character's high byte goes first.</summary>
        public bool HighByteFirst { get; }

        /// <summary>A frame ends with the XOR of all bytes before, which its length counts.</summary>
        public bool HasCheckByte { get; }

        /// <summary>Fall silent.</summary>
        public byte[] StopFrame { get; }

        /// <summary>Tell whether you speak.</summary>
        public byte[] QueryFrame { get; }

        /// <summary>The XOR of the first <paramref name="count"/> bytes.</summary>
        public static byte CheckByte(byte[] frame, int count)
        {
            int check = 0;
            for (int i = 0; i < count; i++)
            {
                check ^= frame[i];
            }

            return (byte)check;
        }

        private byte[] Command(byte command)
        {
            if (!HasCheckByte)
            {
                return new byte[] { FrameStart, 0x00, 0x01, command };
            }

            byte[] frame = new byte[] { FrameStart, 0x00, 0x02, command, 0x00 };
            frame[4] = CheckByte(frame, 4);
            return frame;
        }
    }
}
