using EdgeWarning.Protocol;

namespace EdgeWarning.Common
{
    /// <summary>Obeys the order to send the log: hands the link one page after the other, and ends the order behind the last.</summary>
    public sealed class LogSender : IOrderTaker
    {
        /// <summary>Text of a page: the ring of a rain or level board takes four, and no page takes much of its heap.</summary>
        public const int PageBytes = 500;

        private const int MostPages = 64;

        private readonly object _gate = new object();
        private readonly Settings _settings;
        private readonly OrderLedger _ledger;
        private readonly Log _log;
        private readonly Link _link;
        private long _sequence;     // of the order; 0 = nothing to send
        private long _position;
        private int _page;          // the next one
        private bool _isSent;       // the last page is on its way

        /// <summary>A sender of <paramref name="log"/> over <paramref name="link"/>.</summary>
        public LogSender(Settings settings, OrderLedger ledger, Log log, Link link)
        {
            _settings = settings;
            _ledger = ledger;
            _log = log;
            _link = link;
        }

        /// <summary>True while pages wait to be sent.</summary>
        public bool IsWanted
        {
            get
            {
                lock (_gate)
                {
                    return _sequence != 0;
                }
            }
        }

        /// <inheritdoc/>
        public Reason Take(Order order, out string detail)
        {
            detail = "";
            if (_ledger.Accept(order) == null)
            {
                return Reason.Busy;
            }

            lock (_gate)
            {
                if (_sequence != 0)
                {
                    _ledger.End(_sequence, ReceiptState.Stopped, Reason.Superseded, "");
                }

                _sequence = order.Sequence;
                _position = 0;
                _page = 0;
                _isSent = false;
            }

            _link.Wake();
            return Reason.None;
        }

        /// <summary>The next page, or null when none is wanted; behind the last the order ends. Lines that are written meanwhile are sent, too.</summary>
        public LogPage? Next()
        {
            long ended;
            int pages;
            lock (_gate)
            {
                if (_sequence == 0)
                {
                    return null;
                }

                if (!_isSent)
                {
                    return Turn();
                }

                ended = _sequence;
                pages = _page;
                _sequence = 0;
            }

            _ledger.End(ended, ReceiptState.Finished, Reason.None, pages.ToString() + " pages");    // not under our lock: orders come under the ledger's
            return null;
        }

        private LogPage Turn()
        {
            LogPage page = new LogPage();
            page.Board = _settings.Board;
            page.Sequence = _sequence;
            page.Page = _page;
            page.Utf8Text = _log.Page(ref _position, PageBytes);
            page.IsLast = _page == MostPages - 1 || !_log.HasMore(_position);
            _isSent = page.IsLast;
            _page++;
            return page;
        }
    }
}
