using EdgeWarning.Simulator.County;

namespace EdgeWarning.Firmware.Tests.Simulator;

public sealed class DesignStorm_Tests
{
    [Fact]
    public void The_day_and_the_worst_hour_are_the_published_totals_to_the_micrometre()
    {
        int[] rain = DesignStorm.RainMicrometres();
        int[] hours = [.. Enumerable.Range(0, rain.Length - 11).Select(start => rain.AsSpan(start, 12).ToArray().Sum())];

        Assert.Equal(552_500, rain.Sum());
        Assert.Equal(201_900, hours.Max());
        Assert.Equal(16 * 12, Array.IndexOf(hours, hours.Max()));
        Assert.Equal(24 * 12, rain.Length);
    }

    [Fact]
    public void The_river_answers_after_the_rain_and_stays_within_sight_of_the_probe()
    {
        int[] stage = DesignStorm.StageMillimetres();

        Assert.InRange(Array.IndexOf(stage, stage.Max()) / 12.0, 17, 19);
        Assert.Equal(3_900, stage.Max());
        Assert.True(stage.Min() >= 600);
    }

    [Theory]
    [InlineData("storm-zhengzhou-shape.csv")]
    [InlineData("storm-zhengzhou-shape-stage.csv")]
    public void The_committed_files_are_what_the_command_writes_and_say_that_they_are_synthetic(string file)
    {
        string committed = File.ReadAllText(Repository.County(file));

        Assert.StartsWith("# SYNTHETIC", committed);
        Assert.Equal(file.Contains("stage", StringComparison.Ordinal) ? DesignStorm.StageCsv() : DesignStorm.RainCsv(), committed);
    }
}
