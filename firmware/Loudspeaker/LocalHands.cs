using EdgeWarning.Common;

namespace EdgeWarning.Loudspeaker
{
    /// <summary>The covered button of a board.</summary>
    public interface IButton
    {
        /// <summary>It is pressed now.</summary>
        bool IsPressed { get; }
    }

    /// <summary>
    /// What happens at the pole without the county: the button (short press: the board tests itself and says the result; long press: the village's alarm
    /// begins or ends) and the tests by calendar. One loop for all three.
    /// </summary>
    public sealed class LocalHands : IStep
    {
        private const int ButtonMilliseconds = 25;
        private const int LongestStepMilliseconds = 60_000;

        private readonly PressTimer _timer = new PressTimer();
        private readonly Whistle _whistle;
        private readonly SelfTests _tests;
        private readonly Clock _clock;
        private readonly Loop _loop;

        /// <summary>Hands that move the whistle and the tests.</summary>
        public LocalHands(Whistle whistle, SelfTests tests, Clock clock, Log log)
        {
            _whistle = whistle;
            _tests = tests;
            _clock = clock;
            _loop = new Loop("hands", this, clock, log, LongestStepMilliseconds);
        }

        /// <summary>The button; null when none is fitted. Whoever drives it wakes <see cref="Loop"/> when it moves.</summary>
        public IButton? Button { get; set; }

        /// <summary>Their loop.</summary>
        public Loop Loop
        {
            get { return _loop; }
        }

        /// <summary>Recalls what was before a restart. Before the loop starts.</summary>
        public void Restore()
        {
            _whistle.Restore();
            _tests.Restore();
        }

        /// <inheritdoc/>
        public int Step()
        {
            Press press = Button == null ? Press.None : _timer.Look(Button.IsPressed, _clock.UptimeMilliseconds);
            if (press == Press.Long)
            {
                _whistle.Turn();
            }
            else if (press == Press.Short && !_whistle.IsOn)
            {
                _tests.AtTheButton();
            }

            int alarm = _whistle.Step();
            int tests = _tests.Step();
            int wait = alarm < tests ? alarm : tests;
            return Button != null && _timer.IsActive && wait > ButtonMilliseconds ? ButtonMilliseconds : wait;
        }
    }
}
