namespace EdgeWarning.Boards.RainGauge
{
    /// <summary>Rain-gauge board, ESP32-S3 N16R8. The same table: hardware/rain-gauge/pins.csv.</summary>
    public static class RainGaugeBoard
    {
        /// <summary>Reed switch of the bucket to ground, internal pull-up.</summary>
        public const int BucketPin = 4;
    }
}
