using System;

namespace EdgeWarning.Common
{
    /// <summary>Puts a board together on its ground: parts, devices, loops.</summary>
    public delegate void Assemble(Ground ground);

    /// <summary>
    /// The root of a board's first thread, which every board's Main calls. What goes wrong before the loops run (a pin that is taken, flash that cannot be
    /// read) would end the program without a word and leave a dead box on a pole. Here it is said on the debug port and written down, and the board starts again.
    /// </summary>
    public static class Root
    {
        /// <summary>From a failed start to the next: long enough to read the debug port and to spare the flash.</summary>
        public const int PauseMilliseconds = 10_000;

        /// <summary>Runs firmware of the given kind; returns only when the power is cut.</summary>
        public static void Run(string kind, Assemble assemble)
        {
            Run(kind, assemble, PauseMilliseconds);
        }

        /// <summary>The same with another pause after a failed start.</summary>
        public static void Run(string kind, Assemble assemble, int pauseMilliseconds)
        {
            try
            {
                Ground ground = Ground.Open(kind);
                assemble(ground);
                ground.Restore();
                ground.Supervisor.Run();
            }
            catch (Exception exception)
            {
                StartAgain(exception, pauseMilliseconds);
            }
        }

        // Returns when the power was cut: then the thread just ends.
        private static void StartAgain(Exception exception, int pauseMilliseconds)
        {
            if (Platform.IsPowerCut(exception))
            {
                return;
            }

            string why = "could not start: " + exception.GetType().Name + ": " + exception.Message;
            Platform.Print(why);
            try
            {
                Starts.NoteFailed(new FileFlash(Platform.FlashRoot), why);
                new BoardClock().Sleep(pauseMilliseconds);
            }
            finally
            {
                Platform.Restart();
            }
        }
    }
}
