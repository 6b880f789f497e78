using System;

namespace EdgeWarning.Common
{
    /// <summary>What measures how strongly the board hears its network. Nothing but a scan of all channels tells that on nanoFramework.</summary>
    public interface ISignalMeter
    {
        /// <summary>Starts to scan and returns at once. False without a radio.</summary>
        bool Begin();

        /// <summary>What the scan has found: dBm of the board's own network, negative; 0 = not known.</summary>
        int ReadDbm();
    }

    /// <summary>
    /// Looks how strong the signal is. A scan takes the radio away from the link for two or three seconds, so there is one when the link has come up for the first time
    /// since the start, and then at most every six hours; none while something sounds.
    /// </summary>
    public sealed class SignalWatch
    {
        /// <summary>Between two scans.</summary>
        public const int ScanMilliseconds = 6 * 3_600_000;

        /// <summary>From the start of a scan until its result is read. 13 channels of 120 ms, with the link served between them, are over well before. [M]</summary>
        public const int ResultMilliseconds = 10_000;

        private readonly ISignalMeter _meter;
        private readonly ILink _link;
        private readonly BoardStatus _status;
        private readonly Clock _clock;
        private readonly Log _log;
        private bool _isScanning;
        private bool _hasScanned;
        private long _scanUptime;

        /// <summary>A watch over what <paramref name="meter"/> measures.</summary>
        public SignalWatch(ISignalMeter meter, ILink link, BoardStatus status, Clock clock, Log log)
        {
            _meter = meter;
            _link = link;
            _status = status;
            _clock = clock;
            _log = log;
        }

        /// <summary>Does what is due; true while it wants to be called again after <see cref="ResultMilliseconds"/>.</summary>
        public bool Look()
        {
            try
            {
                if (_isScanning)
                {
                    _isScanning = false;
                    _status.SignalDbm = _meter.ReadDbm();
                }
                else if (IsDue())
                {
                    _hasScanned = true;
                    _scanUptime = _clock.UptimeMilliseconds;
                    _isScanning = _meter.Begin();
                }
            }
            catch (Exception exception)
            {
                if (Platform.IsPowerCut(exception))
                {
                    throw;
                }

                _status.SignalDbm = 0;
                _log.Write("the signal's strength is not known", exception);
            }

            return _isScanning || !_hasScanned;
        }

        private bool IsDue()
        {
            return _link.IsUp && !_status.IsSounding && (!_hasScanned || _clock.UptimeMilliseconds - _scanUptime >= ScanMilliseconds);
        }
    }
}
