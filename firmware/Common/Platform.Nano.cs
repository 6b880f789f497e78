using System;
using nanoFramework.Runtime.Native;

namespace EdgeWarning.Common
{
    /// <summary>What only the chip beneath the firmware can do, on an ESP32. The same members: Platform.Host.cs.</summary>
    public static class Platform
    {
        /// <summary>The folder that holds the board's files: littlefs in internal flash.</summary>
        public static string FlashRoot
        {
            get { return "I:\\"; }
        }

        /// <summary>
        /// Collects garbage and moves what is left together, and returns the free bytes of the managed heap. The runtime does so by itself only when an array does not fit: a call, for which
        /// it takes a piece of some 200 bytes, would fail on a heap whose free pieces are smaller.
        /// </summary>
        public static long Tidy()
        {
            return nanoFramework.Runtime.Native.GC.Run(true);
        }

        /// <summary>True when an exception says that the board has lost its power: here no code runs to ask.</summary>
        public static bool IsPowerCut(Exception exception)
        {
            return false;
        }

        /// <summary>Called before each write to flash.</summary>
        public static void BeforeFlashWrite()
        {
        }

        /// <summary>Called before a socket is used.</summary>
        public static void BeforeNetworkUse()
        {
        }

        /// <summary>Starts the board again; does not return.</summary>
        public static void Restart()
        {
            Power.RebootDevice();
        }

        /// <summary>Writes a line to the debug port. Not by Debug.WriteLine: without DEBUG defined the compiler leaves that out.</summary>
        public static void Print(string line)
        {
            Console.WriteLine(line);
        }
    }
}
