using EdgeWarning.Gateway.Readings.Loggers;
using EdgeWarning.Gateway.Tests.Warnings;

namespace EdgeWarning.Gateway.Tests.Readings;

public class LoggerFile_Tests
{
    [Fact]
    public void Refuses_rubbish_and_keeps_the_whole_measurement_behind_it()
    {
        var (readings, refused) = LoggerFile.Read(
        [
            "1704407934,239.69722,4.12,87.49", ";946685161,124.74445,0.05,44.87", "1712664018,189.17361,4`pXpn\\hr1712721619,103.18333,4.08,87.49", "17044", "", "1704407934,239.69722,4.12,87.49,1",
            "e00fce680cdac6c15e5dfc75,2/19/2024 22:12:13,waterLevel_0001,waterLevel,1708398731,192.33333,4.13,95.29",
        ]);
        Assert.Equal([239.69722, 124.74445, 103.18333, 192.33333], readings.Select(reading => reading.Centimetres));
        Assert.Equal([3, 4, 6], refused.Select(line => line.Line));
        Assert.Equal(("waterLevel_0001", new DateTimeOffset(2024, 2, 20, 3, 12, 11, TimeSpan.Zero)), (readings[3].Station, readings[3].At));
    }

    [Fact]
    public void Flags_what_is_doubtful_and_throws_nothing_away()
    {
        long time = 1_704_400_000;
        string At(int minutes, double centimetres) => FormattableString.Invariant($"{time + (60 * minutes)},{centimetres:F2},4.10,90.00");
        var (readings, _) = LoggerFile.Read(
            [At(0, 200), At(6, 201), At(12, 320), At(18, 202), "946684810,146.18,0.26,0.00", At(24, 5), At(30, 203), At(36, 50), At(42, 49), .. Enumerable.Range(8, 5).Select(i => At(6 * i, 50))]);
        var judged = StageQuality.Judge(readings);
        Assert.Equal(readings.Count, judged.Count);
        Assert.Equal(
            ["", "", "spike", "", "clock", "range", "", "rate", "", "", "", "", "", "flat"],
            judged.Select(one => one.Why));
    }

    /// <summary>A flood of 1.5 m in ten minutes comes nearer to the probe at 0.25 cm/s.</summary>
    [Fact]
    public void A_recorded_flood_is_good()
    {
        var (readings, _) = LoggerFile.Read(Enumerable.Range(0, 11).Select(minute => FormattableString.Invariant($"{1_704_400_000 + (60 * minute)},{400 - (15.0 * minute):F2},4.10,90.00")));
        Assert.All(StageQuality.Judge(readings), one => Assert.Equal(QartodFlag.Good, one.Flag));
    }

    [Theory]
    [InlineData("ultrasonic_maxbotix_raw_wl0003.csv", 11_761, 1)]
    [InlineData("ultrasonic_maxbotix_telemetry_2024.csv", 2_902, 0)]
    public void The_recorded_files_are_read_without_losing_a_reading(string name, int measurements, int rubbish)
    {
        string path = CapFiles.Shared("data", "hydro", name);
        Assert.SkipUnless(File.Exists(path), $"{path} is not on this machine");
        var (readings, refused) = LoggerFile.Read(File.ReadLines(path));
        Assert.Equal((measurements, rubbish), (readings.Count, refused.Count));
        var judged = StageQuality.Judge(readings);
        Assert.Equal(readings.Count(reading => reading.At.Year == 2000 && reading.Centimetres is >= 20 and <= 1_000), judged.Count(one => one.Why == "clock"));
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join(", ", judged.CountBy(one => one.Why).Select(one => $"{one.Key} {one.Value}")));
        Assert.True(judged.Count(one => one.Flag == QartodFlag.Good) > measurements / 2);
    }
}
