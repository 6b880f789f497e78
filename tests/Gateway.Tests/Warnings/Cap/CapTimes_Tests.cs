using System.Text;
using EdgeWarning.Gateway.Warnings.Cap;
using static EdgeWarning.Gateway.Tests.Warnings.CapFiles;

namespace EdgeWarning.Gateway.Tests.Warnings.Cap;

public class CapTimes_Tests
{
    private static readonly DateTimeOffset Now = new(2031, 5, 6, 7, 8, 9, 500, TimeSpan.Zero);
    private static readonly DateTimeOffset WholeSecond = new(2031, 5, 6, 7, 8, 9, TimeSpan.Zero);

    [Fact]
    public void Sent_becomes_now_and_durations_stay()
    {
        var moved = Accepted(CapTimes.MoveToNow(Golden("red-rainstorm"), Now)).Alert;
        Assert.Equal(WholeSecond, moved.Sent);
        Assert.Equal(TimeSpan.FromHours(8), moved.Sent.Offset);
        Assert.All(moved.Infos, info => Assert.Equal((WholeSecond, WholeSecond, WholeSecond.AddHours(3)), (info.Effective, info.Onset, info.Expires)));
    }

    [Fact]
    public void Everything_but_the_times_stays_byte_for_byte()
    {
        byte[][] files = [Golden("red-rainstorm"), Golden("every-element"), [.. Encoding.UTF8.GetPreamble(), .. Golden("exercise")], Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Golden("update")).ReplaceLineEndings("\r\n"))];
        Assert.All(files, file =>
        {
            var moved = CapTimes.MoveToNow(file, Now);
            Assert.NotEqual(file, moved);
            Assert.Equal(WithoutTimes(file), WithoutTimes(moved));
        });
    }

    [Fact]
    public void What_had_expired_before_it_was_sent_stays_so()
    {
        var info = Accepted(CapTimes.MoveToNow(Golden("expired-before-sent"), Now)).Alert.Infos[0];
        Assert.Equal(WholeSecond.AddHours(-21), info.Expires);
    }

    [Fact]
    public void Moves_utf_16_too()
    {
        var text = Encoding.UTF8.GetString(Golden("red-rainstorm")).Replace("UTF-8", "UTF-16", StringComparison.Ordinal);
        var moved = CapTimes.MoveToNow([.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(text)], Now);
        Assert.Equal(WholeSecond, Accepted(moved).Alert.Sent);
    }

    [Fact]
    public void Moves_every_real_file_at_hand()
    {
        Assert.All(FilesAtHand("valid"), file =>
        {
            var bytes = File.ReadAllBytes(file);
            var (before, after) = (Accepted(bytes).Alert, Accepted(CapTimes.MoveToNow(bytes, Now)).Alert);
            Assert.Equal(WholeSecond, after.Sent);
            Assert.Equal(before.Infos.Select(info => (info.Effective - before.Sent, info.Onset - before.Sent, info.Expires - before.Sent)), after.Infos.Select(info => (info.Effective - after.Sent, info.Onset - after.Sent, info.Expires - after.Sent)));
            Assert.Equal(before.References, after.References);
        });
    }

    [Fact]
    public void Does_not_touch_a_file_that_is_refused() =>
        Assert.Throws<ArgumentException>(() => CapTimes.MoveToNow(File.ReadAllBytes(Path.Combine(GoldenFolder("invalid"), "time--z.xml")), Now));

    [Theory]
    [InlineData("2026-11-22T14:00:00+08:00", "2026-11-22T14:00:00+08:00")]
    [InlineData("2026-11-22T14:00:00+00:00", "2026-11-22T14:00:00-00:00")]
    [InlineData("2026-11-22T24:00:00-00:00", "2026-11-23T00:00:00-00:00")]
    [InlineData(" 2024-02-29T00:00:00-06:50\n", "2024-02-29T00:00:00-06:50")]
    [InlineData("9999-12-31T23:59:59+14:00", "9999-12-31T23:59:59+14:00")]
    public void Reads_and_writes_times_as_cap_does(string written, string form) => Assert.Equal(form, CapTime.Format(CapTime.Parse(written, out _)!.Value));

    [Theory]
    [InlineData("2026-11-22T14:00:00Z", "never \"Z\"")]
    [InlineData("2026-11-22T14:00:00.5+08:00", "fractions")]
    [InlineData("2026-11-22T14:00:00", "offset")]
    [InlineData("2026-11-22 14:00:00+08:00", "write it as")]
    [InlineData("2026-11-22T14:00:00,08:00", "write it as")]
    [InlineData("2026-11-22T24:00:01+08:00", "exists")]
    [InlineData("2026-11-22T23:60:00+08:00", "exists")]
    [InlineData("2026-11-22T23:59:60+08:00", "exists")]
    [InlineData("2026-13-22T14:00:00+08:00", "exists")]
    [InlineData("2026-11-22T14:00:00+15:00", "exists")]
    [InlineData("2026-11-22T14:00:00+08:60", "exists")]
    [InlineData("0000-01-01T00:00:00-00:00", "exists")]
    [InlineData("0001-01-01T00:00:00+14:00", "exists")]
    [InlineData("9999-12-31T23:59:59-14:00", "exists")]
    [InlineData("9999-12-31T24:00:00-00:00", "exists")]
    [InlineData("２０２６-11-22T14:00:00+08:00", "write it as")]
    [InlineData("", "empty")]
    public void Says_what_is_wrong_with_a_time(string written, string why)
    {
        Assert.Null(CapTime.Parse(written, out var complaint));
        Assert.Contains(why, complaint, StringComparison.Ordinal);
    }

    private static string WithoutTimes(byte[] file) => System.Text.RegularExpressions.Regex.Replace(
        Encoding.UTF8.GetString(file), "(?<=<(cap:)?(sent|effective|onset|expires)>)[^<]*", "", System.Text.RegularExpressions.RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
}
