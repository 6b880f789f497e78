using EdgeWarning.Common;
using EdgeWarning.Protocol;
using NanoHost;

namespace EdgeWarning.Firmware.Tests.PowerCuts;

/// <summary>
/// A rain and water-level station over years: real firmware, virtual time. Its power fails once a day at a random moment, half of the times inside a flash write, and
/// is away for up to three hours; rain of that time falls past a dead gauge. The gateway is there two hours in three, and once not at all for ten weeks.
/// </summary>
internal sealed class YearsOfRain
{
    private const long Day = 86_400_000;
    private const long Hour = 3_600_000;
    private const int OutageDays = 70;

    private readonly long[] _tips;
    private readonly int _days;
    private readonly Plot _plot;
    private readonly Random _random;
    private readonly Truth _truth = new();
    private readonly long _begin;
    private Life _life;
    private bool _armed;
    private int _next;

    /// <param name="tips">Moments of tips, milliseconds from the first day on, a second apart at least.</param>
    public YearsOfRain(long[] tips, int days, int flashBytes, int seed)
    {
        _tips = tips;
        _days = days;
        _plot = new Plot(Acts: 0, Outbox.SegmentsFor(flashBytes));
        _random = new Random(seed);
        _begin = _truth.Now;
        Flash.Changing = CutHere;
        _life = Start();
    }

    public CutFlash Flash { get; } = new();

    /// <summary>Called when the power comes back.</summary>
    public Action Started { get; set; } = () => { };

    public int Cuts { get; private set; }

    /// <summary>Tips of a gauge that had power.</summary>
    public int Tips { get; private set; }

    /// <summary>Tips while the board had no power: a dead gauge does not count.</summary>
    public int TipsWithoutPower { get; private set; }

    /// <summary>Tips whose flash write the cut broke off: lost with the power in those tens of milliseconds.</summary>
    public int TipsInTheCut { get; private set; }

    public long Thinned => _life.Thinned;

    public int Readings => _truth.MadeCount;

    public long FallenMicrometres => (long)(Tips - TipsInTheCut) * Life.TipMicrometres;

    public long CommittedMicrometres => _truth.CommittedRain;

    public void Pass()
    {
        for (int day = 0; day < _days; day++)
        {
            long dawn = _begin + (day * Day);
            long cut = dawn + _random.NextInt64(Day - (4 * Hour));
            LiveUntil(cut);
            CutPower();
            LiveUntil(dawn + Day);
        }

        do
        {
            _life.SendAll();
        }
        while (_life.Pending > 0);
    }

    private void LiveUntil(long end)
    {
        while (_truth.Now < end)
        {
            try
            {
                LiveOn(end);
            }
            catch (PowerCutException)
            {
                Restart();
            }
        }
    }

    private void LiveOn(long end)
    {
        long due = _truth.Now + _life.Measure();
        if (IsGatewayThere())
        {
            _life.SendAll();
        }

        long tip = _next < _tips.Length ? _begin + _tips[_next] : long.MaxValue;
        _life.PassTo(Math.Min(end, Math.Min(due, tip)));
        if (tip <= _truth.Now)
        {
            _next++;
            Tips++;
            _life.Tip();
        }
    }

    // Half of the cuts come between two writes, half inside the next one.
    private void CutPower()
    {
        _armed = _random.Next(2) == 0;
        if (!_armed)
        {
            Restart();
        }
    }

    private void CutHere(Change change)
    {
        if (_armed)
        {
            _armed = false;
            byte[]?[] forms = [.. change.Forms(_random)];
            Flash.Put(change.Name, forms[_random.Next(forms.Length)]);
            throw new PowerCutException();
        }
    }

    private void Restart()
    {
        Cuts++;
        _truth.Now += _random.NextInt64(60_000, 3 * Hour);
        while (_next < _tips.Length && _begin + _tips[_next] < _truth.Now)
        {
            _next++;
            TipsWithoutPower++;
        }

        long before = _truth.Fallen;
        int inHand = _truth.TipsInHand;
        _life = Start();
        TipsInTheCut += inHand - (int)((_truth.Fallen - before) / Life.TipMicrometres);
        Started();
    }

    private Life Start() => new(_truth, Flash, _random, _plot);

    private bool IsGatewayThere()
    {
        long passed = _truth.Now - _begin;
        long outage = _days / 2 * Day;
        return passed / Hour % 3 != 0 && (passed < outage || passed > outage + (OutageDays * Day));
    }
}
