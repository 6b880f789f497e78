using EdgeWarning.Gateway.Platform;

namespace EdgeWarning.Gateway.Devices;

/// <summary>The settings of one place, by name: "stage.zero.millimetres" is "4200". It does not change.</summary>
public sealed class Site
{
    private const string Between = " = ";
    private readonly SortedDictionary<string, string> _values;

    private Site(IEnumerable<KeyValuePair<string, string>> values) => _values = new(values.ToDictionary(), StringComparer.Ordinal);

    public static Site None { get; } = new([]);

    public static Site Of(IEnumerable<KeyValuePair<string, string>> values) => new(values);

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static Site Parse(string lines) => new(lines.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line.Split(Between, 2)).Select(parts => KeyValuePair.Create(parts[0], parts[1])));

    /// <summary>This site with the other's values put over its own.</summary>
    public Site With(Site other) => new(_values.Where(mine => !other._values.ContainsKey(mine.Key)).Concat(other._values));

    /// <summary>Everything wrong with it for a board of this kind, as the board itself would say.</summary>
    public IEnumerable<Fault> FaultsOf(string kind)
    {
        foreach (var (name, value) in _values)
        {
            Fault? fault = SiteSetting.All.FirstOrDefault(setting => setting.Name == name) is { } known ? known.FaultOf(kind, value) : Fault.Of("site.none", $"there is no setting {name}");
            if (fault is not null)
            {
                yield return fault;
            }
        }

        const string low = "stage.loop.low.counts", high = "stage.loop.high.counts";
        if (_values.ContainsKey(low) != _values.ContainsKey(high)
            || (int.TryParse(_values.GetValueOrDefault(low), out int least) && int.TryParse(_values.GetValueOrDefault(high), out int most) && least >= most))
        {
            yield return Fault.Of("site.loop", $"{low} and {high} are given together, the low one below the high one");
        }
    }

    /// <summary>Lines of a settings file.</summary>
    public override string ToString() => string.Concat(_values.Select(value => $"{value.Key}{Between}{value.Value}\n"));
}
