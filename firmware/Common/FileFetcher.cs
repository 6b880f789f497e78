using System;
using System.IO;
using EdgeWarning.Protocol;

namespace EdgeWarning.Common
{
    /// <summary>
    /// Fetches files from the gateway, one after the other, on a thread of its own, so that orders are obeyed meanwhile. A file comes in parts; each
    /// block of 4 KB is appended to flash as it is whole, so that a fetch goes on where the network or the power broke it off. It counts only when
    /// its seal is that of its order. Network trouble is tried again until the order expires.
    ///
    /// Made with the first file that the county sends (<see cref="Ground.Fetcher"/>) and kept: most sensor boards never fetch one, and it takes 7 KB of a small heap.
    /// A power cut loses the block that was on its way. The order is then "received and not begun": when the gateway repeats it, its job comes back.
    /// </summary>
    public sealed class FileFetcher : IStep, IByteSink
    {
        /// <summary>Files that may wait.</summary>
        public const int Places = 4;

        /// <summary>Bytes of one GET: a gateway or a link that breaks costs no more than this, and orders are looked at in between.</summary>
        public const int PartBytes = 8 * FileSeal.BlockBytes;

        private const int ShortestRetryMilliseconds = 2_000;
        private const int LongestRetryMilliseconds = 120_000;
        private const int WholeTries = 2;

        // lwIP of ESP-IDF gives up a connection only after 12 SYNs, minutes later.
        private const int LongestStepMilliseconds = 600_000;

        private readonly object _gate;
        private readonly FetchJob?[] _jobs = new FetchJob?[Places];
        private readonly Settings _settings;
        private readonly IFlash _flash;
        private readonly OrderLedger _ledger;
        private readonly Clock _clock;
        private readonly Log _log;
        private readonly Loop _loop;
        private readonly Backoff _retry;

        // Made with the first part, and kept.
        private HttpPart? _http;
        private FileSeal? _seal;        // and its buffer, where a block gathers

        private FetchJob? _current;
        private int _held;
        private int _have;
        private int _mismatches;
        private bool _noRoom;
        private string _lastTrouble = "";

        /// <summary>A fetcher without a job; run its <see cref="Loop"/>.</summary>
        public FileFetcher(Settings settings, IFlash flash, OrderLedger ledger, Clock clock, Log log)
        {
            _settings = settings;
            _flash = flash;
            _ledger = ledger;
            _gate = ledger.Gate;
            _clock = clock;
            _log = log;
            _retry = new Backoff(ShortestRetryMilliseconds, LongestRetryMilliseconds, new Random());
            _loop = new Loop("fetcher", this, clock, log, LongestStepMilliseconds);
        }

        public Loop Loop
        {
            get { return _loop; }
        }

        /// <summary>
        /// Accepts an order that names a file and fetches it soon; an order for the same thing that still waits is superseded. Otherwise why it must
        /// be refused.
        /// </summary>
        public Reason Take(Order order, string what, IFileOwner owner, out string detail)
        {
            detail = order.Path.Length == 0 || order.Path[0] != '/' || !IsPlain(order.Path) ? "no path"
                : order.Bytes == 0 ? "no length"
                : order.Seal.Length != FileSeal.SealBytes ? "no seal" : "";
            if (detail.Length > 0)
            {
                return Reason.Malformed;
            }

            lock (_gate)
            {
                int place = PlaceFor(what);
                OrderEntry? entry = place < 0 ? null : _ledger.Accept(order);
                if (entry == null)
                {
                    return Reason.Busy;
                }

                FetchJob? before = _jobs[place];
                long left = order.ExpiresUnixMilliseconds - _ledger.NowUnixMilliseconds;
                _jobs[place] = new FetchJob(order, entry, what, owner, _clock.UptimeMilliseconds + left);
                if (before != null)
                {
                    _ledger.End(before.Entry, ReceiptState.Stopped, Reason.Superseded, "");
                }
            }

            _loop.Wake();
            return Reason.None;
        }

