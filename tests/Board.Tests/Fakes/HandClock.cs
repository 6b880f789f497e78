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

        /// <summary>What the platform would say when asked; 0 = it does not know.</summary>
        public long PlatformUnixMilliseconds { get; set; }

        /// <summary>Lets time pass.</summary>
        public void Advance(long milliseconds)
        {
            _uptime += milliseconds;
        }

        /// <inheritdoc/>
        public override void AskPlatform()
        {
            LearnFromPlatform(PlatformUnixMilliseconds);
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
