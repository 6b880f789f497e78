namespace EdgeWarning.WaterLevel
{
    /// <summary>Finds a probe's distances in a stream of bytes, behind any garbage.</summary>
    public interface IDistanceParser
    {
        /// <summary>Takes one byte; returns a distance in millimetres, <see cref="DistanceParsers.OutOfRange"/> or <see cref="DistanceParsers.NoFrame"/>.</summary>
        int Push(byte value);

        /// <summary>Forgets what has begun.</summary>
        void Clear();
    }

    /// <summary>What is no distance.</summary>
    public static class DistanceParsers
    {
        /// <summary>Nothing is complete.</summary>
        public const int NoFrame = -1;

        /// <summary>The probe says that it measures nothing: too near, or no echo.</summary>
        public const int OutOfRange = -2;
    }
}
