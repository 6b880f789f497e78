using System.Text;
using EdgeWarning.Gateway.Console;

namespace EdgeWarning.Gateway.Tests.Console;

public sealed class LiveFeed_Tests
{
    private readonly LiveFeed _feed = new();

    [Fact]
    public void Everyone_who_watches_gets_every_event_with_an_id()
    {
        using var one = _feed.Subscribe(null)!;
        using var two = _feed.Subscribe(null)!;
        _feed.Publish("board", "{\"id\":\"a\"}"u8);
        foreach (var client in new[] { one, two })
        {
            Assert.True(client.Events.TryRead(out var happened));
            Assert.Matches("^id: [0-9a-f]{8}-1\nevent: board\ndata: \\{\"id\":\"a\"\\}\n\n$", Encoding.UTF8.GetString(happened.Bytes));
        }
    }

    [Fact]
    public async Task A_client_that_does_not_read_is_dropped_and_nobody_else_is_hindered()
    {
        using var slow = _feed.Subscribe(null)!;
        using var good = _feed.Subscribe(null)!;
        var read = 0;
        for (var i = 0; i <= LiveFeed.ClientQueue; i++)
        {
            _feed.Publish("board", "{}"u8);
            read += good.Events.TryRead(out _) ? 1 : 0;
        }

        Assert.Equal(LiveFeed.ClientQueue + 1, read);
        Assert.Equal(1, _feed.Clients);
        while (slow.Events.TryRead(out _))
        {
            // what was queued may still be read; then it is over
        }

        await slow.Events.Completion.WaitAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public void A_client_that_comes_back_gets_what_it_missed()
    {
        var last = IdAfter(3);
        _feed.Publish("board", "{\"n\":4}"u8);
        _feed.Publish("board", "{\"n\":5}"u8);
        using var back = _feed.Subscribe(last)!;
        Assert.Equal(["{\"n\":4}", "{\"n\":5}"], back.Missed.Select(happened => Encoding.UTF8.GetString(happened.Bytes).Split("data: ")[1].Trim()));
        Assert.Contains("event: tick", Encoding.UTF8.GetString(back.Greeting));
    }

    [Theory]
    [InlineData("deadbeef-1")]
    [InlineData("nonsense")]
    [InlineData("-")]
    public void A_client_of_another_life_of_the_gateway_is_told_to_load_everything_again(string last)
    {
        _feed.Publish("board", "{}"u8);
        using var client = _feed.Subscribe(last)!;
        Assert.Empty(client.Missed);
        Assert.Contains("event: reset", Encoding.UTF8.GetString(client.Greeting));
    }

    [Fact]
    public void A_client_that_was_away_too_long_is_told_to_load_everything_again()
    {
        var last = IdAfter(1);
        for (var i = 0; i <= LiveFeed.RecentEvents; i++)
        {
            _feed.Publish("board", "{}"u8);
        }

        using var client = _feed.Subscribe(last)!;
        Assert.Contains("event: reset", Encoding.UTF8.GetString(client.Greeting));
    }

    [Fact]
    public void The_house_has_a_limit()
    {
        var clients = Enumerable.Range(0, LiveFeed.MaxClients).Select(_ => _feed.Subscribe(null)!).ToList();
        Assert.Null(_feed.Subscribe(null));
        clients.ForEach(client => client.Dispose());
        using var again = _feed.Subscribe(null);
        Assert.NotNull(again);
    }

    private string IdAfter(int events)
    {
        using var client = _feed.Subscribe(null)!;
        for (var i = 0; i < events; i++)
        {
            _feed.Publish("board", "{}"u8);
        }

        var id = "";
        while (client.Events.TryRead(out var happened))
        {
            id = Encoding.UTF8.GetString(happened.Bytes).Split('\n')[0]["id: ".Length..];
        }

        return id;
    }
}
