using EdgeWarning.Simulator.Weather;

namespace EdgeWarning.Firmware.Tests.Simulator;

/// <summary>Our own files and the public records: the series hold what the files hold, to the tip.</summary>
public sealed class SeriesFile_Tests : IDisposable
{
    private const long NanometresPerInch = 25_400_000;

    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void The_design_storm_keeps_its_totals()
    {
        RainSeries rain = SeriesFile.ReadRain(Repository.County("storm-zhengzhou-shape.csv"));
        StageSeries stage = SeriesFile.ReadStage(Repository.County("storm-zhengzhou-shape-stage.csv"));

        Assert.Equal(552_500_000, rain.TotalNanometres);
        Assert.Equal(24 * 3_600_000, rain.EndMilliseconds);
        Assert.Equal(2_762, rain.TotalTips(200));
        Assert.Equal(3_900, stage.Points.Max(point => point.Millimetres));
    }

    [Fact]
    public void Boulder_Creek_has_its_rain_and_its_river()
    {
        string file = Repository.Shared("hydro/boulder_creek_2013-09_rain_stage_hourly_in_ft.csv");
        RainSeries rain = SeriesFile.ReadRain(file);
        StageSeries stage = SeriesFile.ReadStage(file);

        // 13.345 inches by the file's own column; a bucket of 0.01 inch tips 1,334 times.
        Assert.Equal(13_345 * NanometresPerInch / 1_000, rain.TotalNanometres);
        Assert.Equal(1_334, rain.TotalTips(254));
        Assert.Equal(168 * 3_600_000L, rain.EndMilliseconds);
        Assert.Equal(8.18 * 304.8, stage.Points.Max(point => point.Millimetres), 0.001);
        Assert.Equal(rain.EndMilliseconds, stage.EndMilliseconds);
        Assert.Equal((int)Math.Round(1.67 * 304.8), stage.MillimetresAt(0));
    }

    [Fact]
    public void Every_recorded_tip_of_BE1_is_one_tip()
    {
        RainSeries rain = SeriesFile.ReadRain(Repository.Shared("hydro/usgs_cooperator_BE1_tips_0.01in.csv"));

        // The file's values summed by awk: hundredths of an inch.
        long hundredths = File.ReadLines(rain.Source).Skip(1).Sum(line => (long)Math.Round(double.Parse(line.Split(',')[5]) * 100));
        Assert.True(rain.CountsTips);
        Assert.Equal(hundredths, rain.TotalTips(254));
        Assert.Equal(hundredths, rain.TotalTips(100));
        Assert.Equal(hundredths * NanometresPerInch / 100, rain.TotalNanometres);
        Assert.Equal(12, rain.Steps.Max(step => step.Tips));
    }

    [Fact]
    public void Gage01_counts_tips_whose_sums_were_rounded()
    {
        RainSeries rain = SeriesFile.ReadRain(Repository.Shared("hydro/usgs_gage01_tips_0.009in.csv"));

        Assert.Equal(
            File.ReadLines(rain.Source).Skip(1).Sum(line => line.Split(',')[1] switch
            {
                "0.009" => 1,
                "0.018" or "0.019" => 2,
                "0.028" => 3,
                "0.038" => 4,
                "0.048" => 5,
                "0.059" => 6,
                "0.07" => 7,
                string other => OtherTips(other),
            }),
            rain.TotalTips(229));

        static int OtherTips(string inches) => (int)Math.Round(double.Parse(inches) / 0.0095);
    }

    [Fact]
    public void Usgs_five_minute_rows_of_mixed_length_add_up()
    {
        RainSeries rain = SeriesFile.ReadRain(Repository.Shared("hydro/usgs_05408480_rain_5min_2016-06_09_in.csv"));

        Assert.Equal(33_610 * NanometresPerInch / 1_000, rain.TotalNanometres);
        Assert.Equal(3_361, rain.TotalTips(254));
        Assert.Equal([300_000, 600_000, 900_000], rain.Steps.Select(step => step.EndMilliseconds - step.StartMilliseconds).Distinct().Order());
    }

    [Theory]
    [InlineData("seconds,rain_millimetres\n300,1.5\n300,2\n", "line 3")]
    [InlineData("seconds,rain_millimetres\n300,-1\n", "does not fall upwards")]
    [InlineData("seconds,rain_millimetres\n300,NaN\n", "not a number")]
    [InlineData("seconds,rain_millimetres\n300\n", "is missing")]
    [InlineData("seconds,rain_millimetres\n-5,1\n", "not a whole number")]
    [InlineData("seconds,rain_millimetres\n", "no rows")]
    [InlineData("", "no rows")]
    [InlineData("time,mm\n1,2\n", "its header is none of")]
    [InlineData("timestamp,rain_incr,stage\n2013-09-10 01:00,0.1,1\n2013-09-10 01:30,0.1,1\n", "grow by an hour")]
    [InlineData("timestamp,rain_incr,stage\n10.9.2013,0.1,1\n", "not a time like")]
    [InlineData("NAME,YEAR,MONTH,DAY,MINUTE,VALUE\nBE1,2011,13,7,792,0.01\n", "is not a date")]
    public void A_file_that_cannot_be_right_is_refused_with_its_line(string content, string why)
    {
        File.WriteAllText(_file, content);

        var refusal = Assert.Throws<InvalidDataException>(() => SeriesFile.ReadRain(_file));

        Assert.Contains(_file, refusal.Message);
        Assert.Contains(why, refusal.Message);
    }
}
