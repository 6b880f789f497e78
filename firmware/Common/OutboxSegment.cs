namespace EdgeWarning.Common
{
    /// <summary>What memory knows of one segment of the outbox.</summary>
    internal sealed class OutboxSegment
    {
        /// <summary>Of its file: "log.7" is 7. Says nothing about its place.</summary>
        public int Number;

        /// <summary>The sequence that it began with.</summary>
        public uint First;

        /// <summary>The last sequence that it stands for.</summary>
        public uint Last;

        /// <summary>Places in use. One that has gone bad counts too.</summary>
        public int Count;

        /// <summary>It stands for all segments between its first and last, thinned; an end mark follows its records.</summary>
        public bool Replaces;
    }
}
