using EdgeWarning.Protocol;

namespace EdgeWarning.Common
{
    /// <summary>
    /// Who watches a board's sensors for danger, told by the sensors' own loops at every measurement, before it is written down and long before it is reported. All calls return at once.
    /// </summary>
    public interface ISensorWatch
    {
        /// <summary>So much rain fell just now.</summary>
        void OnRain(int micrometres);

        /// <summary>The rain gauge cannot be trusted any more, or again (None).</summary>
        void OnRainFault(ProbeFault fault);

        /// <summary>The stage was measured. True when it stands apart from those before: please measure again within seconds, so that a wrong echo and a flood can be told apart.</summary>
        bool OnStage(int millimetres);

        /// <summary>The stage could not be measured. Told at every try.</summary>
        void OnStageFault(ProbeFault fault);
    }

    /// <summary>Whether the gateway is there, and when it last spoke.</summary>
    public interface IGatewayContact
    {
        /// <summary>
        /// When, on <see cref="Clock.UptimeMilliseconds"/>, the gateway last sent something authentic and newer than all before; 0 = not since the start. A broker that
        /// answers says nothing, and neither does a repeated message.
        /// </summary>
        long LastWordUptimeMilliseconds { get; }

        /// <summary>True once the gateway has answered a birth on this connection: both ends know each other and speak.</summary>
        bool IsAnswered { get; }
    }

    /// <summary>What the county lets its boards play.</summary>
    public interface ICountyVoice
    {
        /// <summary>
        /// When, on <see cref="Clock.UptimeMilliseconds"/>, an order to play a real warning of at least this priority was last taken in; -1 = not since the start.
        /// </summary>
        long LastPlayUptimeMilliseconds(Priority least);
    }
}
