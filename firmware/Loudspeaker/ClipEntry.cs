using System;
using System.Text;
using EdgeWarning.Common;
using EdgeWarning.Protocol;

namespace EdgeWarning.Loudspeaker
{
    /// <summary>One place of the <see cref="ClipStore"/>.</summary>
    public sealed class ClipEntry
    {
        /// <summary>The longest name of a clip in bytes of UTF-8, as in an order.</summary>
        public const int NameBytes = 64;

        /// <summary>Bytes of an entry in flash.</summary>
        public const int ImageBytes = 1 + NameBytes + 4 + 4 + FileSeal.SealBytes;

        private const int BytesPlace = 1 + NameBytes;
        private const int UsedPlace = BytesPlace + 4;
        private const int SealPlace = UsedPlace + 4;

        /// <summary>An empty place whose file has this name.</summary>
        public ClipEntry(string file)
        {
            File = file;
        }

        /// <summary>The file on flash that belongs to this place.</summary>
        public string File { get; }

        /// <summary>The clip's name in orders; empty = the place is free.</summary>
        public string Name { get; set; } = "";

        /// <summary>Length of its file.</summary>
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
            image[at] = (byte)name.Length;
            Array.Copy(name, 0, image, at + 1, name.Length);
            Common.Bytes.PutUInt32(image, at + BytesPlace, (uint)Bytes);
            Common.Bytes.PutUInt32(image, at + UsedPlace, Used);
            Array.Copy(Seal, 0, image, at + SealPlace, Seal.Length);
        }

        /// <summary>Reads the entry back.</summary>
        public void Load(byte[] image, int at)
        {
            int length = image[at];
            Name = length == 0 || length > NameBytes ? "" : Encoding.UTF8.GetString(image, at + 1, length);
            Bytes = (int)Common.Bytes.GetUInt32(image, at + BytesPlace);
            Used = Common.Bytes.GetUInt32(image, at + UsedPlace);
            Array.Copy(image, at + SealPlace, Seal, 0, Seal.Length);
        }
    }
}
