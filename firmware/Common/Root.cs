using System;

namespace EdgeWarning.Common
{
    /// <summary>
    /// What the root of a board's first thread does with an exception. What goes wrong before the device's loop runs (a pin that is taken, flash that
    /// cannot be read) would end the program without a word and leave a dead box on a pole. Here it is said on the debug port, and the board starts again.
    /// </summary>
    public static class Root
    {
        /// <summary>From a failed start to the next: long enough to read the debug port and to spare the flash.</summary>
        public const int PauseMilliseconds = 10_000;

        /// <summary>Says what went wrong, waits and starts the board again. Returns when the power was cut: then the thread just ends.</summary>
        public static void StartAgain(Exception exception, int pauseMilliseconds)
        {
            if (!Platform.IsPowerCut(exception))
            {
                Platform.Print("could not start: " + exception.GetType().Name + ": " + exception.Message);
                new BoardClock().Sleep(pauseMilliseconds);
                Platform.Restart();
            }
        }
    }
}
