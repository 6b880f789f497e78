using System;

namespace EdgeWarning.Common
{
    /// <summary>A board's whole program.</summary>
    public delegate void BoardProgram();

    /// <summary>
    /// The root of a board's first thread. What goes wrong before the device's loop runs (a pin that is taken, flash that cannot be read) would end the
    /// program without a word and leave a dead box on a pole. Here it is said on the debug port, and the board starts again.
    /// </summary>
    public static class Root
    {
        /// <summary>From a failed start to the next: long enough to read the debug port and to spare the flash.</summary>
        public const int PauseMilliseconds = 10_000;

        /// <summary>Runs a board's program; returns only when the power is cut.</summary>
        public static void Run(BoardProgram program)
        {
            Run(program, PauseMilliseconds);
        }

        /// <summary>The same with another pause.</summary>
        public static void Run(BoardProgram program, int pauseMilliseconds)
        {
            try
            {
                program();
            }
            catch (Exception exception)
            {
                if (Platform.IsPowerCut(exception))
                {
                    throw;
                }

                Platform.Print("could not start: " + exception.GetType().Name + ": " + exception.Message);
                new BoardClock().Sleep(pauseMilliseconds);
                Platform.Restart();
            }
        }
    }
}
