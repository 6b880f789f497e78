using EdgeWarning.Protocol;

namespace EdgeWarning.Loudspeaker
{
    /// <summary>
    /// Takes 16 kHz mono sound, a chunk at a time: frames of 4 bytes whose upper two are the sample, little end first. So the bus runs at 64 bits a
    /// frame, 1.024 MHz: the least that a PCM5102A without a master clock takes, which is silent at 16 kHz and 32 bits a frame, and at 8 kHz altogether.
    /// Source: TI SLAS764B, table 5, BCK rates for PLL operation.
    /// </summary>
    public interface ISpeaker
    {
        /// <summary>Starts the sample clocks; nothing is heard yet.</summary>
        void Begin();

        /// <summary>Hands over one chunk of <see cref="ToneSynth.ChunkBytes"/> and returns when it has been taken, about a chunk's length later.</summary>
        void Write(byte[] chunk);

        /// <summary>Stops the sample clocks.</summary>
        void End();
    }

    /// <summary>The supply of the power amplifier that drives the horn and the speech module's output.</summary>
    public interface IAmplifier
    {
        /// <summary>Switches the amplifier's supply.</summary>
        void Power(bool on);
    }

    /// <summary>Measures what the amplifier draws from its supply: the board's only proof that a horn sounded.</summary>
    public interface ICurrentSensor
    {
        /// <summary>The current now, in milliamperes, averaged over some readings.</summary>
        int ReadMilliamperes();
    }

    /// <summary>Listens to the horn: proof of another kind than <see cref="ICurrentSensor"/>, from the other end.</summary>
    public interface IMicrophone
    {
        /// <summary>The envelope of the sound now, in millivolts: louder is higher.</summary>
        int ReadMillivolts();
    }

    /// <summary>What a speech module is doing, or why it does nothing.</summary>
    public enum SpeechState
    {
        /// <summary>All that was asked has been said.</summary>
        Idle = 0,

        /// <summary>Text is on its way to it; nothing is heard yet.</summary>
        Sending = 1,

        /// <summary>It has taken the text and speaks.</summary>
        Speaking = 2,

        /// <summary>It does not answer: no power, no cable, or dead.</summary>
        Silent = 3,

        /// <summary>It says that it is busy with something that is not ours.</summary>
        Busy = 4,

        /// <summary>It did not understand the frame, and not when it was repeated.</summary>
        BadFrame = 5,
    }

    /// <summary>Turns text into speech on the amplifier's other input.</summary>
    public interface ISpeechModule
    {
        /// <summary>What the module did when last looked at.</summary>
        SpeechState State { get; }

        /// <summary>Starts to say <paramref name="text"/>; returns before it has been said.</summary>
        /// <param name="text">Any text; what the module could take as a command to itself is made harmless.</param>
        /// <param name="volumePercent">0 to 100.</param>
        SpeechState Say(string text, int volumePercent);

        /// <summary>Waits until the speech has ended or failed, at most <paramref name="milliseconds"/>.</summary>
        SpeechState Wait(int milliseconds);

        /// <summary>Falls silent at once.</summary>
        void Stop();

        /// <summary>Asks the module whether it is there, without a sound; false when no answer came within a second.</summary>
        bool Answers();
    }

    /// <summary>The parts that a board has. A missing one is null, and the board makes do: see <see cref="Lack"/> and <see cref="Evidence"/>.</summary>
    public sealed class LoudspeakerParts
    {
        /// <summary>Sounds the tones.</summary>
        public ISpeaker? Speaker { get; set; }

        /// <summary>Null when the amplifier has power all the time.</summary>
        public IAmplifier? Amplifier { get; set; }

        /// <summary>Null when none is fitted.</summary>
        public ICurrentSensor? Sensor { get; set; }

        /// <summary>Null when none is fitted.</summary>
        public IMicrophone? Microphone { get; set; }

        /// <summary>Speaks the texts.</summary>
        public ISpeechModule? Speech { get; set; }

        /// <summary>True for a board that obeys in its log only.</summary>
        public bool IsBench { get; set; }

        /// <summary>Why these parts cannot do what an order asks for; None when they can, perhaps with tone or text only.</summary>
        public Reason Lack(Order order, out string detail)
        {
            bool tone = order.Tone != Tone.None && order.ToneMilliseconds > 0;
            bool text = order.Text.Length > 0;
            detail = "";
            if (order.Kind == OrderKind.Stop)
            {
                return Reason.None;
            }

            if (!tone && !text && order.Clip.Length == 0 && order.Kind == OrderKind.Play)
            {
                detail = "neither tone nor text nor clip";
                return Reason.Malformed;
            }

            if (IsBench)
            {
                return Reason.None;
            }

            if (Speaker == null && Speech == null)
            {
                detail = "neither speaker nor speech module: nothing here can sound";
            }
            else if (order.Clip.Length > 0 && !text && Speaker == null)
            {
                detail = "no speaker for a clip";
            }
            else if (order.Scope == Scope.Drill && Speech == null && (order.Clip.Length == 0 || Speaker == null))
            {
                detail = "neither speech module nor clip: a drill could not be announced";
            }
            else if (tone && !text && Speaker == null)
            {
                detail = "no speaker for a tone";
            }
            else if (text && !tone && Speech == null && (order.Clip.Length == 0 || Speaker == null))
            {
                detail = "no speech module for a text";
            }

            return detail.Length == 0 ? Reason.None : Reason.Unsupported;
        }
    }
}
