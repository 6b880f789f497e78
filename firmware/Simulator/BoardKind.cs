using EdgeWarning.Boards.Loudspeaker;
using EdgeWarning.Boards.RainGauge;
using EdgeWarning.Boards.VillageStation;
using EdgeWarning.Boards.WaterLevel;
using EdgeWarning.Simulator.County;
using NanoHost;

namespace EdgeWarning.Simulator;

/// <summary>A kind of board: the firmware that it runs and the parts that hang on its pins.</summary>
internal sealed record BoardKind(string Name, Action Main, Action<SimulatedBoard> Wire)
{
    private static readonly BoardKind[] All =
    [
        new(CountyPlan.Loudspeaker, Boards.Loudspeaker.Program.Main, WireLoudspeaker),
        new(CountyPlan.VillageStation, Boards.VillageStation.Program.Main, WireVillageStation),
        new(CountyPlan.RainGauge, Boards.RainGauge.Program.Main, WireRainGauge),
        new(CountyPlan.WaterLevel, Boards.WaterLevel.Program.Main, WireWaterLevel),
        new(CountyPlan.Bench, Boards.Bench.Program.Main, _ => { }),
    ];

    public static string Names => string.Join(", ", All.Select(kind => kind.Name));

    /// <summary>All boards carry an ESP32-S3 with PSRAM (N16R8).</summary>
    public static Chip Chip => Chip.Esp32S3;

    public static bool IsKnown(string? name) => All.Any(kind => kind.Name == name);

    public static BoardKind Of(string name) => All.First(kind => kind.Name == name);

    private static void WireLoudspeaker(SimulatedBoard board)
    {
        board.AddSoundPath(
            LoudspeakerBoard.AmplifierPowerPin, LoudspeakerBoard.SpeakerBus, LoudspeakerBoard.AmplifierCurrentAdcChannel, LoudspeakerBoard.SpeechPort);
        board.AddHands(LoudspeakerBoard.ButtonPin, LoudspeakerBoard.MicrophoneAdcChannel);
        board.AddCaseThermometer(LoudspeakerBoard.CaseThermometerAdcChannel, LoudspeakerBoard.CaseThermometerLowerOhms);
    }

    private static void WireRainGauge(SimulatedBoard board)
    {
        board.AddBucket(RainGaugeBoard.BucketPin);
        board.AddCaseThermometer(RainGaugeBoard.CaseThermometerAdcChannel, RainGaugeBoard.CaseThermometerLowerOhms);
    }

    private static void WireWaterLevel(SimulatedBoard board)
    {
        board.AddProbe("COM2", WaterLevelBoard.LoopAdcChannel, WaterLevelBoard.LoopShuntOhms);
        board.AddCaseThermometer(WaterLevelBoard.CaseThermometerAdcChannel, WaterLevelBoard.CaseThermometerLowerOhms);
    }

    private static void WireVillageStation(SimulatedBoard board)
    {
        board.AddSoundPath(
            VillageStationBoard.AmplifierPowerPin,
            VillageStationBoard.SpeakerBus,
            VillageStationBoard.AmplifierCurrentAdcChannel,
            VillageStationBoard.SpeechPort);
        board.AddHands(VillageStationBoard.ButtonPin, VillageStationBoard.MicrophoneAdcChannel);
        board.AddBucket(VillageStationBoard.BucketPin);
        board.AddProbe("COM2", VillageStationBoard.LoopAdcChannel, VillageStationBoard.LoopShuntOhms);
        board.AddCaseThermometer(VillageStationBoard.CaseThermometerAdcChannel, VillageStationBoard.CaseThermometerLowerOhms);
    }
}
