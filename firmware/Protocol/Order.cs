using System;

namespace EdgeWarning.Protocol
{
    /// <summary>
    /// What a gateway tells a board. (Board, Sequence) names an order for ever: the sequence only grows, and a board accepts each once.
    /// Times are Unix milliseconds, UTC.
    /// </summary>
    public sealed class Order
    {
        /// <summary>The longest text, in bytes of UTF-8: with the rest of an order it stays below 4096.</summary>
        public const int MaxTextBytes = 3000;

        /// <summary>The longest path of a file on the gateway, in bytes.</summary>
        public const int MaxPathBytes = 128;

        /// <summary>The longest text, in bytes of UTF-8, of the settings that one order carries.</summary>
        public const int MaxSettingsBytes = 3000;

        /// <summary>The longest tone: GB 50116 alternates 8-20 s of tone with voice.</summary>
        public const int MaxToneMilliseconds = 60_000;

        private const int BoardKey = 1;
        private const int SequenceKey = 2;
        private const int KindKey = 3;
        private const int IssuedKey = 4;
        private const int ExpiresKey = 5;
        private const int ScopeKey = 6;
        private const int PriorityKey = 7;
        private const int ToneKey = 8;
        private const int ToneMillisecondsKey = 9;
        private const int TextKey = 10;
        private const int LanguageKey = 11;
        private const int ClipKey = 12;
        private const int RepeatsKey = 13;
        private const int VolumeKey = 14;
        private const int OfKey = 15;
        private const int WarningKey = 16;
        private const int SettingsKey = 17;
        private const int VersionKey = 18;
        private const int PathKey = 19;
        private const int BytesKey = 20;
        private const int SealKey = 21;

        private const long RequiredKeys = 1L << BoardKey | 1L << SequenceKey | 1L << KindKey | 1L << IssuedKey | 1L << ExpiresKey | 1L << ScopeKey;

        public string Board { get; set; } = "";

        /// <summary>Greater than in any order before it to this board.</summary>
        public long Sequence { get; set; }

        public OrderKind Kind { get; set; }

        public long IssuedUnixMilliseconds { get; set; }

        /// <summary>From this moment on the order is neither begun nor continued.</summary>
        public long ExpiresUnixMilliseconds { get; set; }

        public Scope Scope { get; set; }

        public Priority Priority { get; set; }

        public Tone Tone { get; set; }

        /// <summary>How long the tone lasts before the speech; 0 = no tone.</summary>
        public int ToneMilliseconds { get; set; }

        /// <summary>What is spoken; empty = nothing.</summary>
        public string Text { get; set; } = "";

        /// <summary>BCP 47 tag of the text, such as zh-CN.</summary>
        public string Language { get; set; } = "";

        /// <summary>Name of a clip in the board's store; empty = none.</summary>
        public string Clip { get; set; } = "";

        /// <summary>How many times tone and speech are played, 1 to 100.</summary>
        public int Repeats { get; set; } = 1;

        /// <summary>Loudness in percent of full scale.</summary>
        public int VolumePercent { get; set; } = 100;

        /// <summary>The sequence of the order that this one replaces (play) or stops (stop); 0 = none (play) or everything (stop).</summary>
        public long Of { get; set; }

        /// <summary>The gateway's number of the warning, for people who read logs.</summary>
        public string Warning { get; set; } = "";

        /// <summary>Configure: the county's settings for this board, "name = value" lines. They replace the county's settings before them as a whole.</summary>
        public string Settings { get; set; } = "";

        /// <summary>Configure: the version of the county's settings. Update: the build number of the application. Both only grow.</summary>
        public long Version { get; set; }

        /// <summary>Fetch clip and update: where the file lies on the gateway's HTTP server, such as "/files/clip/3f2a".</summary>
        public string Path { get; set; } = "";

        /// <summary>Fetch clip and update: the length of the file in bytes.</summary>
        public long Bytes { get; set; }

        /// <summary>Fetch clip and update: the <see cref="FileSeal"/> of the file under the board's key, 32 bytes; empty otherwise.</summary>
        public byte[] Seal { get; set; } = new byte[0];

        /// <summary>Drill and tone must tell the same story: a drill dressed as real is a mismatch, and so is the reverse.</summary>
        public bool IsDrillMismatch
        {
            get
            {
                switch (Scope)
                {
                    case Scope.Drill: return Kind == OrderKind.Play && Tone != Tone.Drill;
                    case Scope.Test: return Tone != Tone.Test && Tone != Tone.Chime && Tone != Tone.None;
                    default: return Tone == Tone.Drill || Tone == Tone.Test;
                }
            }
        }

