using System;
using System.Diagnostics;

namespace EdgeWarning.Common
{
    /// <summary>What only the chip beneath the firmware can do, on the host. The same members: Chip.Nano.cs.</summary>
    public static class Chip
    {
        /// <summary>True when an exception says that the board has lost its power: then a thread ends, and nothing else happens.</summary>
        public static bool IsPowerCut(Exception exception)
        {
            return exception is System.Threading.ThreadInterruptedException;
        }

        /// <summary>Called before each write to flash: on the host the moment at which a test cuts the power.</summary>
        public static void BeforeFlashWrite(int bytes)
        {
        }

        /// <summary>Writes a line to the debug port.</summary>
        public static void Print(string line)
        {
            Debug.WriteLine(line);
        }
    }
}
