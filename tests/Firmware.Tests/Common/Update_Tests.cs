using EdgeWarning.Common;
using EdgeWarning.Protocol;
using NanoHost;

namespace EdgeWarning.Firmware.Tests.Common;

/// <summary>A new application is started on trial and kept, or the old one returns; wherever power fails, a board starts one that is whole.</summary>
public sealed class Update_Tests
{
    private static readonly byte[] s_boards = Package(typeof(Crc32).Assembly.Location, typeof(EdgeWarning.Boards.Bench.Program).Assembly.Location);

    [Fact]
    public void A_new_application_is_fetched_started_on_trial_kept_and_proved()
    {
        using var county = new County(s_boards);
        int loaded = BoardAssemblies();
        county.Update(7);
        county.UntilEnd();
        Assert.Equal((ReceiptState.Finished, "build 7"), (county.End.State, county.End.Detail));
        Status[] births = [.. county.Desk.Births];
        Assert.Equal((EdgeWarning.Common.Firmware.Version, false), (births[0].Firmware, births[0].OnTrial));
        Assert.Equal((EdgeWarning.Common.Firmware.Version + "+7", true, "update"), (births[^1].Firmware, births[^1].OnTrial, births[^1].RestartReason));
        Assert.Equal(loaded + 1, BoardAssemblies());    // the program that links was loaded from flash

        county.Board.Machine.CutPower();
        county.Board.Machine.PowerOn();
        Wait.Until(() => county.Desk.Births.Count == births.Length + 1, () => county.Story);
        Assert.Equal((EdgeWarning.Common.Firmware.Version + "+7", false), (county.Desk.Births.Last().Firmware, county.Desk.Births.Last().OnTrial));
    }

    [Fact]
    public void What_is_no_application_never_takes_the_place_of_one()
    {
        using var county = new County(new byte[20_000]);
        county.Update(8);
        county.UntilEnd();
        Assert.Equal((ReceiptState.Failed, Reason.RolledBack), (county.End.State, county.End.Reason));
        Wait.Until(() => county.Desk.Births.Count >= 2, () => county.Story);
        Assert.Equal(EdgeWarning.Common.Firmware.Version, county.Desk.Births.Last().Firmware);
    }

    [Fact]
    public void A_power_cut_in_the_middle_of_the_fetch_costs_one_block()
    {
        using var county = new County(s_boards);
        county.Server.BreakAfter = 9_000;
        var order = county.Update(9);
        Wait.Until(() => !county.Server.Asked.IsEmpty, () => county.Story);
        county.Board.Machine.CutPower();
        county.Server.BreakAfter = -1;
        county.Board.Machine.PowerOn();
        Wait.Until(() => county.Desk.Births.Count == 2, () => county.Story);
        county.Desk.Send(TestBoard.Id, order);
        county.UntilEnd();
        Assert.Equal(ReceiptState.Finished, county.End.State);
    }

    /// <summary>Every write of: one application kept, a second tried and dropped, each followed by a start. What a start chooses is always whole.</summary>
    [Fact]
    public void Wherever_power_fails_a_start_finds_an_application_that_is_whole()
    {
        int cuts = 0;
        for (int cut = 0; cut < 60; cut++)
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

            var slots = new Slots(flash);
            slots.CountStart();
            AssertWhole(flash, slots, $"cut {cut}");
            Assert.Contains(slots.Build, new long[] { 0, 1, 2 });
            Install(flash, 3);
            Assert.Equal(3, new Slots(flash).Build);
            AssertWhole(flash, new Slots(flash), $"after cut {cut}");
        }