        /// <summary>True while this thing is wanted and neither here nor given up.</summary>
        public bool IsFetching(string what)
        {
            lock (_gate)
            {
                for (int i = 0; i < Places; i++)
                {
                    FetchJob? job = _jobs[i];
                    if (job != null && job.What == what)
                    {
                        return true;
                    }
                }

                return false;
            }
        }

        /// <inheritdoc/>
        public int Step()
        {
            FetchJob? job = Next();
            if (job == null)
            {
                return int.MaxValue;
            }

            if (job != _current)
            {
                Begin(job);
            }

            if (_clock.UptimeMilliseconds >= job.DeadlineUptimeMilliseconds)
            {
                End(job, Reason.FetchFailed, "its time is over; " + Progress(job) + (_lastTrouble.Length == 0 ? "" : "; " + _lastTrouble));
                return 0;
            }

            return _have < job.Order.Bytes ? FetchPart(job) : Judge(job);
        }

        /// <inheritdoc/>
        public bool Take(byte[] buffer, int offset, int count)
        {
            FetchJob? job = _current;
            while (count > 0 && job != null)
            {
                int taken = FileSeal.BlockBytes - _held < count ? FileSeal.BlockBytes - _held : count;
                Array.Copy(buffer, offset, _seal!.Buffer, FileSeal.BlockAt + _held, taken);
                _held += taken;
                offset += taken;
                count -= taken;
                if ((_held == FileSeal.BlockBytes || _have + _held == job.Order.Bytes) && !Append(job))
                {
                    return false;
                }
            }

            return Next() == job;
        }

        private bool Append(FetchJob job)
        {
            try
            {
                _flash.Write(job.FileName, _have, _seal!.Buffer, FileSeal.BlockAt, _held);
            }
            catch (IOException exception)
            {
                if (Platform.IsPowerCut(exception))
                {
                    throw;
                }

                _noRoom = true;
                _log.Write("could not write " + job.What + " to flash at " + _have.ToString(), exception);
                return false;
            }

            _loop.Progress();
            _have += _held;
            _held = 0;
            return true;
        }

        private int FetchPart(FetchJob job)
        {
            _held = 0;
            int before = _have;
            long last = _have + PartBytes < job.Order.Bytes ? _have + PartBytes - 1 : job.Order.Bytes - 1;
            PartEnd end = _http!.Fetch(job.Order.Path, _have, last, job.Order.Bytes, this, out string why);
            if (_noRoom || end == PartEnd.Refused)
            {
                End(job, _noRoom ? Reason.NoRoom : Reason.FetchFailed, why);
                return 0;
            }

            if (_have > before)
            {
                _retry.Reset();
            }

            if (end == PartEnd.Whole || Next() != job)
            {
                return 0;
            }

            if (why != _lastTrouble)
            {
                _log.Write(job.What + ": " + why + "; " + Progress(job));
                _lastTrouble = why;
            }

            return _retry.NextMilliseconds();
        }

        private int Judge(FetchJob job)
        {
            if (FileSeal.AreEqual(SealOf(job), job.Order.Seal))
            {
                _log.Write("fetched " + job.What + ", " + job.Order.Bytes.ToString() + " bytes");
                if (Remove(job))
                {
                    job.Owner.OnFetched(job);
                }

                return 0;
            }

            _flash.Delete(job.FileName);
            _have = 0;
            _mismatches++;
            _log.Write(job.What + ": the seal does not fit");
            if (_mismatches == WholeTries)
            {
                End(job, Reason.SealMismatch, WholeTries.ToString() + " times");
            }

            return 0;
        }

        private byte[] SealOf(FetchJob job)
        {
            FileSeal seal = _seal!;
            seal.Begin(job.Order.Bytes);
            int at = 0;
            while (at < job.Order.Bytes)
            {
                int read = _flash.Read(job.FileName, at, seal.Buffer, FileSeal.BlockAt, FileSeal.BlockBytes);
                if (read <= 0)
                {
                    return new byte[0];    // shorter than it was a moment ago
                }

                seal.AddBlock(read);
                at += read;
                _clock.Sleep(0);    // lets the player in
            }

            return seal.Finish();
        }

