using System;
using System.Threading;

namespace EdgeWarning.Common
{
    /// <summary>The clock of a simulated board. The same class for the chip: Clock.Nano.cs.</summary>
    public sealed class BoardClock : Clock
    {
        private readonly long _start = Environment.TickCount64;

        /// <inheritdoc/>
        public override long UptimeMilliseconds
        {
            get { return Environment.TickCount64 - _start; }
        }

        /// <inheritdoc/>
        public override void Sleep(int milliseconds)
        {
            Thread.Sleep(milliseconds);
        }

        /// <inheritdoc/>
        public override bool Wait(AutoResetEvent signal, int milliseconds)
        {
            return signal.WaitOne(milliseconds, false);
        }
    }
}
