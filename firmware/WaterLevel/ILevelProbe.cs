using EdgeWarning.Protocol;

namespace EdgeWarning.WaterLevel
{
    /// <summary>What measures the water.</summary>
    public interface ILevelProbe
    {
        /// <summary>
        /// Measures the stage: height of the water above gauge zero in millimetres. A fault is a value: then the stage says nothing. May take two
        /// seconds, and sleeps meanwhile.
        /// </summary>
        ProbeFault Read(out int stageMillimetres);
    }

    /// <summary>Bytes that come in by themselves, such as from a UART.</summary>
    public interface IByteSource
    {
        /// <summary>Takes what has come, at most <paramref name="buffer"/>'s length, without waiting; 0 when nothing has.</summary>
        int Take(byte[] buffer);
    }

    /// <summary>An analogue input.</summary>
    public interface ICountSource
    {
        /// <summary>The raw count of one conversion, 0 to 4095.</summary>
        int Read();
    }
}
