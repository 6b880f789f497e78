using System.Text;
using EdgeWarning.Common;

namespace EdgeWarning.Firmware.Tests.Common;

public class Settings_Tests
{
    private const string Key = "000102030405060708090a0b0c0d0e0f101112131415161718191A1B1C1D1E1F";

    private static readonly string Whole = string.Join('\n',
        "# a rain gauge", "board = nz-001-rain", "kind = rain-gauge", "village = 411321100001", "key = " + Key, "gateway.host = 10.0.0.1", "gateway.port = 2883",
        "gateway.tls = 0", "", "rain.tip.micrometres = 254", "rain.lockout.milliseconds = 30", "report.seconds = 60", "heartbeat.seconds = 20",
        "amplifier.settle.milliseconds = 800", "amplifier.sensor = 0", "amplifier.heard.milliamperes = 300", "stage.probe = loop",
        "stage.zero.millimetres = -250", "stage.loop.fullscale.millimetres = 10000", "stage.loop.low.counts = 420", "stage.loop.high.counts = 2803",
        "volume.percent = 70");

    [Fact]
    public void Reads_every_name()
    {
        var settings = Read(Whole, out var error);
        Assert.Equal("", error);
        Assert.NotNull(settings);
        Assert.Equal("nz-001-rain", settings.Board);
        Assert.Equal("rain-gauge", settings.Kind);
        Assert.Equal("411321100001", settings.Village);
        Assert.Equal(Enumerable.Range(0, 32).Select(i => (byte)i), settings.Key);
        Assert.Equal("10.0.0.1", settings.GatewayHost);
        Assert.Equal(2883, settings.GatewayPort);
        Assert.False(settings.GatewayTls);
        Assert.Equal(254, settings.RainTipMicrometres);
        Assert.Equal(30, settings.RainLockoutMilliseconds);
        Assert.Equal(60, settings.ReportSeconds);
        Assert.Equal(20, settings.HeartbeatSeconds);
        Assert.Equal(800, settings.AmplifierSettleMilliseconds);
        Assert.False(settings.AmplifierSensor);
        Assert.Equal(300, settings.AmplifierHeardMilliamperes);
        Assert.Equal(StageProbe.Loop, settings.StageProbe);
        Assert.Equal(-250, settings.StageZeroMillimetres);
        Assert.Equal(10_000, settings.StageLoopFullscaleMillimetres);
        Assert.Equal(420, settings.StageLoopLowCounts);
        Assert.Equal(2803, settings.StageLoopHighCounts);
        Assert.Equal(70, settings.VolumePercent);
    }

    [Fact]
    public void Needs_only_board_kind_key_and_gateway()
    {
        var settings = Read($"board=b\r\nkind=bench\r\nkey={Key}\r\ngateway.host=gateway.local\r\n", out var error);
        Assert.Equal("", error);
        Assert.True(settings!.GatewayTls);
        Assert.Equal(8883, settings.GatewayPort);
        Assert.Equal(StageProbe.Ultrasonic, settings.StageProbe);
        Assert.Equal(200, settings.RainTipMicrometres);
    }

    [Fact]
    public void A_byte_order_mark_is_not_part_of_the_first_name() =>
        Assert.NotNull(Read("\uFEFF" + $"board=b\nkind=bench\nkey={Key}\ngateway.host=g", out _));

    [Theory]
    [InlineData("board", "board is missing")]
    [InlineData("kind", "kind is missing")]
    [InlineData("key", "key is missing")]
    [InlineData("gateway.host", "gateway.host is missing")]
    [InlineData("stage.loop.low.counts", "given together")]
    public void Says_which_must_is_missing(string name, string says)
    {
        var text = string.Join('\n', Whole.Split('\n').Where(line => !line.StartsWith(name + " ", StringComparison.Ordinal)));
        Assert.Null(Read(text, out var error));
        Assert.StartsWith("settings.txt: ", error);
        Assert.Contains(says, error);
    }

    [Theory]
    [InlineData("colour = red", "unknown name \"colour\"")]
    [InlineData("Board = x", "unknown name \"Board\"")]
    [InlineData("board = other", "board is given twice")]
    [InlineData("just words", "expected name = value")]
    [InlineData("= 5", "expected name = value")]
    public void An_error_names_its_line(string line, string says)
    {
        Assert.Null(Read(Whole + "\n" + line, out var error));
        Assert.Equal($"settings.txt line {Whole.Split('\n').Length + 1}: {says}", error);
    }

