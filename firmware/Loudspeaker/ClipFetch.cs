using System.IO;
using EdgeWarning.Common;
using EdgeWarning.Protocol;

namespace EdgeWarning.Loudspeaker
{
    /// <summary>Obeys orders to fetch a clip: room first, then the file, then its head; only a clip that can be played is "finished".</summary>
    public sealed class ClipFetch : IOrderTaker, IFileOwner, IClipSource
    {
        private readonly ClipStore _clips;
        private readonly Ground _ground;
        private readonly OrderLedger _ledger;

        /// <summary>Fetches into <paramref name="clips"/>.</summary>
        public ClipFetch(ClipStore clips, Ground ground)
        {
            _clips = clips;
            _ground = ground;
            _ledger = ground.Ledger;
            clips.Source = this;
        }

        /// <inheritdoc/>
        public bool IsComing(string name)
        {
            return _ground.Fetcher.IsFetching(WhatOf(name));
        }

        /// <inheritdoc/>
        public Reason Take(Order order, out string detail)
        {
            detail = "";
            if (order.Clip.Length == 0)
            {
                detail = "no name for the clip";
                return Reason.Malformed;
            }

            if (_clips.Holds(order.Clip, order.Seal))
            {
                OrderEntry? entry = _ledger.Accept(order);
                if (entry != null)
                {
                    _ledger.End(entry, ReceiptState.Finished, Reason.None, "it was here already");
                }

                return entry == null ? Reason.Busy : Reason.None;
            }

            if (!_clips.MakeRoom(order.Bytes))
            {
                detail = "no room for " + order.Bytes.ToString() + " bytes";
                return Reason.NoRoom;
            }

            return _ground.Fetcher.Take(order, WhatOf(order.Clip), this, out detail);
        }

        /// <inheritdoc/>
        public void OnFetched(FetchJob job)
        {
            string fault;
            try
            {
                fault = _clips.Take(job.Order.Clip, job.FileName, job.Order.Seal);
            }
            catch (IOException exception)
            {
                if (Platform.IsPowerCut(exception))
                {
                    throw;
                }

                fault = "flash refused it: " + exception.Message;
            }

            if (fault.Length == 0)
            {
                _ledger.End(job.Entry, ReceiptState.Finished, Reason.None, "");
            }
            else
            {
                _ledger.End(job.Entry, ReceiptState.Failed, Reason.Malformed, fault);
            }
        }

        private static string WhatOf(string name)
        {
            return "clip " + name;
        }
    }
}
