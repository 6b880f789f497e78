using System;
using System.Diagnostics;
using System.Net.Sockets;
using nanoFramework.Runtime.Native;
using NanoHost;

namespace EdgeWarning.Common
{
    /// <summary>What only the chip beneath the firmware can do, on the host: the simulated board that the calling thread belongs to. The same members: Platform.Nano.cs.</summary>
    public static class Platform
    {
        /// <summary>The folder that holds the board's files.</summary>
        public static string FlashRoot
        {
            get { return Machine.Current.FlashPath; }
        }

        /// <summary>
        /// Collects garbage and moves what is left together, and returns the free bytes of the managed heap. The runtime does so by itself only when an array does not fit: a call, for which
        /// it takes a piece of some 200 bytes, would fail on a heap whose free pieces are smaller.
        /// </summary>
        public static long Tidy()
        {
            return nanoFramework.Runtime.Native.GC.Run(true);
        }

        /// <summary>True when an exception says that the board has lost its power: then a thread ends, and nothing else happens.</summary>
        public static bool IsPowerCut(Exception exception)
        {
            return exception is PowerCutException || Machine.PowerIsCut;
        }

        /// <summary>Called before each write to flash: on the host a moment at which power may fail.</summary>
        public static void BeforeFlashWrite()
        {
            Machine.Checkpoint();
        }

        /// <summary>Called before a socket is used: on the host a moment at which power or network may fail.</summary>
        public static void BeforeNetworkUse()
        {
            Machine.Checkpoint();
            if (Machine.NetworkIsDown)
            {
                throw new SocketException((int)SocketError.NetworkUnreachable);
            }
        }

        /// <summary>Starts the board again; does not return.</summary>
        public static void Restart()
        {
            Power.RebootDevice();
        }

        /// <summary>Writes a line to the debug port.</summary>
        public static void Print(string line)
        {
            Debug.WriteLine(line);
        }
    }
}
