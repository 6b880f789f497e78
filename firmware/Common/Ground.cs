using System;
using System.Security.Cryptography.X509Certificates;
using EdgeWarning.Protocol;

namespace EdgeWarning.Common
{
    /// <summary>
    /// What every board stands on, made once at its start: clock, flash, settings, log, outbox and link. A board's program opens it, builds
    /// its devices on it, starts the link and runs its device's loop.
    /// </summary>
    public sealed class Ground
    {
        private const int LogLines = 64;
        private const int SettingsRetryMilliseconds = 10_000;

        private Ground(Clock clock, IFlash flash, Log log, Settings settings)
        {
            Clock = clock;
            Flash = flash;
            Log = log;
            Settings = settings;
            Random = new Random();
            Starts = new Starts(flash);
            Status = new BoardStatus();
            Outbox = new Outbox(flash, clock, log, Random, Outbox.SegmentsFor(settings.FlashKilobytes * 1024));
            Link = new Link(settings, clock, log, Outbox, Status, Starts, Random, settings.GatewayTls ? Authority(flash) : null);
            Ledger = new OrderLedger(flash, Link, clock, log);
            Gate = new OrderGate(settings, Ledger, Link, Status, clock, log);
            Restarter = new Restarter(Ledger, Link, Starts, Status, clock, log);
            Gate.Register(OrderKind.Restart, Restarter);
            Link.Orders = Gate;
        }

        public Clock Clock { get; private set; }

        public IFlash Flash { get; private set; }

        public Log Log { get; private set; }

        public Settings Settings { get; private set; }

        public Random Random { get; private set; }

        public Starts Starts { get; private set; }

        public BoardStatus Status { get; private set; }

        public Outbox Outbox { get; private set; }

        public Link Link { get; private set; }

        /// <summary>What the board remembers of its orders.</summary>
        public OrderLedger Ledger { get; private set; }

        /// <summary>Where orders come in: who obeys a kind of order registers here.</summary>
        public OrderGate Gate { get; private set; }

        /// <summary>Restarts the board when it is asked to.</summary>
        public Restarter Restarter { get; private set; }

        /// <summary>
        /// Opens the ground on this board's flash, for firmware of the given kind. Without sound settings a board can do nothing: it says what is wrong every
        /// ten seconds and reads them again, until a technician has corrected them.
        /// </summary>
        public static Ground Open(string kind)
        {
            return Open(kind, new BoardClock(), new FileFlash(Platform.FlashRoot));
        }

        /// <summary>The same on a clock and flash of the caller's choice.</summary>
        public static Ground Open(string kind, Clock clock, IFlash flash)
        {
            Log log = new Log(clock, LogLines);
            while (true)
            {
                string error;
                Settings? settings = Settings.Load(flash, out error);
                if (settings != null && settings.Kind != kind)
                {
                    error = Settings.FileName + ": kind is " + settings.Kind + ", and this is the firmware of a " + kind;
                }
                else if (settings != null && settings.GatewayTls && flash.Length(Settings.AuthorityFileName) <= 0)
                {
                    error = Settings.AuthorityFileName + ": no such file on this board's flash, and gateway.tls is 1";
                }
                else if (settings != null)
                {
                    log.Board = settings.Board;
                    log.Write("firmware " + Firmware.Version + ", " + kind);
                    return new Ground(clock, flash, log, settings);
                }

                log.Write(error);
                clock.Sleep(SettingsRetryMilliseconds);
            }
        }

        /// <summary>Recalls past orders, starts the link and runs <paramref name="device"/> on this thread; returns only when the power is cut.</summary>
        public void Run(Loop device)
        {
            Ledger.Restore();
            Restarter.Loop.Start();
            Link.Start();
            device.Run();
        }

        private static X509Certificate Authority(IFlash flash)
        {
            byte[] pem = new byte[flash.Length(Settings.AuthorityFileName)];
            flash.Read(Settings.AuthorityFileName, 0, pem, 0, pem.Length);
            return Platform.Certificate(pem);
        }
    }
}