        /// <summary>The order as CBOR; throws ArgumentException when it is too long for the link.</summary>
        public byte[] Encode()
        {
            CborWriter writer = new CborWriter();
            writer.WriteMapHead(6 + CountOptional());
            writer.WritePair(BoardKey, Board);
            writer.WritePair(SequenceKey, Sequence);
            writer.WritePair(KindKey, (long)Kind);
            writer.WritePair(IssuedKey, IssuedUnixMilliseconds);
            writer.WritePair(ExpiresKey, ExpiresUnixMilliseconds);
            writer.WritePair(ScopeKey, (long)Scope);
            WriteUnless(writer, PriorityKey, (long)Priority, 0);
            WriteUnless(writer, ToneKey, (long)Tone, 0);
            WriteUnless(writer, ToneMillisecondsKey, ToneMilliseconds, 0);
            WriteUnlessEmpty(writer, TextKey, Text);
            WriteUnlessEmpty(writer, LanguageKey, Language);
            WriteUnlessEmpty(writer, ClipKey, Clip);
            WriteUnless(writer, RepeatsKey, Repeats, 1);
            WriteUnless(writer, VolumeKey, VolumePercent, 100);
            WriteUnless(writer, OfKey, Of, 0);
            WriteUnlessEmpty(writer, WarningKey, Warning);
            WriteUnlessEmpty(writer, SettingsKey, Settings);
            WriteUnless(writer, VersionKey, Version, 0);
            WriteUnlessEmpty(writer, PathKey, Path);
            WriteUnless(writer, BytesKey, Bytes, 0);
            if (Seal.Length != 0)
            {
                writer.WriteInt(SealKey);
                writer.WriteBytes(Seal);
            }

            return writer.ToArray();
        }

        /// <summary>Reads an order; on false the error says which field is wrong and how.</summary>
        public static bool TryDecode(byte[] payload, out Order order, out string error)
        {
            return TryDecode(payload, 0, payload.Length, out order, out error);
        }

        /// <summary>The same where it lies within a sealed message.</summary>
        public static bool TryDecode(byte[] message, int start, int count, out Order order, out string error)
        {
            order = new Order();
            FieldReader fields = new FieldReader(message, start, count);
            while (fields.Next())
            {
                order.Take(fields);
            }

            return fields.IsSound(RequiredKeys, out error);
        }

        private void Take(FieldReader fields)
        {
            switch (fields.Key)
            {
                case BoardKey: Board = fields.Board(); break;
                case SequenceKey: Sequence = fields.Number(1, long.MaxValue); break;
                case KindKey: Kind = (OrderKind)fields.Small((int)OrderKind.Play, (int)OrderKind.SendLog); break;
                case IssuedKey: IssuedUnixMilliseconds = fields.Number(0, long.MaxValue); break;
                case ExpiresKey: ExpiresUnixMilliseconds = fields.Number(0, long.MaxValue); break;
                case ScopeKey: Scope = (Scope)fields.Small((int)Scope.Actual, (int)Scope.Test); break;
                case PriorityKey: Priority = (Priority)fields.Small((int)Priority.Programme, (int)Priority.Red); break;
                case ToneKey: Tone = (Tone)fields.Small((int)Tone.Chime, (int)Tone.Test); break;
                case ToneMillisecondsKey: ToneMilliseconds = fields.Small(1, MaxToneMilliseconds); break;
                case TextKey: Text = fields.Text(MaxTextBytes); break;
                case LanguageKey: Language = fields.Text(35); break;
                case ClipKey: Clip = fields.Text(64); break;
                case RepeatsKey: Repeats = fields.Small(1, 100); break;
                case VolumeKey: VolumePercent = fields.Small(0, 100); break;
                case OfKey: Of = fields.Number(1, long.MaxValue); break;
                case WarningKey: Warning = fields.Text(64); break;
                case SettingsKey: Settings = fields.Text(MaxSettingsBytes); break;
                case VersionKey: Version = fields.Number(1, long.MaxValue); break;
                case PathKey: Path = fields.Text(MaxPathBytes); break;
                case BytesKey: Bytes = fields.Number(1, int.MaxValue); break;
                case SealKey: Seal = fields.Bytes(FileSeal.SealBytes); break;
                default: fields.Unknown(); break;
            }
        }

        private int CountOptional()
        {
            int count = 0;
            count += Priority == Priority.None ? 0 : 1;
            count += Tone == Tone.None ? 0 : 1;
            count += ToneMilliseconds == 0 ? 0 : 1;
            count += Text.Length == 0 ? 0 : 1;
            count += Language.Length == 0 ? 0 : 1;
            count += Clip.Length == 0 ? 0 : 1;
            count += Repeats == 1 ? 0 : 1;
            count += VolumePercent == 100 ? 0 : 1;
            count += Of == 0 ? 0 : 1;
            count += Warning.Length == 0 ? 0 : 1;
            count += Settings.Length == 0 ? 0 : 1;
            count += Version == 0 ? 0 : 1;
            count += Path.Length == 0 ? 0 : 1;
            count += Bytes == 0 ? 0 : 1;
            count += Seal.Length == 0 ? 0 : 1;
            return count;
        }

        private static void WriteUnless(CborWriter writer, int key, long value, long usual)
        {
            if (value != usual)
            {
                writer.WritePair(key, value);
            }
        }

        private static void WriteUnlessEmpty(CborWriter writer, int key, string value)
        {
            if (value.Length != 0)
            {
                writer.WritePair(key, value);
            }
        }
    }
}
