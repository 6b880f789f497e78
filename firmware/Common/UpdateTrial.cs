using System.IO;
using EdgeWarning.Protocol;

namespace EdgeWarning.Common
{
    /// <summary>
    /// Obeys update orders. The application is fetched into the slot that is free, checked, and started on trial by a restart. It is kept once it has lived for
    /// <see cref="Settings.UpdateHealthySeconds"/> and the gateway has answered its birth; else the one before returns and says so. An application that cannot even
    /// be started, or crashes, is dropped by <see cref="Slots"/>.
    /// </summary>
    public sealed class UpdateTrial : IOrderTaker, IFileOwner, IStep
    {
        private const int LookMilliseconds = 1_000;

        private readonly Slots _slots;
        private readonly Ground _ground;
        private readonly OrderLedger _ledger;
        private readonly long _tried;

        /// <summary>Obeys on the given ground, whose ledger, link and restarter are made.</summary>
        public UpdateTrial(Slots slots, Ground ground)
        {
            _slots = slots;
            _ground = ground;
            _ledger = ground.Ledger;
            _tried = slots.OnTrial ? slots.TrialSequence : 0;
            ground.Status.Build = slots.Build;
            ground.Status.OnTrial |= slots.OnTrial;
        }

        /// <summary>True while this very application is on trial.</summary>
        public bool IsOn
        {
            get { return _tried > 0 && _slots.OnTrial && _slots.TrialSequence == _tried; }
        }

        /// <summary>Tells the end of a trial that failed, and takes up the order of one that is on. After the ledger was restored.</summary>
        public void Restore()
        {
            if (_slots.DroppedSequence > 0)
            {
                _ledger.End(_slots.DroppedSequence, ReceiptState.Failed, Reason.RolledBack, "the new application did not start, or did not link");
                _slots.Clear();
            }

            if (IsOn)
            {
                _ledger.Revive(_tried);
            }
        }

        /// <inheritdoc/>
        public Reason Take(Order order, out string detail)
        {
            detail = "";
            if (order.Version == 0)
            {
                detail = "no build number";
                return Reason.Malformed;
            }

            if (_slots.OnTrial)
            {
                detail = "another application is on trial";
                return Reason.Busy;
            }

            if (order.Version == _slots.Build)
            {
                OrderEntry? entry = _ledger.Accept(order);
                if (entry != null)
                {
                    _ledger.End(entry, ReceiptState.Finished, Reason.None, "it runs already");
                }

                return entry == null ? Reason.Busy : Reason.None;
            }

            // It is loaded into memory as a whole: a board without PSRAM has no room for one.
            long free = Platform.Tidy();
            if (order.Bytes > free || order.Bytes > _ground.Settings.FlashKilobytes * 1024L / 4)
            {
                detail = order.Bytes.ToString() + " bytes, " + free.ToString() + " bytes of memory free";
                return Reason.NoRoom;
            }

            return _ground.Fetcher.Take(order, "application", this, out detail);
        }

        /// <inheritdoc/>
        public void OnFetched(FetchJob job)
        {
            try
            {
                lock (_ledger.Gate)
                {
                    int slot = _slots.Free;
                    uint crc = Slots.CrcOf(_ground.Flash, job.FileName);
                    _ground.Flash.Move(job.FileName, Slots.FileOf(slot));
                    _slots.Try(job.Order.Sequence, job.Order.Version, (int)job.Order.Bytes, crc);
                }

                _ground.Restarter.Ask("update");
            }
            catch (IOException exception)
            {
                if (Platform.IsPowerCut(exception))
                {
                    throw;
                }

                _ground.Log.Write("could not keep the new application", exception);
                _ledger.End(job.Entry, ReceiptState.Failed, Reason.NoRoom, "flash refuses it");
            }
        }

        /// <inheritdoc/>
        public int Step()
        {
            lock (_ledger.Gate)
            {
                return IsOn ? Look() : int.MaxValue;
            }
        }

        private int Look()
        {
            long health = _ground.Settings.UpdateHealthySeconds * 1000L;
            if (_ground.Link.IsAnswered && _ground.Clock.UptimeMilliseconds >= health)
            {
                _slots.Keep();
                _ground.Status.OnTrial = false;
                _ledger.End(_tried, ReceiptState.Finished, Reason.None, "build " + _slots.Build.ToString());
                return int.MaxValue;
            }

            if (_ground.Clock.UptimeMilliseconds >= health + (_ground.Settings.TrialSeconds * 1000L))
            {
                _ground.Log.Write("no answer from the gateway with the new application: back to the one before");
                _slots.Drop();
                _ground.Restarter.Ask("application rolled back");
            }

            return LookMilliseconds;
        }
    }
}
