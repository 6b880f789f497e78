using EdgeWarning.Gateway.Upkeep;

namespace EdgeWarning.Gateway.Tests.Upkeep;

public sealed class CountySettings_Tests
{
    private static readonly CountySettings s_some = CountySettings.Parse("# for the rainy season\r\nreport.seconds = 60\r\n\r\nvolume.percent=80\r\n");

    [Fact]
    public void A_value_takes_the_place_of_the_one_before_and_a_new_one_goes_to_the_end() => Assert.Equal(
        "# for the rainy season\nreport.seconds = 30\nvolume.percent=80\nheartbeat.seconds = 20\n",
        s_some.With("report.seconds", "30").With("heartbeat.seconds", "20").ToString());

    [Fact]
    public void What_is_unset_is_gone() => Assert.Equal("# for the rainy season\nvolume.percent=80\n", s_some.Without("report.seconds").ToString());

    [Theory]
    [InlineData("key = 00", "line 1: key belongs to the board: only its own file says it")]
    [InlineData("report.seconds = 60\nreport.seconds = 61", "line 2: report.seconds is given twice")]
    [InlineData("just words", "line 1: expected name = value")]
    [InlineData("a = ", "line 1: expected name = value")]
    [InlineData("two words = 1", "line 1: expected name = value")]
    public void What_no_board_would_take_is_found_here(string text, string fault) => Assert.Equal([fault], CountySettings.Parse(text).Faults.Select(found => found.Text));

    [Fact]
    public void More_than_an_order_carries_is_found_here() =>
        Assert.Contains("more than the 3000", Assert.Single(CountySettings.Parse("a = " + new string('雨', 1_000)).Faults).Text);

    [Fact]
    public void Sound_settings_have_no_fault() => Assert.Empty(s_some.Faults);
}