        Assert.InRange(cuts, 10, 59);
    }

    [Fact]
    public void An_application_that_crashes_the_board_is_dropped_after_a_few_starts()
    {
        var flash = new FrailFlash(new Random(1));
        Install(flash, 1);
        new Slots(flash).Keep();
        Install(flash, 2);
        for (int start = 0; start < Slots.MostStarts; start++)
        {
            var slots = new Slots(flash);
            slots.CountStart();
            Assert.Equal(2, slots.Build);
        }

        var last = new Slots(flash);
        last.CountStart();
        Assert.Equal((1, false), (last.Build, last.OnTrial));
        Assert.Equal(102, last.DroppedSequence);
    }

    [Fact]
    public void A_kept_application_that_flash_has_lost_gives_way_to_the_built_in_one()
    {
        var flash = new FrailFlash(new Random(1));
        Install(flash, 1);
        new Slots(flash).Keep();
        flash.Put(Slots.FileOf(1), [1, 2, 3]);
        Assert.False(Launcher.Launch("EdgeWarning.Boards.Bench.Program", flash));
        Assert.Equal((Slots.BuiltIn, 0), (new Slots(flash).Current, new Slots(flash).Build));
    }

    [Fact]
    public void What_comes_over_the_cable_outranks_what_came_in_updates()
    {
        var flash = new FrailFlash(new Random(1));
        new Slots(flash).Deployed(1);
        Install(flash, 1);
        new Slots(flash).Keep();
        new Slots(flash).Deployed(1);
        Assert.Equal(1, new Slots(flash).Build);
        Install(flash, 2);
        new Slots(flash).Deployed(2);    // a technician came
        Assert.Equal((Slots.BuiltIn, 0, 102), (new Slots(flash).Current, new Slots(flash).Build, new Slots(flash).DroppedSequence));
    }

    [Theory]
    [InlineData("no list", new byte[] { 1, 2, 3 })]
    [InlineData("an assembly longer than the file", new byte[] { 200, 0, 0, 0, 1, 2, 3, 4 })]
    [InlineData("an empty assembly", new byte[] { 0, 0, 0, 0, 1, 2, 3, 4 })]
    [InlineData("an assembly that is none", new byte[] { 4, 0, 0, 0, 1, 2, 3, 4 })]
    public void A_file_that_is_no_application_is_dropped_at_its_first_start(string what, byte[] file)
    {
        var flash = new FrailFlash(new Random(1));
        flash.Put(Slots.FileOf(1), file);
        Launcher.Launch("EdgeWarning.Boards.Bench.Program", flash);
        new Slots(flash).Try(9, 1, file.Length, Crc32.Of(file, 0, file.Length));
        Assert.False(Launcher.Launch("EdgeWarning.Boards.Bench.Program", flash), what);
        Assert.Equal((9, Slots.BuiltIn), (new Slots(flash).DroppedSequence, new Slots(flash).Current));
    }

    // As the gateway packs them: each assembly behind its length, the program last.
    private static byte[] Package(params string[] files) =>
        [.. files.Select(File.ReadAllBytes).SelectMany(file => (byte[])[.. BitConverter.GetBytes(file.Length), .. file])];

    private static void Live(FrailFlash flash)
    {
        Install(flash, 1);
        var first = new Slots(flash);
        first.CountStart();
        first.Keep();
        Install(flash, 2);
        var second = new Slots(flash);
        second.CountStart();
        second.Drop();
        second.Clear();
    }

    private static void Install(FrailFlash flash, int build)
    {
        var slots = new Slots(flash);
        if (slots.OnTrial)
        {
            slots.Drop();    // as a board that never linked
        }

        byte[] file = [.. Enumerable.Repeat((byte)build, 100 + build)];
        flash.Write("x.part", 0, file, 0, file.Length);
        flash.Move("x.part", Slots.FileOf(slots.Free));
        slots.Try(100 + build, build, file.Length, Crc32.Of(file, 0, file.Length));
    }

    private static void AssertWhole(FrailFlash flash, Slots slots, string where)
    {
        if (slots.Current != Slots.BuiltIn)
        {
            byte[] file = flash.Files[Slots.FileOf(slots.Current)];
            Assert.True(file.Length == slots.Length && Crc32.Of(file, 0, file.Length) == slots.Crc, where);
        }
    }

    private static int BoardAssemblies() => AppDomain.CurrentDomain.GetAssemblies().Count(one => one.GetName().Name == "EdgeWarning.Boards");

    /// <summary>A bench with its real program, a gateway that serves one file, and a broker.</summary>
    private sealed class County : IDisposable
    {
        private readonly byte[] _file;
        private readonly Broker _broker = Broker.Start();

        public County(byte[] file)
        {
            _file = file;
            Server = new FileServer(file, TestBoard.Id, TestBoard.Key);
            Desk = new CountyDesk(_broker, TestBoard.Key);
            Board = new TestBoard(_broker, "bench", $"gateway.http.port = {Server.Port}", "update.healthy.seconds = 1");
            Board.Machine.Run(EdgeWarning.Boards.Bench.Program.Main);
            Wait.Until(() => Desk.Births.Count == 1, () => Story);
        }

        public FileServer Server { get; }

        public CountyDesk Desk { get; }

        public TestBoard Board { get; }

        public Receipt End => Desk.Receipts.Last();

        public string Story => string.Join("; ", Desk.Receipts.Select(receipt => $"{Words.Of(receipt.State)} {Words.Of(receipt.Reason)} {receipt.Detail}")) + string.Join('\n', Board.Machine.Faults);

        public Order Update(long build) => Desk.Order(TestBoard.Id, OrderKind.Update, 100 + build, order =>
            (order.Version, order.Path, order.Bytes, order.Seal) = (build, "/files/app", _file.Length, FileSeal.Of(TestBoard.Key, _file)));

        public void UntilEnd() => Wait.Until(
            () => !Desk.Receipts.IsEmpty && End.State is ReceiptState.Finished or ReceiptState.Failed or ReceiptState.Refused, () => Story);

        public void Dispose()
        {
            Board.Dispose();
            Desk.Dispose();
            Server.Dispose();
            _broker.Dispose();
        }
    }
}
