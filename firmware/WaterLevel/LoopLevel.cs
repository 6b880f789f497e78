using EdgeWarning.Protocol;

namespace EdgeWarning.WaterLevel
{
    /// <summary>
    /// Stage from a probe that hangs in the water on a 4-20 mA loop: height of its face above gauge zero (mostly below: negative) plus depth. The mean of many
    /// conversions takes out the ESP32's ADC noise, which is tens of counts.
    /// </summary>
    public sealed class LoopLevel : ILevelProbe
    {
        private const int Conversions = 64;

        private readonly ICountSource _source;
        private readonly LoopScale _scale;
        private readonly int _zeroMillimetres;

        /// <summary>A probe whose face is <paramref name="zeroMillimetres"/> above gauge zero.</summary>
        public LoopLevel(ICountSource source, LoopScale scale, int zeroMillimetres)
        {
            _source = source;
            _scale = scale;
            _zeroMillimetres = zeroMillimetres;
        }

        /// <inheritdoc/>
        public ProbeFault Read(out int stageMillimetres)
        {
            int sum = 0;
            for (int i = 0; i < Conversions; i++)
            {
                sum += _source.Read();
            }

            int depthMillimetres;
            ProbeFault fault = _scale.DepthOf(_scale.MicroamperesOf((sum + (Conversions / 2)) / Conversions), out depthMillimetres);
            stageMillimetres = _zeroMillimetres + depthMillimetres;
            return fault;
        }
    }
}
