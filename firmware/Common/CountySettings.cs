using System;
using System.Text;
using EdgeWarning.Protocol;

namespace EdgeWarning.Common
{
    /// <summary>
    /// The county's settings of a board on flash: those in force ("county.a", "county.b") and those on trial ("trial.a", "trial.b"). A new text is
    /// written as the trial and tried from the next start on. It then becomes the one in force, or is dropped. Power may fail at any write: each step is one
    /// write of a twin file, so a start finds the old text or the new one and never a mixture.
    ///
    /// Layout of both: order sequence (8), version (8), state (1), starts on trial (1), text; little end first.
    /// </summary>
    public sealed class CountySettings
    {
        /// <summary>Starts on trial without a link after which the trial has failed: settings that crash a board must not do so for long.</summary>
        public const int MostStarts = 4;

        private const int HeadBytes = 18;
        private const byte None = 0;
        private const byte Trying = 1;
        private const byte Dropped = 2;

        private readonly IFlash _flash;
        private byte[] _inForce;
        private byte[] _trial;

        /// <summary>Reads both; a trial that has become the one in force just before the power failed is none any more.</summary>
        public CountySettings(IFlash flash)
        {
            _flash = flash;
            _inForce = Read("county");
            _trial = Read("trial");
            if (_trial[16] == Trying && SequenceOf(_trial) == SequenceOf(_inForce))
            {
                Clear();
            }
        }

        /// <summary>True while a new text is tried: then it is <see cref="Text"/>.</summary>
        public bool OnTrial
        {
            get { return _trial[16] == Trying; }
        }

        /// <summary>The order whose trial has failed and whose sender does not know it yet; 0 = none.</summary>
        public long DroppedSequence
        {
            get { return _trial[16] == Dropped ? SequenceOf(_trial) : 0; }
        }

        /// <summary>The order that brought <see cref="Text"/>.</summary>
        public long Sequence
        {
            get { return SequenceOf(OnTrial ? _trial : _inForce); }
        }

        /// <summary>Version of <see cref="Text"/>; 0 = the county has none.</summary>
        public long Version
        {
            get { return Bytes.GetInt64(OnTrial ? _trial : _inForce, 8); }
        }

        /// <summary>What the board lives by, as bytes of UTF-8.</summary>
        public byte[] Text
        {
            get
            {
                byte[] image = OnTrial ? _trial : _inForce;
                byte[] text = new byte[image.Length - HeadBytes];
                Array.Copy(image, HeadBytes, text, 0, text.Length);
                return text;
            }
        }

        /// <summary>
        /// The settings that this start lives by: the county's over the board's own file. What this firmware cannot read must not keep a board from linking: then its own file is
        /// enough. Null with an error when that cannot be read either. Call it once, first.
        /// </summary>
        public Settings? Load(Log log, out string error)
        {
            if (OnTrial && !CountStart())
            {
                log.Write("too many starts with the settings on trial: back to those before");
            }

            Settings? settings = Settings.Load(_flash, Text, out error);
            if (settings == null && OnTrial)
            {
                log.Write("the settings on trial are dropped: " + error);
                Drop();
                settings = Settings.Load(_flash, Text, out error);
            }

            if (settings == null && Text.Length > 0)
            {
                log.Write("the county's settings are not in force: " + error);
                _inForce = new byte[HeadBytes];     // for this life only
                settings = Settings.Load(_flash, out error);
            }

            return settings;
        }

        /// <summary>Counts a start on trial; false when it was one too many and the trial has been dropped.</summary>
        public bool CountStart()
        {
            if (_trial[17] >= MostStarts)
            {
                Drop();
                return false;
            }

            _trial[17]++;
            Write("trial", _trial);
            return true;
        }

        /// <summary>Keeps a text to be tried from the next start on; it replaces another one on trial.</summary>
        public void Try(Order order)
        {
            byte[] text = Encoding.UTF8.GetBytes(order.Settings);
            byte[] image = new byte[HeadBytes + text.Length];
            Bytes.PutInt64(image, 0, order.Sequence);
            Bytes.PutInt64(image, 8, order.Version);
            image[16] = Trying;
            Array.Copy(text, 0, image, HeadBytes, text.Length);
            Write("trial", image);
            _trial = image;
        }

        /// <summary>The trial has succeeded: its text is the one in force.</summary>
        public void Keep()
        {
            byte[] image = _trial;
            Write("county", image);
            _inForce = image;
            Clear();
        }

        /// <summary>The trial has failed: from the next start on the board lives by what was in force before.</summary>
        public void Drop()
        {
            byte[] image = new byte[HeadBytes];
            Array.Copy(_trial, image, 16);
            image[16] = Dropped;
            Write("trial", image);
            _trial = image;
        }

        /// <summary>The trial is over and its sender knows.</summary>
        public void Clear()
        {
            byte[] image = new byte[HeadBytes];
            Write("trial", image);
            _trial = image;
        }

        private byte[] Read(string name)
        {
            int room = RoomOf(name, HeadBytes);
            byte[] image = new byte[room];
            int length = new TwinFile(_flash, name, room).Read(image);
            if (length == room)
            {
                return image;
            }

            byte[] exact = new byte[length < HeadBytes ? HeadBytes : length];
            Array.Copy(image, exact, length < HeadBytes ? 0 : length);
            return exact;
        }

        private void Write(string name, byte[] image)
        {
            new TwinFile(_flash, name, RoomOf(name, image.Length)).Write(image, 0, image.Length);
        }

        // Room for what the pair holds and for what is to be written, made when used: that for the longest text would be a large part of a small heap in one piece.
        private int RoomOf(string name, int least)
        {
            int held = TwinFile.LongestOf(_flash, name);
            int room = held < least ? least : held;
            return room < HeadBytes + Order.MaxSettingsBytes ? room : HeadBytes + Order.MaxSettingsBytes;
        }

        private static long SequenceOf(byte[] image)
        {
            return Bytes.GetInt64(image, 0);
        }
    }
}
