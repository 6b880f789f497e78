using System.Threading;
using EdgeWarning.Common;

namespace EdgeWarning.Board.Tests
{
    /// <summary>A board's clock that a test moves by hand. Sleeping and waiting move it too and take no time.</summary>
    public sealed class HandClock : Clock
    {
        private long _uptime;

        /// <inheritdoc/>
        public override long UptimeMilliseconds
        {
            get { return _uptime; }
        }

        /// <summary>The platform's own clock: Unix time minus uptime. Starts in 1970, as an ESP32's.</summary>
        public long PlatformOffset { get; set; }

        protected override long PlatformUnixMilliseconds
        {
            get { return PlatformOffset + UptimeMilliseconds; }
        }

        /// <summary>Lets time pass.</summary>
        public void Advance(long milliseconds)
        {
            _uptime += milliseconds;
        }

        /// <inheritdoc/>
        protected override void SetPlatform(long unixMilliseconds)
        {
            PlatformOffset = unixMilliseconds - UptimeMilliseconds;
        }

        /// <inheritdoc/>
        public override void Sleep(int milliseconds)
        {
            _uptime += milliseconds;
        }

        /// <inheritdoc/>
        public override bool Wait(AutoResetEvent signal, int milliseconds)
        {
            _uptime += milliseconds;
            return false;
        }
    }
}
