using System;
using System.Text;
using EdgeWarning.Common;
using EdgeWarning.Protocol;

namespace EdgeWarning.Loudspeaker
{
    /// <summary>How far a clip has come.</summary>
    public enum ClipState
    {
        /// <summary>The place is free.</summary>
        None = 0,

        /// <summary>Its file grows, over power cuts.</summary>
        Fetching = 1,

        /// <summary>It is here and can be played.</summary>
        Whole = 2,
    }

    /// <summary>One place of the <see cref="ClipStore"/>.</summary>
    public sealed class ClipEntry
    {
        /// <summary>The longest name of a clip in bytes of UTF-8, as in an order.</summary>
        public const int NameBytes = 64;

        /// <summary>Bytes of an entry in flash.</summary>
        public const int ImageBytes = 2 + NameBytes + 4 + 4 + FileSeal.SealBytes;

        private const int BytesPlace = 2 + NameBytes;
        private const int UsedPlace = BytesPlace + 4;
        private const int SealPlace = UsedPlace + 4;

        /// <summary>An empty place whose file has this name.</summary>
        public ClipEntry(string file)
        {
            File = file;
        }

        /// <summary>The file on flash that belongs to this place.</summary>
        public string File { get; }

        /// <summary>How far its clip has come.</summary>
        public ClipState State { get; set; }

        /// <summary>The clip's name in orders.</summary>
        public string Name { get; set; } = "";

        /// <summary>Length of its file when whole.</summary>
        public int Bytes { get; set; }

        /// <summary>Grows with every use of any clip: the smallest has waited longest.</summary>
        public uint Used { get; set; }

        /// <summary>Seal of the file under the board's key.</summary>
        public byte[] Seal { get; } = new byte[FileSeal.SealBytes];

        /// <summary>Writes the entry into an image.</summary>
        public void Save(byte[] image, int at)
        {
            Array.Clear(image, at, ImageBytes);
            byte[] name = Encoding.UTF8.GetBytes(Name);
            image[at] = (byte)State;
            image[at + 1] = (byte)name.Length;
            Array.Copy(name, 0, image, at + 2, name.Length);
            Common.Bytes.PutUInt32(image, at + BytesPlace, (uint)Bytes);
            Common.Bytes.PutUInt32(image, at + UsedPlace, Used);
            Array.Copy(Seal, 0, image, at + SealPlace, Seal.Length);
        }

        /// <summary>Reads the entry back.</summary>
        public void Load(byte[] image, int at)
        {
            int length = image[at + 1];
            State = length == 0 || length > NameBytes ? ClipState.None : (ClipState)image[at];
            Name = State == ClipState.None ? "" : Encoding.UTF8.GetString(image, at + 2, length);
            Bytes = (int)Common.Bytes.GetUInt32(image, at + BytesPlace);
            Used = Common.Bytes.GetUInt32(image, at + UsedPlace);
            Array.Copy(image, at + SealPlace, Seal, 0, Seal.Length);
        }
    }
}
