using EdgeWarning.Common;
using EdgeWarning.Protocol;

namespace EdgeWarning.Loudspeaker
{
    /// <summary>
    /// The village's own alarm, 吹哨子: begun by a long press, sounded at once and without any link, round after round, until a second long press, the gateway's
    /// stop or its longest time. It ranks like a red warning of the board's own: right below the county's red, above all else; after one of those it goes on.
    /// The gateway is told as readings, which wait in flash while the link is down.
    ///
    /// A power cut ends it: nobody stands at the button any more to say that it is still true. The next start tells the gateway that it has ended.
    /// </summary>
    public sealed class Whistle
    {
        private const string FileName = "alarm";
        private const int ToneMilliseconds = 8_000;      // GB 50116: 8 to 20 s of tone, then voice
        private const int RoundRepeats = 2;
        private const int LookMilliseconds = 250;

        private readonly byte[] _state = new byte[1];
        private readonly SoundSettings _settings;
        private readonly ISounder _sounder;
        private readonly ILink _link;
        private readonly Clock _clock;
        private readonly Log _log;
        private readonly TwinFile _file;
        private LocalSound? _round;
        private long _begunUptime;

        /// <summary>An alarm that is silent.</summary>
        public Whistle(SoundSettings settings, ISounder sounder, IFlash flash, ILink link, Clock clock, Log log)
        {
            _settings = settings;
            _sounder = sounder;
            _link = link;
            _clock = clock;
            _log = log;
            _file = new TwinFile(flash, FileName, _state.Length);
        }

        /// <summary>The alarm is on.</summary>
        public bool IsOn
        {
            get { return _round != null; }
        }

        /// <summary>After a start: tells the gateway when a power cut has ended an alarm.</summary>
        public void Restore()
        {
            if (_file.Read(_state) == _state.Length && _state[0] != 0)
            {
                Tell(VillageAlarm.EndedByTime);
            }
        }

        /// <summary>A long press: begins the alarm, or ends it.</summary>
        public void Turn()
        {
            LocalSound? round = _round;
            if (round != null)
            {
                End(round, VillageAlarm.EndedHere);
                return;
            }

            _begunUptime = _clock.UptimeMilliseconds;
            Sound();
            Tell(VillageAlarm.Begun);    // after the first sound: the village comes before the record
        }

        /// <summary>Looks after an alarm that is on; returns when to look again.</summary>
        public int Step()
        {
            LocalSound? round = _round;
            if (round == null)
            {
                return int.MaxValue;
            }

            if (_sounder.SilencedUptimeMilliseconds >= _begunUptime)
            {
                End(round, VillageAlarm.EndedByOrder);
            }
            else if (_clock.UptimeMilliseconds - _begunUptime >= _settings.AlarmMinutes * 60_000L)
            {
                End(round, VillageAlarm.EndedByTime);
            }
            else if (round.HasEnded)
            {
                Sound();
            }

            return _round == null ? int.MaxValue : LookMilliseconds;
        }

        private void Sound()
        {
            LocalSound round = new LocalSound("village alarm", Priority.Red);
            round.Tone = Tone.Whistle;
            round.ToneMilliseconds = ToneMilliseconds;
            round.Clip = _settings.AlarmClip;
            round.Text = _settings.AlarmText.Length > 0 ? _settings.AlarmText : Announcements.VillageAlarm(_settings.AlarmLanguage);
            round.Language = _settings.AlarmLanguage;
            round.Repeats = RoundRepeats;
            round.ReportsVerdict = _round == null;    // once an alarm, not once a round
            _round = round;
            _sounder.Sound(round);
        }

        private void End(LocalSound round, VillageAlarm how)
        {
            _round = null;
            _sounder.Silence(round);
            Tell(how);
        }

        private void Tell(VillageAlarm how)
        {
            _log.Write("village alarm " + (how == VillageAlarm.Begun ? "begun" : how == VillageAlarm.EndedHere ? "ended at the button"
                : how == VillageAlarm.EndedByOrder ? "ended by order" : "ended by itself"));
            _link.Report(ReadingKind.VillageAlarm, (long)how);
            _state[0] = how == VillageAlarm.Begun ? (byte)1 : (byte)0;
            _file.Write(_state, 0, _state.Length);
        }
    }
}
