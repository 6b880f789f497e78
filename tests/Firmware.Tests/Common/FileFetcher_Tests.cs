using EdgeWarning.Common;
using EdgeWarning.Protocol;
using NanoHost;

namespace EdgeWarning.Firmware.Tests.Common;

/// <summary>Whatever breaks on the way, a file is whole with the seal of its order or it is not there, and the gateway is told why.</summary>
public sealed class FileFetcher_Tests : IDisposable
{
    private const int FileBytes = (3 * FileFetcher.PartBytes) - 1_234;

    private static readonly byte[] s_key = new byte[32];
    private readonly byte[] _file = new byte[FileBytes];
    private readonly FileServer _server;
    private readonly FrailFlash _flash = new(new Random(5));
    private readonly LinkBook _link = new();
    private readonly HandClock _clock = new() { PlatformOffset = 1_800_000_000_000 };
    private readonly Owner _owner;
    private FileFetcher _fetcher = null!;
    private OrderLedger _ledger = null!;

    public FileFetcher_Tests()
    {
        new Random(6).NextBytes(_file);
        _server = new FileServer(_file, "nz-001", s_key);
        _clock.AskPlatform();
        _owner = new Owner(_flash);
        Start();
    }

    public void Dispose() => _server.Dispose();

    [Fact]
    public void A_file_comes_in_parts_and_is_whole()
    {
        Take(1);
        Run();
        AssertWhole();
        Assert.Equal([(0, 32_767), (32_768, 65_535), (65_536, FileBytes - 1)], _server.Asked);
        Assert.Equal(ReceiptState.Received, Assert.Single(_link.Receipts).State);    // its owner ends the order
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4_095)]
    [InlineData(4_096)]
    [InlineData(10_000)]
    [InlineData(32_767)]
    public void A_connection_that_breaks_loses_at_most_the_block_on_its_way(int after)
    {
        Take(1);
        _server.BreakAfter = after;
        for (int i = 0; i < 6; i++)
        {
            _fetcher.Step();
        }

        _server.BreakAfter = -1;
        Run();
        AssertWhole();
        long kept = after - (after % FileSeal.BlockBytes);
        Assert.All(_server.Asked.Zip(_server.Asked.Skip(1)).Take(5), pair => Assert.Equal(pair.First.First + Math.Min(kept, pair.First.Last - pair.First.First + 1), pair.Second.First));
    }

    [Fact]
    public void Wherever_power_fails_the_repeated_order_brings_the_file_and_no_whole_block_comes_twice()
    {
        Take(1);
        int before = _flash.Writes;
        Run();
        int writes = _flash.Writes - before;
        Assert.True(writes > 20, $"{writes} writes");
        for (int cut = 0; cut <= writes + 2; cut++)
        {
            using var one = new FileFetcher_Tests();
            one.Take(1);
            one._flash.CutAtWrite = cut;
            bool failed = false;
            try
            {
                one.Run();
            }
            catch (PowerCutException)
            {
                failed = true;
                one.Start();
                one.Take(1);
                one.Run();
            }

            Assert.True(failed || cut > writes, $"no cut at write {cut}");
            one.AssertWhole();
            Assert.InRange(one._server.Asked.Count, 3, 4);
        }
    }

    [Fact]
    public void A_file_that_was_changed_on_the_way_is_thrown_away_twice_and_refused()
    {
        _server.Falsify = static file => [.. file[..50_000], (byte)(file[50_000] ^ 1), .. file[50_001..]];
        Take(1);
        Run();
        AssertFailed(Reason.SealMismatch, "");
        Assert.Equal(6, _server.Asked.Count);
    }

    [Theory]
    [InlineData("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", "404")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", "200")]
    [InlineData("HTTP/1.1 206 P\r\nTransfer-Encoding: chunked\r\nContent-Range: bytes 0-32767/97070\r\n\r\n", "coding")]
    [InlineData("HTTP/1.1 206 P\r\nContent-Length: 32768\r\nContent-Range: bytes 1-32768/97070\r\n\r\n", "another range")]
    [InlineData("HTTP/1.1 206 P\r\nContent-Length: 32768\r\nContent-Range: bytes 0-32767/97071\r\n\r\n", "another range or another file")]
    [InlineData("SSH-2.0-OpenSSH_9.2p1\r\n\r\n", "no status line")]
    public void A_gateway_that_answers_something_else_is_not_asked_again(string answer, string says)
    {
        _server.Instead = (_, _) => answer;
        Take(1);
        Run();
        AssertFailed(Reason.FetchFailed, says);
        Assert.Single(_server.Asked);
    }

    [Fact]
    public void A_busy_gateway_is_asked_again()
    {
        int busy = 3;
        _server.Instead = (_, _) => busy-- > 0 ? "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n" : null;
        Take(1);
        Run();
        AssertWhole();
    }

    [Fact]
    public void A_fetch_ends_with_its_order()
    {
        _server.BreakAfter = 0;
        Take(1);
        Run();
        AssertFailed(Reason.FetchFailed, "0 of 97070 bytes; the gateway closed the connection");
        Assert.InRange(_clock.UptimeMilliseconds, 600_000, 730_000);
    }

    [Fact]
    public void A_full_flash_is_told_and_left_clean()
    {
        _flash.Room = 50_000;
        Take(1);
        Run();
        AssertFailed(Reason.NoRoom, "");
    }

    [Fact]
    public void A_new_order_for_the_same_thing_takes_the_place_of_the_one_before()
    {
        Take(1);
        _fetcher.Step();
        Take(2);
        Run();
        AssertWhole();
        Assert.Equal([(1L, ReceiptState.Received), (2L, ReceiptState.Received), (1L, ReceiptState.Stopped)], _link.Receipts.Select(receipt => (receipt.Sequence, receipt.State)));
        Assert.Equal(3, _server.Asked.Count);    // the same file: it goes on
    }

    /// <summary>A village may be waiting for these words; an application has been waiting for weeks.</summary>
    [Fact]
    public void A_clip_comes_before_an_application_that_has_been_begun_and_that_goes_on_afterwards()
    {
        Order update = Order(1);
        update.Kind = OrderKind.Update;
        Assert.Equal(Reason.None, _fetcher.Take(update, "application", _owner, out _));
        _fetcher.Step();
        Take(2);
        Run();
        Assert.Equal([2L, 1L], _owner.Fetched);
        AssertWhole();
    }

    /// <summary>The sound of the evening's programme may come later; a warning's words may not.</summary>
    [Fact]
    public void The_words_of_a_warning_come_before_the_sound_of_a_programme_that_has_been_begun()
    {
        Order programme = Order(1);
        programme.Priority = Priority.Programme;
        Assert.Equal(Reason.None, _fetcher.Take(programme, "clip news", _owner, out _));
        _fetcher.Step();
        Order warning = Order(2);
        warning.Priority = Priority.Blue;
        Assert.Equal(Reason.None, _fetcher.Take(warning, "clip words", _owner, out _));
        Run();
        Assert.Equal([2L, 1L], _owner.Fetched);
        AssertWhole();
    }

    [Fact]
    public void A_fifth_file_has_to_wait_at_the_gateway()
    {
        for (int i = 1; i <= FileFetcher.Places; i++)
        {
            Assert.Equal(Reason.None, TakeAs(i, $"clip {i}"));
        }

        Assert.Equal(Reason.Busy, TakeAs(9, "clip 9"));
        Run();
        AssertWhole();
        Assert.Equal(FileFetcher.Places, _owner.Fetched.Count);
    }

    [Theory]
    [InlineData("files/x")]
    [InlineData("/files/x\r\nHost: evil")]
    [InlineData("/a b")]
    [InlineData("")]
    public void A_path_that_would_break_the_request_is_refused(string path)
    {
        Order order = Order(1);
        order.Path = path;
        Assert.Equal(Reason.Malformed, _fetcher.Take(order, "clip", _owner, out string detail));
        Assert.Equal("no path", detail);
    }

    [Fact]
    public void The_network_of_a_simulated_board_can_be_cut()
    {
        using var broker = Broker.Start();
        using var desk = new CountyDesk(broker, s_key);
        using var board = new TestBoard(broker, "bench", $"gateway.http.port = {_server.Port}");
        board.RunLink();
        string why = "";
        board.On(ground => Assert.Equal(PartEnd.Whole, new HttpPart(Ours(ground), ground.Clock).Fetch("/x", 0, 9, FileBytes, new Nowhere(), out why)));
        board.Machine.NetworkUp = false;
        board.On(ground => Assert.Equal(PartEnd.Broken, new HttpPart(Ours(ground), ground.Clock).Fetch("/x", 0, 9, FileBytes, new Nowhere(), out why)));
        Assert.StartsWith("SocketException", why);
    }

    private Settings Ours(Ground ground) => TestSettings.Of(ground.Settings.Kind, $"gateway.http.port = {_server.Port}");

    private void Start()
    {
        Settings settings = TestSettings.Of("bench", $"gateway.http.port = {_server.Port}");
        var log = new Log(_clock, 64);
        _ledger = new OrderLedger(_flash, _link, _clock, log);
        _ledger.Restore();
        _fetcher = new FileFetcher(settings, _flash, _ledger, _clock, log);
    }

    private Order Order(long sequence) => new()
    {
        Board = "nz-001",
        Kind = OrderKind.FetchClip,
        Sequence = sequence,
        IssuedUnixMilliseconds = 1_800_000_000_000,
        ExpiresUnixMilliseconds = 1_800_000_600_000,
        Path = "/files/clip/siren",
        Bytes = FileBytes,
        Seal = FileSeal.Of(s_key, _file),
    };

    private void Take(long sequence) => Assert.Equal(Reason.None, TakeAs(sequence, "clip siren"));

    private Reason TakeAs(long sequence, string what) => _fetcher.Take(Order(sequence), what, _owner, out _);

    private void Run()
    {
        for (int wait = 0; wait != int.MaxValue;)
        {
            _clock.Advance(wait);
            wait = _fetcher.Step();
        }
    }

    private void AssertWhole()
    {
        Assert.NotEmpty(_owner.Fetched);
        Assert.Equal(_file, _flash.Files["whole"]);
        Assert.DoesNotContain(_flash.Names(), name => name.EndsWith(".part", StringComparison.Ordinal));
    }

    private void AssertFailed(Reason reason, string says)
    {
        Receipt receipt = _link.Receipts[^1];
        Assert.Equal((ReceiptState.Failed, reason), (receipt.State, receipt.Reason));
        Assert.Contains(says, receipt.Detail);
        Assert.Empty(_owner.Fetched);
        Assert.DoesNotContain(_flash.Names(), name => name.EndsWith(".part", StringComparison.Ordinal));
    }

    private sealed class Owner(FrailFlash flash) : IFileOwner
    {
        public List<long> Fetched { get; } = [];

        public void OnFetched(FetchJob job)
        {
            if (flash.Files.ContainsKey(job.FileName))
            {
                flash.Move(job.FileName, "whole");
            }

            Fetched.Add(job.Order.Sequence);
        }
    }

    private sealed class Nowhere : IByteSink
    {
        public bool Take(byte[] buffer, int offset, int count) => true;
    }
}