        private void Begin(FetchJob job)
        {
            if (_http == null)
            {
                _seal = new FileSeal(_settings.Key);
                _http = new HttpPart(_settings, _clock);
            }

            _current = job;
            _mismatches = 0;
            _noRoom = false;
            _lastTrouble = "";
            _retry.Reset();
            DeleteStrangers(job);
            int length = _flash.Length(job.FileName);
            _have = length < 0 ? 0 : length;
            if (_have > job.Order.Bytes)
            {
                _flash.Delete(job.FileName);
                _have = 0;
            }
            else if (_have < job.Order.Bytes)
            {
                _have -= _have % FileSeal.BlockBytes;    // a torn block comes again
            }

            if (_have > 0)
            {
                _log.Write(job.What + " goes on: " + Progress(job));
            }
        }

        // Parts of files that nobody asks for any more.
        private void DeleteStrangers(FetchJob job)
        {
            string[] names = _flash.Names();
            for (int i = 0; i < names.Length; i++)
            {
                if (Str.EndsWith(names[i], FetchJob.Suffix) && !IsWanted(names[i]))
                {
                    _flash.Delete(names[i]);
                }
            }
        }

        private bool IsWanted(string name)
        {
            lock (_gate)
            {
                for (int i = 0; i < Places; i++)
                {
                    FetchJob? job = _jobs[i];
                    if (job != null && job.FileName == name)
                    {
                        return true;
                    }
                }

                return false;
            }
        }

        private void End(FetchJob job, Reason reason, string detail)
        {
            _flash.Delete(job.FileName);
            if (Remove(job))
            {
                _ledger.End(job.Entry, ReceiptState.Failed, reason, detail);
            }
        }

        // False when another order has taken its place meanwhile.
        private bool Remove(FetchJob job)
        {
            lock (_gate)
            {
                _current = null;
                for (int i = 0; i < Places; i++)
                {
                    if (_jobs[i] == job)
                    {
                        _jobs[i] = null;
                        return true;
                    }
                }

                return false;
            }
        }

        // A clip first, and of clips that of the most urgent order: a warning that sounds now may wait for it. Then what has been begun.
        private FetchJob? Next()
        {
            lock (_gate)
            {
                FetchJob? next = null;
                for (int i = 0; i < Places; i++)
                {
                    FetchJob? job = _jobs[i];
                    if (job != null && (next == null || IsMoreUrgent(job, next)))
                    {
                        next = job;
                    }
                }

                return next;
            }
        }

        private bool IsMoreUrgent(FetchJob job, FetchJob than)
        {
            int rank = RankOf(job.Order);
            int other = RankOf(than.Order);
            return rank != other ? rank > other : job == _current;
        }

        private static int RankOf(Order order)
        {
            return order.Kind == OrderKind.FetchClip ? 1 + (int)order.Priority : 0;
        }

        // The place of the job for the same thing, else a free one, else -1.
        private int PlaceFor(string what)
        {
            int free = -1;
            for (int i = 0; i < Places; i++)
            {
                FetchJob? job = _jobs[i];
                if (job != null && job.What == what)
                {
                    return i;
                }

                if (job == null && free < 0)
                {
                    free = i;
                }
            }

            return free;
        }

        private string Progress(FetchJob job)
        {
            return _have.ToString() + " of " + job.Order.Bytes.ToString() + " bytes";
        }

        // Visible ASCII only: the path goes into a request line.
        private static bool IsPlain(string path)
        {
            for (int i = 0; i < path.Length; i++)
            {
                if (path[i] <= ' ' || path[i] > '~')
                {
                    return false;
                }
            }

            return true;
        }
    }
}
