using EdgeWarning.Protocol;

namespace EdgeWarning.Common
{
    /// <summary>
    /// The voice of a board, for what the board says by itself: its own warning, the village's alarm. The county comes first: a sound of its own ranks right
    /// below an order of the same colour and above all lower ones. All calls return at once and may come from any thread.
    /// </summary>
    public interface ISounder
    {
        /// <summary>
        /// Takes a sound in: it begins at once, silencing what is less urgent, or waits for what is more urgent. Its <see cref="LocalSound.State"/>
        /// follows what becomes of it. False when no place is free (or the board has no voice); then it has ended as refused.
        /// </summary>
        bool Sound(LocalSound sound);

        /// <summary>Ends a sound that waits or sounds; harmless when it has ended. The silence is proved as after a stop order.</summary>
        void Silence(LocalSound sound);

        /// <summary>
        /// When, on <see cref="Clock.UptimeMilliseconds"/>, an order of the gateway last stopped everything; -1 = never. It has ended every local
        /// sound of that moment with <see cref="Reason.StoppedByOrder"/>; whoever sounds again and again looks here whether to go on.
        /// </summary>
        long SilencedUptimeMilliseconds { get; }
    }

    /// <summary>
    /// One sound of the board's own. Made by who wants it heard and filled in before <see cref="ISounder.Sound"/>; then the sounder writes what became of it,
    /// single words that anybody may read without a lock. Each object sounds once.
    /// </summary>
    public sealed class LocalSound
    {
        /// <summary>A sound; <paramref name="name"/> is for the log.</summary>
        public LocalSound(string name, Priority priority)
        {
            Name = name;
            Priority = priority;
        }

        /// <summary>Such as "village alarm".</summary>
        public string Name { get; }

        /// <summary>The board tests itself: this yields to everything, and what it measures counts as a test. Without a tone and a text it is near-silent.</summary>
        public bool IsSelfTest { get; set; }

        /// <summary>Between the county's order of this colour and the next lower one.</summary>
        public Priority Priority { get; }

        /// <summary>The tone; None = none.</summary>
        public Tone Tone { get; set; }

        /// <summary>How long the tone lasts in each pass, milliseconds.</summary>
        public int ToneMilliseconds { get; set; }

        /// <summary>Name of a stored clip to be played after the tone; empty = none. One that is not stored gives way to the text.</summary>
        public string Clip { get; set; } = "";

        /// <summary>What is spoken; empty = nothing.</summary>
        public string Text { get; set; } = "";

        /// <summary>BCP 47, such as zh-CN.</summary>
        public string Language { get; set; } = "zh-CN";

        /// <summary>How often all of it is played, with two seconds between.</summary>
        public int Repeats { get; set; } = 1;

        /// <summary>0 to 100; the night rule spares orange and red.</summary>
        public int VolumePercent { get; set; } = 100;

        /// <summary>What the technician should know of the verdict, such as which instrument disagreed.</summary>
        public string Detail { get; set; } = "";

        /// <summary>The sounder reports the verdict of the first pass as a reading <see cref="ReadingKind.LocalVerdict"/>. False for who reports it otherwise.</summary>
        public bool ReportsVerdict { get; set; } = true;

        /// <summary>How far it has come: None before <see cref="ISounder.Sound"/>, then the states of a receipt.</summary>
        public ReceiptState State { get; set; }

        /// <summary>Why it ended, or what weakened it.</summary>
        public Reason Reason { get; set; }

        /// <summary>Heard, not heard or cannot tell after its first pass; None before.</summary>
        public ReceiptState Verdict { get; set; }

        /// <summary>Nothing more will happen to it.</summary>
        public bool HasEnded
        {
            get
            {
                return State == ReceiptState.Refused || State == ReceiptState.Finished || State == ReceiptState.Stopped || State == ReceiptState.Failed;
            }
        }
    }
}
