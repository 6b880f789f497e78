using System;
using System.Threading;
using nanoFramework.Runtime.Native;

namespace EdgeWarning.Common
{
    /// <summary>The clock of an ESP32: its tick counter, and its RTC once SNTP or the gateway's time has set it. The same class for the host: Clock.Host.cs.</summary>
    public sealed class BoardClock : Clock
    {
        private readonly long _start = Environment.TickCount64;

        /// <inheritdoc/>
        public override long UptimeMilliseconds
        {
            get { return Environment.TickCount64 - _start; }
        }

        /// <inheritdoc/>
        protected override long PlatformUnixMilliseconds
        {
            get { return (DateTime.UtcNow.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond; }
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

        /// <inheritdoc/>
        protected override void SetPlatform(long unixMilliseconds)
        {
            try
            {
                Rtc.SetSystemTime(new DateTime(DateTime.UnixEpoch.Ticks + (unixMilliseconds * TimeSpan.TicksPerMillisecond)));
            }
            catch (NotImplementedException)
            {
                // nanoFramework's virtual device: its clock is the PC's, and nobody may set it. An ESP32's RTC is set.
            }
        }
    }
}
