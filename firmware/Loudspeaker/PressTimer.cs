namespace EdgeWarning.Loudspeaker
{
    /// <summary>What somebody did with the button.</summary>
    public enum Press
    {
        /// <summary>Nothing, or not enough yet.</summary>
        None = 0,

        /// <summary>Pressed and let go.</summary>
        Short = 1,

        /// <summary>Held for <see cref="PressTimer.LongMilliseconds"/>; told while it is still held, so that the village need not wait for the hand.</summary>
        Long = 2,
    }

    /// <summary>
    /// Tells presses from bounces and from each other. A state counts when it has stood for <see cref="SteadyMilliseconds"/>: contacts of a push button bounce for
    /// up to 20 ms [M], a drop of water or a strike of lightning nearby makes shorter ones. A button that is stuck is one long press and no second one. One that is
    /// closed when the board starts is no press: it counts once it has been open, so that a wet cable does not alarm the village at every power cut.
    /// </summary>
    public sealed class PressTimer
    {
        /// <summary>How long the switch must stand still.</summary>
        public const int SteadyMilliseconds = 50;

        /// <summary>Nobody holds a button so long by accident.</summary>
        public const int LongMilliseconds = 3_000;

        private bool _raw = true;
        private long _rawSince;
        private bool _pressed = true;
        private long _pressedSince;
        private bool _told = true;

        /// <summary>The button is held, or may be about to: look again soon.</summary>
        public bool IsActive
        {
            get { return _raw || _pressed; }
        }

        /// <summary>Looks at the button.</summary>
        public Press Look(bool closed, long uptimeMilliseconds)
        {
            if (closed != _raw)
            {
                _raw = closed;
                _rawSince = uptimeMilliseconds;
            }

            if (_raw != _pressed && uptimeMilliseconds - _rawSince >= SteadyMilliseconds)
            {
                return Turn(uptimeMilliseconds);
            }

            if (_pressed && !_told && uptimeMilliseconds - _pressedSince >= LongMilliseconds)
            {
                _told = true;
                return Press.Long;
            }

            return Press.None;
        }

        private Press Turn(long uptimeMilliseconds)
        {
            _pressed = _raw;
            if (_pressed)
            {
                _pressedSince = uptimeMilliseconds;
                _told = false;
                return Press.None;
            }

            return _told ? Press.None : Press.Short;
        }
    }
}
