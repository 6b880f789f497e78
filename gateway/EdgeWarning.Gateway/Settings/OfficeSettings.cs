using EdgeWarning.Gateway.Broadcast;
using EdgeWarning.Gateway.Desk;
using EdgeWarning.Gateway.Places;
using EdgeWarning.Gateway.Platform.Audit;
using EdgeWarning.Gateway.Warnings;
using EdgeWarning.Gateway.Warnings.Texts;
using Microsoft.Extensions.Options;

namespace EdgeWarning.Gateway.Settings;

/// <summary>What came of a change of the settings.</summary>
public abstract record SettingsAnswer;

public sealed record SettingsKept : SettingsAnswer;

/// <param name="Faults">By the name of the setting; "" for what belongs to none.</param>
public sealed record SettingsRefused(IReadOnlyDictionary<string, string[]> Faults) : SettingsAnswer;

/// <summary>Somebody else has changed them since they were read.</summary>
public sealed record SettingsMoved(OfficeChoice Now) : SettingsAnswer;

/// <summary>The choices of the office: judged whole, kept, and then laid over the configuration.</summary>
public sealed partial class OfficeSettings : IHostedService
{
    private static readonly string[] s_noSuchSetting = ["there is no such setting"];

    private readonly OfficeStore _store;
    private readonly OfficeOverlay _overlay;
    private readonly IConfigurationRoot _configuration;
    private readonly SettingsCheck _check;
    private readonly ILogger<OfficeSettings> _log;
    private readonly Lock _laying = new();

    internal OfficeSettings(OfficeStore store, OfficeOverlay overlay, IConfiguration configuration, SettingsCheck check, ILogger<OfficeSettings> log) =>
        (_store, _overlay, _configuration, _check, _log) = (store, overlay, (IConfigurationRoot)configuration, check, log);

    /// <summary>Something was chosen anew, and is in force.</summary>
    public event Action? Changed;

    public OfficeChoice Newest => _store.Newest();

    /// <summary>The choices that count, by name.</summary>
    public IReadOnlyDictionary<string, string> Own { get; private set; } = OfficeChoice.None.Own;

    /// <summary>As they are in force, and as they would be had the office chosen nothing.</summary>
    public (BoundSettings InForce, BoundSettings Configured) Bound =>
        (BoundSettings.Of(_configuration), BoundSettings.Of(OfficeOverlay.Instead(_configuration, OfficeChoice.None.Own)));

    /// <summary>Changes some settings or none.</summary>
    /// <param name="seen">The version that they were read at.</param>
    /// <param name="wanted">New values by name; null: as configured again.</param>
    public async Task<SettingsAnswer> Change(long seen, IReadOnlyDictionary<string, string?> wanted, Actor by)
    {
        var before = _store.Newest();
        if (before.Version != seen)
        {
            return new SettingsMoved(before);
        }

        var own = Own.Where(setting => !wanted.ContainsKey(setting.Key)).Concat(wanted.Where(setting => setting.Value is not null).Select(setting => KeyValuePair.Create(setting.Key, setting.Value!.Trim())))
            .ToDictionary(StringComparer.Ordinal);
        var unknown = wanted.Keys.Where(name => OfficeSetting.Find(name) is null).ToDictionary(name => name, _ => s_noSuchSetting, StringComparer.Ordinal);
        var faults = unknown.Count > 0 ? unknown : _check.FaultsOf(own);
        if (faults.Count > 0)
        {
            return new SettingsRefused(faults);
        }

        if (!await _store.Add(seen, own, ChangesOf(wanted.Keys, own), by))
        {
            return new SettingsMoved(_store.Newest());
        }

        LayNewest();
        Changed?.Invoke();
        return new SettingsKept();
    }

    /// <summary>Before anything that lives by a choice starts.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        LayNewest();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>A choice that is not sound any more (a newer program, another configuration beneath) is passed over, and the rest counts.</summary>
    private void LayNewest()
    {
        // Of two that are kept at once the newer must be laid last.
        lock (_laying)
        {
            var sound = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var (name, value) in _store.Newest().Own)
            {
                sound[name] = value;
                if (OfficeSetting.Find(name) is null || _check.FaultsOf(sound).Count > 0)
                {
                    sound.Remove(name);
                    LogPassedOver(name, value);
                }
            }

            Own = sound;
            _overlay.Lay(sound);
        }
    }

    private List<(string Name, string Change)> ChangesOf(IEnumerable<string> names, Dictionary<string, string> own)
    {
        var (before, after) = (BoundSettings.Of(_configuration), BoundSettings.Of(OfficeOverlay.Instead(_configuration, own)));
        return [.. names.Select(name => OfficeSetting.Find(name)!).Select(setting => (setting.Name, Change: $"{Shown(setting.ValueIn(before))} -> {Shown(setting.ValueIn(after))}{(own.ContainsKey(setting.Name) ? "" : " (as configured)")}"))];
    }

    private static string Shown(string value) => value.Length == 0 ? "nothing" : value;

    [LoggerMessage(Level = LogLevel.Warning, Message = "could not take over the office's setting {Name} = {Value}: it is not sound any more; the configured value counts until it is chosen anew")]
    private partial void LogPassedOver(string name, string value);
}

/// <summary>Judges choices with the checks of the slices that they belong to.</summary>
internal sealed class SettingsCheck(
    IConfiguration configuration,
    IEnumerable<IValidateOptions<DeskSettings>> desk,
    IEnumerable<IValidateOptions<SoundSettings>> sound,
    IEnumerable<IValidateOptions<TextSettings>> texts,
    IEnumerable<IValidateOptions<WarningSettings>> warnings,
    IEnumerable<IValidateOptions<MapOptions>> map)
{
    /// <summary>What is wrong, by the name of the setting; empty when all of it is sound.</summary>
    public Dictionary<string, string[]> FaultsOf(IReadOnlyDictionary<string, string> own)
    {
        var unreadable = own.Select(choice => (choice.Key, Fault: OfficeSetting.Find(choice.Key)?.FaultOf(choice.Value))).Where(choice => choice.Fault is not null)
            .ToDictionary(choice => choice.Key, choice => new[] { choice.Fault! }, StringComparer.Ordinal);
        if (unreadable.Count > 0)
        {
            return unreadable;
        }

        var bound = BoundSettings.Of(OfficeOverlay.Instead((IConfigurationRoot)configuration, own));
        string[] faults = [.. FaultsOf(desk, bound.Desk), .. FaultsOf(sound, bound.Sound), .. FaultsOf(texts, bound.Texts), .. FaultsOf(warnings, bound.Warnings), .. FaultsOf(map, bound.Map)];
        return faults.GroupBy(NameIn, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Select(fault => fault[group.Key.Length..].TrimStart(' ', ':')).ToArray(), StringComparer.Ordinal);
    }

    private static IEnumerable<string> FaultsOf<T>(IEnumerable<IValidateOptions<T>> checks, T options)
        where T : class => checks.SelectMany(check => check.Validate(Options.DefaultName, options).Failures ?? []);

    /// <summary>Every check begins with the name of what it complains of.</summary>
    private static string NameIn(string fault) =>
        OfficeSetting.All.Select(setting => setting.Name).Where(name => fault.StartsWith(name, StringComparison.Ordinal)).MaxBy(name => name.Length) ?? "";
}
