namespace EdgeWarning.Simulator.Weather;

/// <summary>A record of a river: stage above gauge zero at moments counted from the start of the series.</summary>
public sealed class StageSeries(string source, IReadOnlyList<(long Milliseconds, double Millimetres)> points)
{
    public string Source { get; } = source;

    public IReadOnlyList<(long Milliseconds, double Millimetres)> Points { get; } =
        points.Count > 0 ? points : throw new InvalidDataException($"could not use {source}: it has no stage");

    public long EndMilliseconds => Points[^1].Milliseconds;

    /// <summary>The stage at a moment, on the straight line between the points around it; before the first and after the last it stays.</summary>
    public int MillimetresAt(long milliseconds)
    {
        int low = 0;
        int high = Points.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (Points[middle].Milliseconds <= milliseconds)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        if (low == 0 || low == Points.Count)
        {
            return (int)Math.Round(Points[Math.Clamp(low - 1, 0, Points.Count - 1)].Millimetres);
        }

        (long before, double from) = Points[low - 1];
        (long after, double to) = Points[low];
        return (int)Math.Round(from + ((to - from) * (milliseconds - before) / (after - before)));
    }

    /// <summary>The part of a record between two moments; time starts anew at its beginning.</summary>
    public StageSeries Between(long fromMilliseconds, long toMilliseconds) => new(
        Source,
        [.. Points.Where(point => point.Milliseconds >= fromMilliseconds && point.Milliseconds <= toMilliseconds)
            .Select(point => (point.Milliseconds - fromMilliseconds, point.Millimetres))]);
}
