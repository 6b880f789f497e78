namespace EdgeWarning.Common
{
    /// <summary>What this firmware is called in births and logs.</summary>
    public static class Firmware
    {
        /// <summary>Version of all boards' firmware.</summary>
        public const string Version = "0.1.0";
    }
}
