namespace EdgeWarning.Protocol
{
    /// <summary>What an order asks for.</summary>
    public enum OrderKind
    {
        None = 0,
        Play = 1,
        Stop = 2,
        Test = 3,
        Configure = 4,
        FetchClip = 5,
        Update = 6,
        Restart = 7,

        /// <summary>Send the log that the board keeps in memory.</summary>
        SendLog = 8,
    }

    /// <summary>Whether it is meant: a drill can never become real, nor the reverse.</summary>
    public enum Scope
    {
        Actual = 0,
        Drill = 1,
        Test = 2,
    }

    /// <summary>Who yields to whom: the daily programme to all, the four colours of 预警信号 in their order.</summary>
    public enum Priority
    {
        None = 0,
        Programme = 1,
        Blue = 2,
        Yellow = 3,
        Orange = 4,
        Red = 5,
    }

    /// <summary>The tone before the speech. <see cref="Tones"/> says what each sounds like.</summary>
    public enum Tone
    {
        None = 0,
        Chime = 1,
        Blue = 2,
        Yellow = 3,
        Orange = 4,
        Red = 5,
        Drill = 6,
        Test = 7,

        /// <summary>The village's own alarm (吹哨子): sounded by a board itself only, never by an order.</summary>
        Whistle = 8,
    }

    /// <summary>How far an order has come on its board. Heard, not heard and cannot tell are the verdict of a measurement.</summary>
    public enum ReceiptState
    {
        None = 0,
        Received = 1,
        Refused = 2,
        Playing = 3,
        Heard = 4,
        NotHeard = 5,
        CannotTell = 6,
        Finished = 7,
        Stopped = 8,
        Failed = 9,
    }

    /// <summary>Why an order was refused, stopped or failed.</summary>
    public enum Reason
    {
        None = 0,

        /// <summary>Not a sound message of this protocol.</summary>
        Malformed = 1,

        /// <summary>Meant for another board.</summary>
        Foreign = 2,

        /// <summary>The seal does not fit: not from this board's gateway, or changed on the way.</summary>
        Forged = 3,

        /// <summary>Its time had passed when it came.</summary>
        Expired = 4,

        /// <summary>Accepted once already, and ended.</summary>
        Replayed = 5,

        /// <summary>A drill dressed as real, or the reverse.</summary>
        DrillMismatch = 6,

        /// <summary>Sound, but this board cannot do it.</summary>
        Unsupported = 7,

        /// <summary>No room left in the board's order book.</summary>
        Busy = 8,

        StoppedByOrder = 20,
        Superseded = 21,
        PreEmpted = 22,

        /// <summary>The board lost power while it played.</summary>
        PowerLost = 30,

        /// <summary>The speech module gave no answer or an error: tone only.</summary>
        SpeechFault = 31,

        /// <summary>The amplifier draws no current where it should.</summary>
        AmplifierFault = 32,

        /// <summary>Told to stop, and current still flows.</summary>
        StillSounding = 33,

        ExpiredWhilePlaying = 34,

        /// <summary>A configuration whose settings are not sound; the detail names the line.</summary>
        BadSettings = 40,

        /// <summary>The board could not link with what it was told, and has gone back to what it was before.</summary>
        RolledBack = 41,

        /// <summary>The file could not be fetched.</summary>
        FetchFailed = 42,

        /// <summary>The file that was fetched does not fit its HMAC.</summary>
        SealMismatch = 43,

        /// <summary>No room for the file.</summary>
        NoRoom = 44,
    }

    /// <summary>The words for the enumerations, written by hand because a board prints only their numbers. Logs, API and console use these.</summary>
    public static class Words
    {
        public static string Of(ReceiptState state)
        {
            switch (state)
            {
                case ReceiptState.Received: return "received";
                case ReceiptState.Refused: return "refused";
                case ReceiptState.Playing: return "playing";
                case ReceiptState.Heard: return "heard";
                case ReceiptState.NotHeard: return "not-heard";
                case ReceiptState.CannotTell: return "cannot-tell";
                case ReceiptState.Finished: return "finished";
                case ReceiptState.Stopped: return "stopped";
                case ReceiptState.Failed: return "failed";
                default: return "none";
            }
        }

        public static string Of(Reason reason)
        {
            switch (reason)
            {
                case Reason.Malformed: return "malformed";
                case Reason.Foreign: return "foreign";
                case Reason.Forged: return "forged";
                case Reason.Expired: return "expired";
                case Reason.Replayed: return "replayed";
                case Reason.DrillMismatch: return "drill-mismatch";
                case Reason.Unsupported: return "unsupported";
                case Reason.Busy: return "busy";
                case Reason.StoppedByOrder: return "stopped-by-order";
                case Reason.Superseded: return "superseded";
                case Reason.PreEmpted: return "pre-empted";
                case Reason.PowerLost: return "power-lost";
                case Reason.SpeechFault: return "speech-fault";
                case Reason.AmplifierFault: return "amplifier-fault";
                case Reason.StillSounding: return "still-sounding";
                case Reason.ExpiredWhilePlaying: return "expired-while-playing";
                case Reason.BadSettings: return "bad-settings";
                case Reason.RolledBack: return "rolled-back";
                case Reason.FetchFailed: return "fetch-failed";
                case Reason.SealMismatch: return "seal-mismatch";
                case Reason.NoRoom: return "no-room";
                default: return "none";
            }
        }

        public static string Of(Scope scope)
        {
            switch (scope)
            {
                case Scope.Actual: return "actual";
                case Scope.Drill: return "drill";
                default: return "test";
            }
        }

        public static string Of(Priority priority)
        {
            switch (priority)
            {
                case Priority.Programme: return "programme";
                case Priority.Blue: return "blue";
                case Priority.Yellow: return "yellow";
                case Priority.Orange: return "orange";
                case Priority.Red: return "red";
                default: return "none";
            }
        }

        public static string Of(OrderKind kind)
        {
            switch (kind)
            {
                case OrderKind.Play: return "play";
                case OrderKind.Stop: return "stop";
                case OrderKind.Test: return "test";
                case OrderKind.Configure: return "configure";
                case OrderKind.FetchClip: return "fetch-clip";
                case OrderKind.Update: return "update";
                case OrderKind.Restart: return "restart";
                case OrderKind.SendLog: return "send-log";
                default: return "none";
            }
        }
    }
}
