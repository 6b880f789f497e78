using EdgeWarning.Common;

namespace EdgeWarning.Firmware.Tests.Common;

/// <summary>A board's clock in a world where everything goes wrong at once. What single messages do to it is told in Board.Tests.</summary>
public class ClockStorm_Tests
{
    private const long Noon = 1_790_000_000_000;

    /// <summary>
    /// Everything at once, told apart by what must never happen: crystals that run wrong, messages delayed, repeated and played back, an SNTP server that lies, a
    /// gateway whose clock is put right now and then, restarts.
    /// </summary>
    [Fact]
    public void Never_leaves_its_bounds_whatever_is_delayed_repeated_replayed_or_forged()
    {
        var judged = 0;
        for (var seed = 0; seed < 400; seed++)
        {
            var storm = new Storm(seed);
            storm.Blow(steps: 400);
            judged += storm.Judged;
        }

        Assert.True(judged > 50_000, $"only {judged} moments were judged");
    }

    private sealed class Storm(int seed)
    {
        private const int HourMilliseconds = 3_600_000;

        private readonly Random _random = new(seed);
        private readonly List<Message> _sent = [];
        private HandClock _clock = new();
        private double _rate = 1;
        private double _truth = Noon;
        private double _gatewayAhead;
        private int _gatewaySteps;
        private int _life = 1;
        private long _youngestAsked = -1;
        private bool _knows;            // a fresh answer of the gateway's clock as it is now has been taken
        private long _last;
        private int _stepsBefore;

        private long Gateway => (long)(_truth + _gatewayAhead);

        public int Judged { get; private set; }

        public void Blow(int steps)
        {
            _rate = 1 + ((_random.NextDouble() - 0.5) * 160e-6);      // 80 ppm either way
            for (var i = 0; i < steps; i++)
            {
                Pass(_random.Next(10) == 0 ? _random.Next(HourMilliseconds) : _random.Next(30_000));
                switch (_random.Next(12))
                {
                    case 0 when _random.Next(5) == 0:
                        PutGatewayRight();
                        break;
                    case 1 when _random.Next(3) == 0:
                        Restart();
                        break;
                    case 2:
                        LieBySntp();
                        break;
                    case 3 or 4 or 5 when _sent.Count > 0:
                        Take(_sent[_random.Next(_sent.Count)]);
                        break;
                    default:
                        Ask();
                        break;
                }

                Judge(i);
            }
        }

        private void Pass(int milliseconds)
        {
            _clock.Advance(milliseconds);
            _truth += milliseconds / _rate;
        }

        private void PutGatewayRight()
        {
            _gatewayAhead += (_random.Next(2) == 0 ? 1 : -1) * (HourMilliseconds + _random.Next(50 * HourMilliseconds));
            _gatewaySteps++;
            _knows = false;
        }

        private void LieBySntp()
        {
            _clock.PlatformOffset = (long)(_truth + ((_random.NextDouble() - 0.5) * 1e9)) - _clock.UptimeMilliseconds;
            _clock.AskPlatform();
        }

        private void Ask()
        {
            var asked = _clock.UptimeMilliseconds;
            Pass(_random.Next(500));
            var message = new Message(_life, Gateway, asked, _gatewaySteps);
            _sent.Add(message);
            if (_random.Next(3) > 0)       // else it is lost, or held back for later
            {
                Pass(_random.Next(4) == 0 ? _random.Next(50_000) : _random.Next(500));
                Take(message);
            }
        }

        // The link takes an answer for what it is only in the life that asked: the number of the start is in it.
        private void Take(Message message)
        {
            if (message.Life != _life)
            {
                _clock.LearnFromGateway(message.Stamp);
                return;
            }

            var decides = _clock.UptimeMilliseconds - message.Asked <= 60_000 && message.Asked > _youngestAsked;
            _knows = decides ? message.GatewaySteps == _gatewaySteps : _knows;
            _youngestAsked = decides ? message.Asked : _youngestAsked;
            _clock.LearnFromAnswer(message.Stamp, message.Asked);
        }

        // By order the platform's clock runs on; with the power it is lost.
        private void Restart()
        {
            var platform = _clock.PlatformOffset + _clock.UptimeMilliseconds;
            _clock = new HandClock { PlatformOffset = _random.Next(2) == 0 ? null : platform };
            _life++;
            (_knows, _youngestAsked, _last, _stepsBefore) = (false, -1, 0, 0);
        }

        private void Judge(int step)
        {
            var now = _clock.UnixMilliseconds;
            Assert.True(now >= _last || _clock.Steps > _stepsBefore, $"seed {seed} step {step}: went back from {_last} to {now} without a step");
            (_last, _stepsBefore) = (now, _clock.Steps);
            if (_knows)
            {
                Judged++;
                var wrong = now - Gateway;
                var error = _clock.ErrorMilliseconds + 2;       // rounding
                Assert.True(Math.Abs(wrong) <= error, $"seed {seed} step {step}: {wrong} ms wrong, and says at most {error}");
            }
        }

        private sealed record Message(int Life, long Stamp, long Asked, int GatewaySteps);
    }
}
