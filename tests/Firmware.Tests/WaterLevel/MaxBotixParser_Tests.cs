using System.Text;
using EdgeWarning.Firmware.Tests.Common;
using EdgeWarning.Protocol;
using EdgeWarning.WaterLevel;
using NanoHost.Hardware;

namespace EdgeWarning.Firmware.Tests.WaterLevel;

public class MaxBotixParser_Tests
{
    [Theory]
    [InlineData("R1234\r", 1234)]
    [InlineData("R0301\rR4999\r", 301, 4999)]
    [InlineData("R123\r", 1230)]                                            // XL: centimetres
    [InlineData("HRXL-MaxSonar-WR\rPN:MB7360\rRoHS 1.8b\rTempI\rR1234\r", 1234)]
    [InlineData("\u00ff\u00feR12R1234\r", 1234)]
    [InlineData("1234\rR1234", new int[0])]
    [InlineData("R12345\rR12\rR\rR12x4\rR-123\r", new int[0])]
    [InlineData("R300\rR0300\rR5000\rR9999\rR020\rR765\r", 3000, -2, -2, -2, -2, -2)]
    public void Finds_whole_distances_and_passes_over_everything_else(string bytes, params int[] expected)
    {
        var parser = new MaxBotixParser();
        Assert.Equal(expected, Encoding.Latin1.GetBytes(bytes).Select(parser.Push).Where(found => found != DistanceParsers.NoFrame));
    }

    [Fact]
    public void Never_invents_a_distance_from_noise_without_its_mark()
    {
        var random = new Random(3);
        var parser = new MaxBotixParser();
        for (int i = 0; i < 200_000; i++)
        {
            byte value = (byte)random.Next(256);
            Assert.Equal(DistanceParsers.NoFrame, parser.Push(value == 'R' ? (byte)'r' : value));
        }
    }

    /// <summary>The whole board with such a probe on its UART, and stray bytes on the line.</summary>
    [Fact]
    public void A_board_measures_with_it()
    {
        using var broker = Broker.Start();
        using var desk = new CountyDesk(broker, TestBoard.Key);
        using var board = new TestBoard(broker, "water-level", "report.seconds = 1", "stage.probe = maxbotix", "stage.zero.millimetres = 3000");
        var probe = new MaxBotixPart { DistanceMillimetres = () => 1_250, Rubbish = [0xFF, (byte)'R', (byte)'9'] };
        board.Machine.Uart("COM2").Attach(probe);
        board.Machine.Run(Boards.WaterLevel.Program.Main);
        Wait.Until(() => desk.Committed.Any(reading => reading.Kind == ReadingKind.Stage && reading.Value == 1_750), () => $"{desk.Committed.Length} readings");
        probe.DistanceMillimetres = () => 9_000;
        Wait.Until(() => desk.Committed.Any(reading => reading.Kind == ReadingKind.StageFault && reading.Value == (long)ProbeFault.OutOfRange), () => $"{desk.Committed.Length} readings");
    }
}
