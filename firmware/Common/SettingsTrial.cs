using System;
using System.Text;
using EdgeWarning.Protocol;

namespace EdgeWarning.Common
{
    /// <summary>
    /// Obeys configure orders. New settings are judged by the very reader that a start uses; sound ones are kept as a trial and the board starts again. The
    /// trial has succeeded once the gateway has answered a birth: whatever else is wrong can then be corrected from the office. When that does
    /// not happen within <see cref="Settings.TrialSeconds"/>, or within a few starts, the board goes back to the settings before and says so.
    /// </summary>
    public sealed class SettingsTrial : IOrderTaker, IStep
    {
        private const int LookMilliseconds = 1_000;

        private readonly CountySettings _county;
        private readonly Settings _settings;
        private readonly IFlash _flash;
        private readonly OrderLedger _ledger;
        private readonly IGatewayContact _contact;
        private readonly BoardStatus _status;
        private readonly Restarter _restarter;
        private readonly Clock _clock;
        private readonly Log _log;
        private readonly long _tried;

        /// <summary>Obeys on the given ground; <paramref name="settings"/> are those in force.</summary>
        public SettingsTrial(
            CountySettings county, Settings settings, IFlash flash, OrderLedger ledger, IGatewayContact contact, BoardStatus status, Restarter restarter, Clock clock, Log log)
        {
            _county = county;
            _settings = settings;
            _flash = flash;
            _ledger = ledger;
            _contact = contact;
            _status = status;
            _restarter = restarter;
            _clock = clock;
            _log = log;
            status.Configuration = county.Version;
            status.OnTrial = county.OnTrial;
            _tried = county.OnTrial ? county.Sequence : 0;
        }

        /// <summary>Tells the end of a trial that failed, and takes up the order of one that is on. After the ledger was restored.</summary>
        public void Restore()
        {
            if (_county.DroppedSequence > 0)
            {
                _ledger.End(_county.DroppedSequence, ReceiptState.Failed, Reason.RolledBack, "no answer from the gateway with these settings");
                _county.Clear();
            }

            if (_county.OnTrial)
            {
                _ledger.Revive(_county.Sequence);
            }
        }

        /// <inheritdoc/>
        public Reason Take(Order order, out string detail)
        {
            detail = FaultOf(order);
            if (detail.Length > 0)
            {
                return Reason.BadSettings;
            }

            OrderEntry? entry = _ledger.Accept(order);
            if (entry == null)
            {
                return Reason.Busy;
            }

            if (order.Sequence == _county.Sequence && !_county.OnTrial)
            {
                // Power failed after they were kept and before that was said.
                _ledger.End(entry, ReceiptState.Finished, Reason.None, "");
                return Reason.None;
            }

            if (order.Sequence < _county.Sequence)
            {
                _ledger.End(entry, ReceiptState.Stopped, Reason.Superseded, "newer settings are here");
                return Reason.None;
            }

            if (_county.OnTrial && _county.Sequence != order.Sequence)
            {
                _ledger.End(_county.Sequence, ReceiptState.Stopped, Reason.Superseded, "");
            }

            Try(order, entry);
            return Reason.None;
        }

        /// <inheritdoc/>
        public int Step()
        {
            lock (_ledger.Gate)
            {
                // A trial that came in this life waits for its own.
                return _county.OnTrial && _county.Sequence == _tried ? Look() : int.MaxValue;
            }
        }

        private int Look()
        {
            if (_contact.IsAnswered)
            {
                _county.Keep();
                _status.OnTrial = false;
                _ledger.End(_tried, ReceiptState.Finished, Reason.None, "");
                return int.MaxValue;
            }

            if (_clock.UptimeMilliseconds >= _settings.TrialSeconds * 1000L)
            {
                _log.Write("no answer from the gateway for " + _settings.TrialSeconds.ToString() + " s: back to the settings before");
                _county.Drop();
                _restarter.Ask("settings rolled back");
            }

            return LookMilliseconds;
        }

        private void Try(Order order, OrderEntry entry)
        {
            try
            {
                _county.Try(order);
                _restarter.Ask("new settings");
            }
            catch (Exception exception)
            {
                if (Platform.IsPowerCut(exception))
                {
                    throw;
                }

                _log.Write("could not write new settings to flash", exception);
                _ledger.End(entry, ReceiptState.Failed, Reason.NoRoom, exception is OutOfMemoryException ? "no memory for them" : "flash refuses them");
            }
        }

        private string FaultOf(Order order)
        {
            if (order.Version == 0)
            {
                return "no version";
            }

            Settings? settings = Settings.Load(_flash, Encoding.UTF8.GetBytes(order.Settings), out string error);
            if (settings != null && settings.GatewayTls && _flash.Length(Settings.AuthorityFileName) <= 0)
            {
                return "gateway.tls is 1, and there is no " + Settings.AuthorityFileName + " on this board's flash";
            }

            return error;
        }
    }
}
