using EdgeWarning.Protocol;

namespace EdgeWarning.Firmware.Tests.Loudspeaker;

/// <summary>The night of the default settings: 22:00 to 06:00 in China, half as loud.</summary>
public sealed class NightRule_Tests
{
    private static readonly TimeSpan China = TimeSpan.FromHours(8);

    [Theory]
    [InlineData(Priority.Red, 100)]
    [InlineData(Priority.Orange, 100)]
    [InlineData(Priority.Yellow, 50)]
    [InlineData(Priority.Blue, 50)]
    public void At_night_only_the_lesser_colours_are_quieter(Priority priority, int percent)
    {
        var desk = new Desk(startUnixMilliseconds: At(23));
        desk.Send(desk.Play(1, priority));
        desk.Settle();
        Assert.Equal(percent, desk.Horn.Speech.LastVolumePercent);
    }

    [Theory]
    [InlineData(21, 59, 100)]
    [InlineData(22, 0, 50)]
    [InlineData(5, 59, 50)]
    [InlineData(6, 0, 100)]
    public void The_night_begins_and_ends_on_the_minute(int hour, int minute, int percent)
    {
        var desk = new Desk(startUnixMilliseconds: At(hour, minute));
        desk.Send(desk.Play(1, Priority.Blue));
        desk.Settle();
        Assert.Equal(percent, desk.Horn.Speech.LastVolumePercent);
    }

    [Fact]
    public void The_daily_programme_is_silent_at_night_and_says_so()
    {
        var desk = new Desk(startUnixMilliseconds: At(2));
        desk.Send(desk.Play(1, Priority.Programme));
        desk.Settle();
        Assert.Equal((ReceiptState.Refused, Reason.Unsupported), desk.Said(1).Last());
        Assert.Equal("silent at night by rule", desk.Last(1).Detail);
        Assert.Equal(0, desk.Horn.Chunks);
    }

    [Fact]
    public void The_boards_own_warning_and_a_board_without_a_date_know_no_night()
    {
        var desk = new Desk(startUnixMilliseconds: At(2));
        desk.Sounder.Sound(LocalSound_Tests.Own("转移。", Priority.Yellow));
        desk.Settle();
        Assert.Equal(100, desk.Horn.Speech.LastVolumePercent);

        var dateless = new Desk(clockSet: false);
        dateless.Send(dateless.Play(1, Priority.Blue));
        dateless.Settle();
        Assert.Equal(100, dateless.Horn.Speech.LastVolumePercent);
    }

    [Fact]
    public void Order_board_and_night_multiply()
    {
        var desk = new Desk(settings: "volume.percent = 80\nnight.volume.percent = 25\n", startUnixMilliseconds: At(3));
        Order order = desk.Play(1, Priority.Blue);
        order.VolumePercent = 50;
        desk.Send(order);
        desk.Settle();
        Assert.Equal(10, desk.Horn.Speech.LastVolumePercent);
    }

    private static long At(int hour, int minute = 0) => new DateTimeOffset(2027, 1, 20, hour, minute, 0, China).ToUnixTimeMilliseconds();
}
