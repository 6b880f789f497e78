using System.Text;
using EdgeWarning.Common;
using EdgeWarning.Protocol;

namespace EdgeWarning.Firmware.Tests.Common;

/// <summary>When the gateway last spoke, which decides whether a village warns itself.</summary>
public class GatewayContact_Tests
{
    private const long Stamp = 1_800_000_000_000;
    private const long Year = 365L * 86_400_000;

    private readonly HandClock _clock = new();
    private readonly Ground _ground;

    public GatewayContact_Tests()
    {
        var flash = new FrailFlash(new Random(1));
        flash.Put("settings.txt", Encoding.UTF8.GetBytes($"board = nz-001\nkind = rain-gauge\nkey = {new string('0', 64)}\ngateway.host = x\ngateway.tls = 0"));
        _ground = Ground.Open("rain-gauge", _clock, flash);
    }

    private long LastWord => _ground.Link.LastWordUptimeMilliseconds;

    [Fact]
    public void A_repeated_answer_is_nobodys_word()
    {
        Hear(1_000, Stamp, asked: 900);
        Hear(60_000, Stamp, asked: 900);
        Assert.Equal(1_000, LastWord);
    }

    [Fact]
    public void A_gateway_whose_clock_was_put_back_is_not_taken_for_silent()
    {
        Hear(1_000, Stamp + Year, asked: 900);
        Hear(61_000, Stamp, asked: 60_900);
        Assert.Equal(61_000, LastWord);
        Hear(121_000, Stamp, asked: 60_900);            // that one repeated
        Hear(122_000, Stamp + Year, asked: 900);        // and the one before it
        Assert.Equal(61_000, LastWord);
        Hear(181_000, Stamp + 120_000, asked: 180_900);
        Assert.Equal(181_000, LastWord);
    }

    [Fact]
    public void An_answer_to_another_start_of_the_board_is_no_news_by_its_question()
    {
        Hear(1_000, Stamp, asked: 900);
        Hear(61_000, Stamp - 1, asked: 60_900, start: 7);
        Assert.Equal(1_000, LastWord);
    }

    private void Hear(long at, long stamp, long asked, long start = 1)
    {
        _clock.Advance(at - _clock.UptimeMilliseconds);
        var answer = new Acknowledgement { Board = "nz-001", Log = _ground.Outbox.LogId, UnixMilliseconds = stamp, AnsweredStart = start, AnsweredUptimeMilliseconds = asked };
        var topic = Topics.Acknowledgement("nz-001");
        ((IMessageTaker)_ground.Link).Take(topic, Envelope.Seal(new byte[32], "nz-001", topic, answer.Encode()));
    }
}
