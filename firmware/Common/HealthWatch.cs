namespace EdgeWarning.Common
{
    /// <summary>What a board measures of itself for its birth and heartbeats, on one thread: battery, temperature in the case, signal.</summary>
    public sealed class HealthWatch : IStep
    {
        private readonly BatteryWatch _battery;
        private readonly IThermometer _thermometer;
        private readonly SignalWatch _signal;
        private readonly BoardStatus _status;

        /// <summary>A watch for the board that stands on <paramref name="ground"/>.</summary>
        public HealthWatch(Ground ground, IVoltmeter voltmeter, IThermometer thermometer, ISignalMeter meter)
        {
            _battery = new BatteryWatch(voltmeter, ground.Link, ground.Status, ground.Clock);
            _thermometer = thermometer;
            _signal = new SignalWatch(meter, ground.Link, ground.Status, ground.Clock, ground.Log);
            _status = ground.Status;
        }

        /// <inheritdoc/>
        public int Step()
        {
            int wait = _battery.Step();
            _status.TemperatureDecidegrees = _thermometer.ReadDecidegrees();
            return _signal.Look() ? SignalWatch.ResultMilliseconds : wait;
        }
    }
}
