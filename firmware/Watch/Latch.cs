using EdgeWarning.Protocol;

namespace EdgeWarning.Watch
{
    /// <summary>One stage of danger: on at once, off after the hold time.</summary>
    internal sealed class Latch
    {
        private const long NotBelow = -1;

        private long _belowSince = NotBelow;

        public bool IsOn { get; private set; }

        /// <summary>What turned it on; None while it is off.</summary>
        public WarningCause Cause { get; private set; }

        public void Begin(WarningCause cause)
        {
            IsOn = true;
            Cause = cause;
            _belowSince = NotBelow;
        }

        /// <summary><paramref name="reached"/>: what has reached its threshold. <paramref name="held"/>: something is not below its dead band.</summary>
        public void Move(WarningCause reached, bool held, long uptimeMilliseconds, int holdMilliseconds)
        {
            if (reached != WarningCause.None && !IsOn)
            {
                Begin(reached);
            }

            if (held || reached != WarningCause.None)
            {
                _belowSince = NotBelow;
                return;
            }

            _belowSince = _belowSince == NotBelow ? uptimeMilliseconds : _belowSince;
            if (IsOn && uptimeMilliseconds - _belowSince >= holdMilliseconds)
            {
                IsOn = false;
                Cause = WarningCause.None;
            }
        }
    }

    /// <summary>A sensor that may be lost, and what that means while it lasts.</summary>
    internal sealed class Loss
    {
        private const long Never = -1;

        private long _failsSince = Never;
        private long _lostSince = Never;

        /// <summary>The danger that its loss is; AllClear = none.</summary>
        public WarningStage Stage { get; set; }

        /// <summary>It has measured nothing for so long that what it said before counts no more.</summary>
        public bool IsMissing { get; private set; }

        /// <summary>Tells whether it fails.</summary>
        public void Set(bool fails, long uptimeMilliseconds)
        {
            _failsSince = !fails ? Never : _failsSince == Never ? uptimeMilliseconds : _failsSince;
        }

        /// <summary>True once, when it becomes lost. Ends a loss that is over or has lasted too long.</summary>
        public bool IsNew(bool flat, long uptimeMilliseconds)
        {
            IsMissing = _failsSince != Never && uptimeMilliseconds - _failsSince >= Danger.LossMilliseconds;
            if (!flat && !IsMissing)
            {
                _lostSince = Never;
                Stage = WarningStage.AllClear;
                return false;
            }

            if (_lostSince == Never)
            {
                _lostSince = uptimeMilliseconds;
                return true;
            }

            if (uptimeMilliseconds - _lostSince >= Danger.LongestLossMilliseconds)
            {
                Stage = WarningStage.AllClear;
            }

            return false;
        }
    }
}
