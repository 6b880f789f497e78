using System;
using System.Security.Cryptography.X509Certificates;
using EdgeWarning.Protocol;

namespace EdgeWarning.Common
{
    /// <summary>Opens a part or makes a device; what it throws leaves the part out.</summary>
    public delegate void Fitting();

    /// <summary>
    /// What every board stands on, made once at its start: clock, flash, settings, log, outbox, link and supervisor. A board's program fits its parts and
    /// devices on it and adds their loops; <see cref="Supervisor"/> starts them all.
    ///
    /// A part that cannot be opened is left out, said in the log and missing in the parts of the birth: a dead probe does not silence a loudspeaker. In safe
    /// mode (<see cref="Common.Starts"/>) all that is not needed to link and to sound is left out from the beginning.
    /// </summary>
    public sealed class Ground
    {
        private const int LogLines = 64;

        // A rain or level board: few orders are for it, and packs of eight readings still catch up with a week in a minute or two. A loudspeaker alone has few readings.
        private const int SensorLogLines = 16;
        private const int SensorRoom = 8;
        private const int SettingsRetryMilliseconds = 10_000;

        private FileFetcher? _fetcher;

        private Ground(Clock clock, IFlash flash, Log log, Settings settings, CountySettings county)
        {
            Clock = clock;
            Flash = flash;
            Log = log;
            Settings = settings;
            Random = new Random();
            Starts = new Starts(flash);
            Status = new BoardStatus();
            Outbox = OpenOutbox();
            int room = settings.IsSensor ? SensorRoom : OrderLedger.UsualOrders;
            int pack = settings.Kind == "loudspeaker" ? SensorRoom : room;
            Link = new Link(settings, clock, log, Outbox, Status, Starts, Random, settings.GatewayTls ? Authority : null, room, pack);
            Ledger = new OrderLedger(flash, Link, clock, log, room);
            Gate = new OrderGate(settings, Ledger, Link, Status, clock, log);
            Restarter = new Restarter(Ledger, Link, Starts, Status, clock, log);
            Gate.Register(OrderKind.Restart, Restarter);
            SettingsTrial = new SettingsTrial(county, settings, flash, Ledger, Link, Status, Restarter, clock, log);
            Gate.Register(OrderKind.Configure, SettingsTrial);
            Link.Pages = new LogSender(settings, Ledger, log, Link);
            Gate.Register(OrderKind.SendLog, Link.Pages);
            UpdateTrial = new UpdateTrial(new Slots(flash), this);
            Gate.Register(OrderKind.Update, UpdateTrial);
            Link.Orders = Gate;
            Supervisor = new Supervisor(clock, log, Starts, Restarter);
            Add(Link.Loop);
            Add(Restarter.Loop);
            if (county.OnTrial)
            {
                AddShort(new Loop("trial", SettingsTrial, clock, log));
            }

            if (UpdateTrial.IsOn)
            {
                AddShort(new Loop("update", UpdateTrial, clock, log));
            }
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

        /// <summary>Fetches files from the gateway; made when it is first asked for.</summary>
        public FileFetcher Fetcher
        {
            get
            {
                lock (Ledger.Gate)
                {
                    if (_fetcher == null)
                    {
                        FileFetcher fetcher = new FileFetcher(Settings, Flash, Ledger, Clock, Log);
                        Add(fetcher.Loop);
                        _fetcher = fetcher;
                    }

                    return _fetcher;
                }
            }
        }

        /// <summary>Obeys configure orders.</summary>
        public SettingsTrial SettingsTrial { get; private set; }

        /// <summary>Obeys update orders.</summary>
        public UpdateTrial UpdateTrial { get; private set; }

        /// <summary>Restarts the board when it is asked to.</summary>
        public Restarter Restarter { get; private set; }

        /// <summary>Watches the loops and feeds the watchdog.</summary>
        public Supervisor Supervisor { get; private set; }

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
            Log log = new Log(clock, kind == "rain-gauge" || kind == "water-level" ? SensorLogLines : LogLines);
            while (true)
            {
                string error;
                CountySettings county = new CountySettings(flash);
                Settings? settings = county.Load(log, out error);
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
                    return new Ground(clock, flash, log, settings, county);
                }

                log.Write(error);
                clock.Sleep(SettingsRetryMilliseconds);
            }
        }

        /// <summary>Fits a part that the board needs to link or to sound, also in safe mode. False when it could not: the board goes on without.</summary>
        public bool Fit(string part, Fitting fitting)
        {
            if (Starts.BareLink)
            {
                Log.Write(part + " left out: safe mode has failed as well");
                return false;
            }

            return FitAlways(part, fitting);
        }

        /// <summary>Fits a part that also the bare link needs: its watchdog, which resets a board that does not feed it.</summary>
        public bool FitAlways(string part, Fitting fitting)
        {
            try
            {
                fitting();
                return true;
            }
            catch (Exception exception)
            {
                if (Platform.IsPowerCut(exception))
                {
                    throw;
                }

                Log.Write(part + " left out", exception);
                Status.PartsLeftOut++;
                return false;
            }
        }

        /// <summary>Fits a part that safe mode leaves out.</summary>
        public bool FitOptional(string part, Fitting fitting)
        {
            if (Starts.SafeMode)
            {
                Log.Write(part + " left out: safe mode");
                return false;
            }

            return Fit(part, fitting);
        }

        /// <summary>Adds a loop, to be started and watched.</summary>
        public void Add(Loop loop)
        {
            Supervisor.Watch(loop);
        }

        /// <summary>Adds a loop whose steps take milliseconds, or seconds now and then for which the others can wait: it shares a thread with others of the kind.</summary>
        public void AddShort(Loop loop)
        {
            Restarter.Loop.Carry(loop);
            Add(loop);
        }

        /// <summary>Recalls past orders: what a start and a power cut have ended is told. Then run the <see cref="Supervisor"/>.</summary>
        public void Restore()
        {
            Ledger.Restore();
            SettingsTrial.Restore();
            UpdateTrial.Restore();
        }

        // Readings that crash a board are worth less than the board: in safe mode a broken outbox is begun anew.
        private Outbox OpenOutbox()
        {
            try
            {
                return NewOutbox();
            }
            catch (Exception exception)
            {
                if (Platform.IsPowerCut(exception) || !Starts.SafeMode)
                {
                    throw;
                }

                Log.Write("the outbox cannot be opened and is begun anew", exception);
                Outbox.Delete(Flash);
                return NewOutbox();
            }
        }

        private Outbox NewOutbox()
        {
            return new Outbox(Flash, Clock, Log, Random, Outbox.SegmentsFor(Settings.FlashKilobytes * 1024));
        }

        private X509Certificate Authority()
        {
            return AuthorityFile.Read(Flash);
        }
    }
}
