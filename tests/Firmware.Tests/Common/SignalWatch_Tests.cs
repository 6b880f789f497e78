using EdgeWarning.Common;

namespace EdgeWarning.Firmware.Tests.Common;

public class SignalWatch_Tests
{
    private readonly HandClock _clock = new();
    private readonly LinkBook _link = new();
    private readonly BoardStatus _status = new();
    private readonly Meter _meter = new();
    private readonly SignalWatch _watch;

    public SignalWatch_Tests() => _watch = new SignalWatch(_meter, _link, _status, _clock, new Log(_clock, 8));

    [Fact]
    public void Scans_once_the_link_is_up_and_then_every_six_hours()
    {
        _link.IsUp = false;
        Minutes(60);
        Assert.Equal((0, 0), (_meter.Scans, _status.SignalDbm));
        _link.IsUp = true;
        Minutes(2);
        Assert.Equal((1, -64), (_meter.Scans, _status.SignalDbm));
        _link.IsUp = false;
        Minutes(1);
        _link.IsUp = true;
        Minutes(5 * 60);
        Assert.Equal(1, _meter.Scans);
        _meter.Dbm = -80;
        Minutes(60);
        Assert.Equal((2, -80), (_meter.Scans, _status.SignalDbm));
    }

    [Fact]
    public void Waits_while_something_sounds()
    {
        _status.IsSounding = true;
        Minutes(24 * 60);
        Assert.Equal(0, _meter.Scans);
        _status.IsSounding = false;
        Minutes(1);
        Assert.Equal(1, _meter.Scans);
    }

    [Fact]
    public void A_scan_that_fails_leaves_the_signal_unknown_and_is_tried_again_six_hours_later()
    {
        Minutes(2);
        Assert.Equal(-64, _status.SignalDbm);
        _meter.Fails = true;
        Minutes(6 * 60);
        Assert.Equal((2, 0), (_meter.Scans, _status.SignalDbm));
        _meter.Fails = false;
        Minutes(6 * 60);
        Assert.Equal((3, -64), (_meter.Scans, _status.SignalDbm));
    }

    [Fact]
    public void Without_a_radio_the_signal_stays_unknown()
    {
        _meter.HasRadio = false;
        Minutes(2);
        Assert.Equal((1, 0, 0), (_meter.Scans, _meter.Reads, _status.SignalDbm));
    }

    private void Minutes(int count)
    {
        for (var minute = 0; minute < count; minute++)
        {
            _watch.Look();
            _clock.Advance(60_000);
        }
    }

    private sealed class Meter : ISignalMeter
    {
        public int Dbm { get; set; } = -64;

        public bool HasRadio { get; set; } = true;

        public bool Fails { get; set; }

        public int Scans { get; private set; }

        public int Reads { get; private set; }

        public bool Begin()
        {
            Scans++;
            return Fails ? throw new InvalidOperationException("the radio is busy") : HasRadio;
        }

        public int ReadDbm()
        {
            Reads++;
            return Dbm;
        }
    }
}
