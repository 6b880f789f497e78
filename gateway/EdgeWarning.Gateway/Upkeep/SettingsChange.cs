using System.Collections.Immutable;
using EdgeWarning.Gateway.Platform;

namespace EdgeWarning.Gateway.Upkeep;

/// <summary>One setting before and after a change; null = not set by the county, the board's own file says it.</summary>
public sealed record SettingDifference(string Name, string? Before, string? After);

/// <summary>What is to change in the county's settings of a board, whatever else they hold: new values, and names that are taken back (null).</summary>
public sealed class SettingsChange
{
    private const string TakenBack = "- ";
    private readonly ImmutableSortedDictionary<string, string?> _values;

    public SettingsChange(IEnumerable<KeyValuePair<string, string?>> values) => _values = values.ToImmutableSortedDictionary(StringComparer.Ordinal);

    public bool IsEmpty => _values.IsEmpty;

    /// <summary>"name = value" a line, "- name" for one that is taken back.</summary>
    public static SettingsChange Parse(string text) => new(text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line =>
        line.StartsWith(TakenBack, StringComparison.Ordinal) ? KeyValuePair.Create<string, string?>(line[TakenBack.Length..], null)
        : KeyValuePair.Create<string, string?>(line[..line.IndexOf('=', StringComparison.Ordinal)].Trim(), line[(line.IndexOf('=', StringComparison.Ordinal) + 1)..].Trim())));

    public CountySettings ApplyTo(CountySettings before) =>
        _values.Aggregate(before, (settings, pair) => pair.Value is { } value ? settings.With(pair.Key, value) : settings.Without(pair.Key));

    /// <summary>What it changes on a board; nothing when the board has it all already, or has no part that it is for.</summary>
    public IReadOnlyList<SettingDifference> Differences(CountySettings before, string kind) =>
    [
        .. _values.Where(pair => KnownSetting.Fits(pair.Key, kind)).Select(pair => new SettingDifference(pair.Key, before.ValueOf(pair.Key), pair.Value))
            .Where(difference => difference.Before != difference.After),
    ];

    /// <summary>Without what a kind of board has no part for.</summary>
    public SettingsChange For(string kind) => new(_values.Where(pair => KnownSetting.Fits(pair.Key, kind)));

    /// <summary>What no board would take; empty when nothing is wrong.</summary>
    public IReadOnlyList<Fault> Faults =>
    [
        .. new CountySettings(_values.Where(pair => pair.Value is not null).Select(pair => $"{pair.Key} = {pair.Value}")).Faults,
        .. _values.Select(pair => pair.Value is { } value ? KnownSetting.FaultOf(pair.Key, value) : null).OfType<Fault>(),
    ];

    public override string ToString() => string.Concat(_values.Select(pair => (pair.Value is { } value ? $"{pair.Key} = {value}" : TakenBack + pair.Key) + "\n"));
}
