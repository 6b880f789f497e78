using EdgeWarning.Common;
using EdgeWarning.Protocol;

namespace EdgeWarning.Loudspeaker
{
    /// <summary>
    /// The board's tests of its own sound: near-silent every day, audible every month and at the button, where it also says its result. They yield to everything
    /// that wants to sound; one that was broken off is made again later. Results are readings and stand in the status.
    ///
    /// What the near-silent test proves: relay, supply and amplifier (quiet current), converter, wiring and the horn's coil (current of a 62.5 Hz hum), and
    /// that the speech module answers. What it cannot prove: that the horn's diaphragm moves and that anybody would hear. That takes the audible test, and a
    /// microphone. Without any instrument the result is "cannot tell".
    /// </summary>
    public sealed class SelfTests
    {
        private const string FileName = "selftest";
        private const int StateBytes = 8;
        private const int LookMilliseconds = 30_000;
        private const int WatchMilliseconds = 500;
        private const int AgainMilliseconds = 600_000;
        private const int AudibleToneMilliseconds = 3_000;    // one temporal three

        private readonly byte[] _state = new byte[StateBytes];
        private readonly Settings _settings;
        private readonly TestCalendar _calendar;
        private readonly ISounder _sounder;
        private readonly ILink _link;
        private readonly Clock _clock;
        private readonly Log _log;
        private readonly TwinFile _file;
        private LocalSound? _test;
        private ReadingKind _kind;
        private bool _byHand;
        private int _lastDay;
        private int _lastMonth;
        private long _notBeforeUptime;

        /// <summary>Tests of the sounder of this board.</summary>
        public SelfTests(Settings settings, ISounder sounder, IFlash flash, ILink link, Clock clock, Log log)
        {
            _settings = settings;
            _calendar = new TestCalendar(settings.Sound, settings.Board);
            _sounder = sounder;
            _link = link;
            _clock = clock;
            _log = log;
            _file = new TwinFile(flash, FileName, StateBytes);
        }

        /// <summary>Recalls when the last tests were.</summary>
        public void Restore()
        {
            if (_file.Read(_state) == StateBytes)
            {
                _lastDay = (int)Bytes.GetUInt32(_state, 0);
                _lastMonth = (int)Bytes.GetUInt32(_state, 4);
            }
        }

        /// <summary>A short press: an audible test now, and its result in words. Nothing when a test runs already.</summary>
        public void AtTheButton()
        {
            if (_test == null)
            {
                Begin(ReadingKind.AudibleSelfTest, true);
            }
        }

        /// <summary>Begins what is due and takes the result of what has ended; returns when to look again.</summary>
        public int Step()
        {
            LocalSound? test = _test;
            if (test != null)
            {
                if (test.HasEnded)
                {
                    Finish(test);
                }

                return WatchMilliseconds;
            }

            long now = _clock.UnixMilliseconds;
            if (now > 0 && _lastDay == 0)
            {
                Save(now, _calendar.MonthOf(now));    // a new board begins tomorrow: whoever hangs it up has the button
            }

            if (now > 0 && _clock.UptimeMilliseconds >= _notBeforeUptime)
            {
                if (_calendar.IsAudibleDue(now, _lastMonth))
                {
                    Begin(ReadingKind.AudibleSelfTest, false);
                }
                else if (_calendar.IsDailyDue(now, _lastDay))
                {
                    Begin(ReadingKind.SelfTest, false);
                }
            }

            return _test == null ? LookMilliseconds : WatchMilliseconds;
        }

        private void Begin(ReadingKind kind, bool byHand)
        {
            string language = _settings.Sound.AlarmLanguage;
            LocalSound test = new LocalSound(kind == ReadingKind.SelfTest ? "self-test" : "audible self-test", Priority.None);
            test.IsSelfTest = true;
            test.Language = language;
            if (kind == ReadingKind.AudibleSelfTest)
            {
                test.Tone = Tone.Test;
                test.ToneMilliseconds = AudibleToneMilliseconds;
                test.Text = Announcements.SelfTest(language);
            }

            _kind = kind;
            _byHand = byHand;
            _test = test;
            _sounder.Sound(test);
        }

        private void Finish(LocalSound test)
        {
            _test = null;
            if (test.Verdict == ReceiptState.None)
            {
                _log.Write(test.Name + " made way: again later");
                _notBeforeUptime = _clock.UptimeMilliseconds + AgainMilliseconds;
                return;
            }

            _link.Report(_kind, (long)test.Verdict);
            Remember();
            if (_byHand)
            {
                SayResult(test);
            }
        }

        // A test at the button counts as the month's, so that it does not sound twice.
        private void Remember()
        {
            long now = _clock.UnixMilliseconds;
            if (now == 0)
            {
                return;
            }

            Save(now, _kind == ReadingKind.AudibleSelfTest ? _calendar.MonthOf(now) : _lastMonth);
        }

        private void Save(long now, int month)
        {
            _lastDay = _calendar.DayOf(now);
            _lastMonth = month;
            Bytes.PutUInt32(_state, 0, (uint)_lastDay);
            Bytes.PutUInt32(_state, 4, (uint)_lastMonth);
            _file.Write(_state, 0, StateBytes);
        }

        private void SayResult(LocalSound test)
        {
            string language = _settings.Sound.AlarmLanguage;
            LocalSound words = new LocalSound("result of the self-test", Priority.None);
            words.IsSelfTest = true;
            words.Language = language;
            words.Text = Announcements.SelfTestResult(language, test.Verdict == ReceiptState.Heard, test.Verdict == ReceiptState.CannotTell, _link.IsUp);
            _sounder.Sound(words);
        }
    }
}
