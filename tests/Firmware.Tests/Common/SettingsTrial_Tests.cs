using EdgeWarning.Common;
using EdgeWarning.Protocol;
using NanoHost;

namespace EdgeWarning.Firmware.Tests.Common;

/// <summary>New settings are tried and kept, or the old ones return; a board is never left with a mixture, nor out of reach.</summary>
public sealed class SettingsTrial_Tests
{
    [Fact]
    public void Good_settings_are_tried_kept_and_proved()
    {
        using var broker = Broker.Start();
        using var desk = new CountyDesk(broker, TestBoard.Key);
        using var board = new TestBoard(broker, "rain-gauge");
        board.RunLink("rain-gauge");
        Wait.Until(() => desk.Births.Count == 1, () => board.Story);
        desk.Order(TestBoard.Id, OrderKind.Configure, 5, order => (order.Settings, order.Version) = ("report.seconds = 77\n", 3));
        Wait.Until(() => desk.Receipts.Any(receipt => receipt.State == ReceiptState.Finished), () => board.Story);
        Assert.Equal(77, board.Ground!.Settings.ReportSeconds);
        Status[] births = [.. desk.Births];
        Assert.Equal((0, false), (births[0].Configuration, births[0].OnTrial));
        Assert.Equal((3, true, "new settings"), (births[^1].Configuration, births[^1].OnTrial, births[^1].RestartReason));

        board.Machine.CutPower();
        board.Machine.PowerOn();
        Wait.Until(() => desk.Births.Count == births.Length + 1, () => board.Story);
        Assert.Equal((3, false), (desk.Births.Last().Configuration, desk.Births.Last().OnTrial));
        Assert.Equal(77, board.Ground.Settings.ReportSeconds);
    }

    [Theory]
    [InlineData("report.seconds = 60\ncolour = red", "county settings line 2: unknown name \"colour\"")]
    [InlineData("key = 00", "county settings line 1: key belongs to the board: only its own file says it")]
    [InlineData("gateway.tls = 1", "gateway.tls is 1, and there is no ca.pem on this board's flash")]
    public void Bad_settings_are_refused_with_their_line_and_change_nothing(string text, string says)
    {
        using var broker = Broker.Start();
        using var desk = new CountyDesk(broker, TestBoard.Key);
        using var board = new TestBoard(broker, "bench");
        board.RunLink();
        Wait.Until(() => desk.Births.Count == 1, () => board.Story);
        desk.Order(TestBoard.Id, OrderKind.Configure, 5, order => (order.Settings, order.Version) = (text, 3));
        Wait.Until(() => !desk.Receipts.IsEmpty, () => board.Story);
        Receipt receipt = desk.Receipts.Single();
        Assert.Equal((ReceiptState.Refused, Reason.BadSettings, says), (receipt.State, receipt.Reason, receipt.Detail));
        Assert.Empty(Directory.GetFiles(board.FlashPath, "trial*"));
    }

    [Fact]
    public void Settings_that_cut_the_board_off_are_rolled_back_and_said()
    {
        using var broker = Broker.Start();
        using var desk = new CountyDesk(broker, TestBoard.Key);
        using var board = new TestBoard(broker, "bench");
        board.RunLink();
        Wait.Until(() => desk.Births.Count == 1, () => board.Story);
        desk.Order(TestBoard.Id, OrderKind.Configure, 5, order => (order.Settings, order.Version) = ($"gateway.port = {FreePorts.Take()}\ntrial.seconds = 1", 3));
        Wait.Until(() => desk.Births.Count >= 2 && desk.Receipts.Any(receipt => receipt.State == ReceiptState.Failed), () => board.Story);
        Receipt failed = desk.Receipts.Single(receipt => receipt.State == ReceiptState.Failed);
        Assert.Equal((5, Reason.RolledBack), (failed.Sequence, failed.Reason));
        Assert.Equal((0, false, "settings rolled back"), (desk.Births.Last().Configuration, desk.Births.Last().OnTrial, desk.Births.Last().RestartReason));
    }

    /// <summary>Power fails at every write of: one configuration kept, a second one tried and dropped. At each start the board has one whole text.</summary>
    [Fact]
    public void Wherever_power_fails_the_settings_are_the_old_or_the_new_ones()
    {
        int cuts = 0;
        for (int cut = 0; cut < 40; cut++)
        {
            var flash = new FrailFlash(new Random(cut)) { CutAtWrite = cut };
            try
            {
                Live(flash);
                flash.CutAtWrite = -1;
            }
            catch (PowerCutException)
            {
                cuts++;
            }

            string text = System.Text.Encoding.UTF8.GetString(new CountySettings(flash).Text);
            Assert.Contains(text, new[] { "", "report.seconds = 1", "report.seconds = 2" });
            new CountySettings(flash).Try(Text(3));
            new CountySettings(flash).Keep();
            Assert.Equal((3, false), (new CountySettings(flash).Version, new CountySettings(flash).OnTrial));
        }

        Assert.InRange(cuts, 6, 39);

        static void Live(FrailFlash flash)
        {
            new CountySettings(flash).Try(Text(1));
            var next = new CountySettings(flash);
            Assert.True(next.CountStart());
            next.Keep();
            new CountySettings(flash).Try(Text(2));
            var last = new CountySettings(flash);
            Assert.True(last.OnTrial);
            Assert.True(last.CountStart());
            last.Drop();
            Assert.Equal((2, "report.seconds = 1"), (last.DroppedSequence, System.Text.Encoding.UTF8.GetString(last.Text)));
            last.Clear();
            Assert.Equal((0, 1), (new CountySettings(flash).DroppedSequence, new CountySettings(flash).Version));
        }

        static Order Text(long version) => new() { Sequence = version, Version = version, Settings = $"report.seconds = {version}" };
    }

    [Fact]
    public void Settings_on_trial_that_the_board_does_not_survive_are_dropped_after_a_few_starts()
    {
        var flash = new FrailFlash(new Random(1));
        new CountySettings(flash).Try(new Order { Sequence = 9, Version = 1, Settings = "report.seconds = 9" });
        for (int start = 0; start < CountySettings.MostStarts; start++)
        {
            Assert.True(new CountySettings(flash).CountStart());
        }

        Assert.False(new CountySettings(flash).CountStart());
        Assert.Equal((9, false), (new CountySettings(flash).DroppedSequence, new CountySettings(flash).OnTrial));
    }

    [Fact]
    public void Settings_that_an_older_firmware_cannot_read_do_not_keep_it_from_linking()
    {
        var flash = new FrailFlash(new Random(1));
        flash.Put("settings.txt", System.Text.Encoding.UTF8.GetBytes($"board = b\nkind = bench\nkey = {new string('0', 64)}\ngateway.host = g\ngateway.tls = 0\nreport.seconds = 55"));
        var county = new CountySettings(flash);
        county.Try(new Order { Sequence = 9, Version = 4, Settings = "report.seconds = 9\nfrom.the.future = 1" });
        county.Keep();
        var ground = Ground.Open("bench", new HandClock(), flash);
        Assert.Equal(55, ground.Settings.ReportSeconds);
        Assert.Equal(0, ground.Status.Configuration);
        Assert.Contains(ground.Log.Kept(), line => line.Contains("not in force: county settings line 2: unknown name", StringComparison.Ordinal));
    }
}
