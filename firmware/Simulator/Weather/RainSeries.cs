namespace EdgeWarning.Simulator.Weather;

/// <summary>Rain between two moments, counted from the start of the series.</summary>
/// <param name="Nanometres">Depth fallen. Nanometres, because a thousandth of an inch is 25,400 of them and no whole micrometre.</param>
/// <param name="Tips">Tips that the gauge of the record made in this time; 0 in a series of depths.</param>
public sealed record RainStep(long StartMilliseconds, long EndMilliseconds, long Nanometres, int Tips);

/// <summary>A record of rain: depths over time, or the single tips of somebody's gauge.</summary>
public sealed class RainSeries
{
    private readonly RainStep[] _steps;
    private readonly long[] _nanometresBefore;
    private readonly long[] _tipsBefore;

    /// <param name="steps">In time order, not overlapping.</param>
    public RainSeries(string source, IReadOnlyList<RainStep> steps, bool countsTips)
    {
        Source = source;
        CountsTips = countsTips;
        _steps = [.. steps];
        _nanometresBefore = new long[_steps.Length + 1];
        _tipsBefore = new long[_steps.Length + 1];
        for (int step = 0; step < _steps.Length; step++)
        {
            _nanometresBefore[step + 1] = _nanometresBefore[step] + _steps[step].Nanometres;
            _tipsBefore[step + 1] = _tipsBefore[step] + _steps[step].Tips;
        }
    }

    public string Source { get; }

    /// <summary>The record counts tips: one recorded tip is one tip of the simulated bucket, whatever its size.</summary>
    public bool CountsTips { get; }

    public IReadOnlyList<RainStep> Steps => _steps;

    public long TotalNanometres => _nanometresBefore[^1];

    public long EndMilliseconds => _steps.Length == 0 ? 0 : _steps[^1].EndMilliseconds;

    /// <summary>
    /// How often a bucket has tipped by a moment: the whole depth so far divided by the size of a tip, rain falling evenly within each step.
    /// </summary>
    public long TipsBy(long milliseconds, int tipMicrometres)
    {
        int step = StepsStartedBy(milliseconds) - 1;
        if (step < 0)
        {
            return 0;
        }

        RainStep now = _steps[step];
        long length = Math.Max(1, now.EndMilliseconds - now.StartMilliseconds);
        long passed = Math.Min(milliseconds - now.StartMilliseconds, length);
        if (CountsTips)
        {
            return _tipsBefore[step] + (now.Tips * passed / length);
        }

        long nanometres = _nanometresBefore[step] + (long)((Int128)now.Nanometres * passed / length);
        return nanometres / (tipMicrometres * 1_000L);
    }

    public long TotalTips(int tipMicrometres) => TipsBy(long.MaxValue / 2, tipMicrometres);

    /// <summary>The earliest moment from which rain falls again: now when it rains, the start of the next wet step, or the end.</summary>
    public long NextRain(long milliseconds)
    {
        for (int step = Math.Max(0, StepsStartedBy(milliseconds) - 1); step < _steps.Length; step++)
        {
            if (_steps[step].EndMilliseconds > milliseconds && (_steps[step].Nanometres > 0 || _steps[step].Tips > 0))
            {
                return Math.Max(milliseconds, _steps[step].StartMilliseconds);
            }
        }

        return Math.Max(milliseconds, EndMilliseconds);
    }

    /// <summary>The part of a record between two moments; time starts anew at its beginning.</summary>
    public RainSeries Between(long fromMilliseconds, long toMilliseconds) => new(
        Source,
        [.. _steps.Where(step => step.StartMilliseconds >= fromMilliseconds && step.EndMilliseconds <= toMilliseconds).Select(step => step with
        {
            StartMilliseconds = step.StartMilliseconds - fromMilliseconds,
            EndMilliseconds = step.EndMilliseconds - fromMilliseconds,
        })],
        CountsTips);

    private int StepsStartedBy(long milliseconds)
    {
        int low = 0;
        int high = _steps.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_steps[middle].StartMilliseconds <= milliseconds)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
