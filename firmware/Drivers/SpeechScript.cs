namespace EdgeWarning.Drivers
{
    /// <summary>
    /// A text cut into the frames of a speech module: <c>FD lenH lenL 01 03 text</c>, encoding 3 = Unicode, and what its <see cref="SpeechDialect"/> adds.
    /// Long texts are cut at the ends of sentences.
    /// </summary>
    public sealed class SpeechScript
    {
        /// <summary>The longest text that is said; the link's limit of 3000 UTF-8 bytes is below it.</summary>
        public const int MaxCharacters = 3_000;

        /// <summary>Of "[v10]".</summary>
        public const int VolumeTagCharacters = 5;

        private const int HeadBytes = 5;
        private const int CheckBytes = 1;
        private const byte FrameStart = 0xFD;
        private const byte Synthesise = 0x01;
        private const byte Unicode = 0x03;

        private readonly SpeechDialect _dialect;
        private readonly byte[] _frame;
        private char[] _text = new char[0];     // of this text only: room for the longest would be 6 KB of the heap
        private int _length;
        private int _next;
        private int _volume;

        /// <summary>Cuts texts for modules of one dialect.</summary>
        public SpeechScript(SpeechDialect dialect)
        {
            _dialect = dialect;
            _frame = new byte[HeadBytes + 2 * (VolumeTagCharacters + dialect.CharactersPerFrame) + CheckBytes];
        }

        /// <summary>The frame that <see cref="TakeFrame"/> made last.</summary>
        public byte[] Frame
        {
            get { return _frame; }
        }

        /// <summary>Characters of the text in that frame: what its speaking time follows from.</summary>
        public int Characters { get; private set; }

        /// <summary>Takes a new text, made harmless: see <see cref="Harmless"/>.</summary>
        /// <param name="text">Any text; what exceeds <see cref="MaxCharacters"/> is left out.</param>
        /// <param name="volumePercent">0 to 100, sent as the module's own steps.</param>
        public void Begin(string text, int volumePercent)
        {
            int percent = volumePercent < 0 ? 0 : volumePercent > 100 ? 100 : volumePercent;
            _volume = (percent * _dialect.LoudestVolume + 50) / 100;
            _next = 0;
            _length = 0;
            _text = text.ToCharArray();
            char before = ' ';
            for (int i = 0; i < _text.Length && _length < MaxCharacters; i++)
            {
                char c = Harmless(_text[i], before);
                if (c == ' ' && before == ' ')
                {
                    continue;
                }

                _text[_length] = c;
                _length++;
                before = c;
            }
        }

        /// <summary>Makes the next frame and returns its length in bytes; 0 when the text has ended.</summary>
        public int TakeFrame()
        {
            if (_next >= _length)
            {
                Characters = 0;
                return 0;
            }

            Characters = Cut();
            int at = HeadBytes;
            at = PutVolume(at);
            for (int i = 0; i < Characters; i++)
            {
                at = Put(_text[_next + i], at);
            }

            _next += Characters;
            int length = at - 3 + (_dialect.HasCheckByte ? CheckBytes : 0);
            _frame[0] = FrameStart;
            _frame[1] = (byte)(length >> 8);
            _frame[2] = (byte)length;
            _frame[3] = Synthesise;
            _frame[4] = Unicode;
            if (_dialect.HasCheckByte)
            {
                _frame[at] = SpeechDialect.CheckByte(_frame, at);
                at++;
            }

            return at;
        }

        /// <summary>
        /// The character as it may go to the module. Brackets open the module's own commands (<c>[v0]</c> would mute it, <c>[s0]</c> slow it down), so those
        /// that come from outside become round ones. Control characters and halves of surrogate pairs (emoji) are not speech; a line's end is a sentence's end.
        /// </summary>
        private static char Harmless(char c, char before)
        {
            if (c == '[' || c == '\uFF3B')
            {
                return '(';
            }

            if (c == ']' || c == '\uFF3D')
            {
                return ')';
            }

            if (c == '\n')
            {
                return IsSentenceEnd(before) || before == ' ' ? ' ' : '。';
            }

            bool speakable = c >= ' ' && c != '\u007F' && (c < '\uD800' || c > '\uDFFF') && c < '\uFFFE' && c != '\uFEFF';
            return speakable ? c : ' ';
        }

        private int Cut()
        {
            int left = _length - _next;
            if (left <= _dialect.CharactersPerFrame)
            {
                return left;
            }

            int clause = 0;
            for (int i = _dialect.CharactersPerFrame; i > 0; i--)
            {
                char c = _text[_next + i - 1];
                if (IsSentenceEnd(c) && !IsDecimalPoint(_next + i - 1))
                {
                    return i;
                }

                if (clause == 0 && IsClauseEnd(c))
                {
                    clause = i;
                }
            }

            return clause > 0 ? clause : _dialect.CharactersPerFrame;
        }

        private bool IsDecimalPoint(int at)
        {
            return _text[at] == '.' && at + 1 < _length && _text[at + 1] >= '0' && _text[at + 1] <= '9';
        }

        private static bool IsSentenceEnd(char c)
        {
            return c == '。' || c == '！' || c == '？' || c == '；' || c == '.' || c == '!' || c == '?' || c == ';';
        }

        private static bool IsClauseEnd(char c)
        {
            return c == '，' || c == '、' || c == '：' || c == ',' || c == ':' || c == ' ';
        }

        private int PutVolume(int at)
        {
            at = Put('[', at);
            at = Put('v', at);
            if (_volume >= 10)
            {
                at = Put('1', at);
            }

            at = Put((char)('0' + _volume % 10), at);
            return Put(']', at);
        }

        private int Put(char c, int at)
        {
            _frame[at] = (byte)(_dialect.HighByteFirst ? c >> 8 : c);
            _frame[at + 1] = (byte)(_dialect.HighByteFirst ? c : c >> 8);
            return at + 2;
        }
    }
}