    [Theory]
    [InlineData("board", "Caps", "a board id is")]
    [InlineData("board", "", "no value")]
    [InlineData("kind", "toaster", "expected loudspeaker")]
    [InlineData("village", "41132x", "division code")]
    [InlineData("gateway.host", "two words", "no spaces")]
    [InlineData("gateway.port", "65536", "from 1 to 65535, found \"65536\"")]
    [InlineData("gateway.tls", "yes", "from 0 to 1, found \"yes\"")]
    [InlineData("rain.tip.micrometres", "0.2", "found \"0.2\"")]
    [InlineData("rain.lockout.milliseconds", "-1", "from 5 to 200")]
    [InlineData("report.seconds", "0", "from 1 to 86400")]
    [InlineData("stage.probe", "radar", "expected ultrasonic, maxbotix or loop")]
    [InlineData("volume.percent", "101", "from 0 to 100")]
    [InlineData("stage.loop.low.counts", "3000", "low one below the high one")]
    public void A_bad_value_is_refused_and_named(string name, string value, string says)
    {
        var lines = Whole.Split('\n').Select(line => line.StartsWith(name + " ", StringComparison.Ordinal) ? $"{name} = {value}" : line);
        Assert.Null(Read(string.Join('\n', lines), out var error));
        Assert.Contains(name, error);
        Assert.Contains(says, error);
    }

    [Theory]
    [InlineData("zz0102030405060708090a0b0c0d0e0f101112131415161718191A1B1C1D1E1F")]
    [InlineData("5ec4e7")]
    public void A_bad_key_is_refused_and_never_shown(string key)
    {
        Assert.Null(Read(Whole.Replace(Key, key), out var error));
        Assert.Contains("line 5", error);
        Assert.DoesNotContain(key, error);
    }

    [Fact]
    public void The_countys_settings_lie_over_the_boards_own()
    {
        var settings = ReadOver("report.seconds = 77\ngateway.host = 10.0.0.9\ntrial.seconds = 90", out var error);
        Assert.Equal("", error);
        Assert.Equal((77, "10.0.0.9", 90, 70), (settings!.ReportSeconds, settings.GatewayHost, settings.TrialSeconds, settings.VolumePercent));
    }

    [Theory]
    [InlineData("report.seconds = 60\nboard = nz-002", "county settings line 2: board belongs to the board: only its own file says it")]
    [InlineData("kind = loudspeaker", "county settings line 1: kind belongs to the board: only its own file says it")]
    [InlineData("key = 000102030405060708090a0b0c0d0e0f101112131415161718191A1B1C1D1E1F", "county settings line 1: key belongs to the board: only its own file says it")]
    [InlineData("# newer\nwarn.volcano = 1", "county settings line 2: unknown name \"warn.volcano\"")]
    [InlineData("report.seconds = 0", "county settings line 1: report.seconds: expected a whole number from 1 to 86400, found \"0\"")]
    [InlineData("report.seconds = 60\nreport.seconds = 60", "county settings line 2: report.seconds is given twice")]
    [InlineData("stage.loop.low.counts = 2900", "county settings: stage.loop.low.counts and stage.loop.high.counts are given together, the low one below the high one")]
    public void What_the_county_gets_wrong_names_its_line(string county, string says)
    {
        Assert.Null(ReadOver(county, out var error));
        Assert.Equal(says, error);
    }

    [Fact]
    public void No_bytes_make_it_throw()
    {
        var random = new Random(20260);
        var seeds = Encoding.UTF8.GetBytes(Whole);
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = (byte[])seeds.Clone();
            for (var change = random.Next(1, 6); change > 0; change--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            var county = round % 2 == 0 ? [] : bytes[random.Next(bytes.Length)..];
            var settings = Settings.Parse(bytes, random.Next(bytes.Length + 1), county, county.Length, out var error);
            Assert.Equal(settings == null, error.Length > 0);
        }
    }

    [Fact]
    public void A_missing_or_endless_file_is_an_error()
    {
        var flash = new FrailFlash(new Random(1));
        Assert.Null(Settings.Load(flash, out var error));
        Assert.Equal("settings.txt: no such file on this board's flash", error);
        flash.Put("settings.txt", new byte[5000]);
        Assert.Null(Settings.Load(flash, out error));
        Assert.Equal("settings.txt: longer than 4096 bytes", error);
    }

    private static Settings? ReadOver(string county, out string error)
    {
        byte[] own = Encoding.UTF8.GetBytes(Whole);
        byte[] over = Encoding.UTF8.GetBytes(county);
        return Settings.Parse(own, own.Length, over, over.Length, out error);
    }

    private static Settings? Read(string text, out string error)
    {
        var flash = new FrailFlash(new Random(1));
        flash.Put("settings.txt", Encoding.UTF8.GetBytes(text));
        return Settings.Load(flash, out error);
    }
}
