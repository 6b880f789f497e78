using System;
using System.Threading;
using nanoFramework.Runtime.Native;
using NanoHost;

namespace EdgeWarning.Common
{
    /// <summary>The clock of the simulated board whose thread makes it. The same class for the chip: Clock.Nano.cs.</summary>
    public sealed class BoardClock : Clock
    {
        private readonly Machine _machine = Machine.Current;

        /// <inheritdoc/>
        public override long UptimeMilliseconds
        {
            get { return _machine.UptimeMilliseconds; }
        }

        /// <inheritdoc/>
        protected override long PlatformUnixMilliseconds
        {
            get { return _machine.UnixMilliseconds; }
        }

        /// <inheritdoc/>
        public override void Sleep(int milliseconds)
        {
            Machine.Sleep(milliseconds);
        }

        /// <inheritdoc/>
        public override bool Wait(AutoResetEvent signal, int milliseconds)
        {
            Machine.Checkpoint();
            bool set = signal.WaitOne(milliseconds, false);
            Machine.Checkpoint();
            return set;
        }

        /// <inheritdoc/>
        protected override void SetPlatform(long unixMilliseconds)
        {
            Rtc.SetSystemTime(new DateTime(DateTime.UnixEpoch.Ticks + (unixMilliseconds * TimeSpan.TicksPerMillisecond)));
        }
    }
}
