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

        /// <summary>Free memory of the managed heap in bytes.</summary>
        public static long FreeBytes
        {
            get { return nanoFramework.Runtime.Native.GC.Run(false); }
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
