namespace EdgeWarning.Gateway.Settings;

/// <summary>The last source of the configuration: what the office has chosen, above files, environment and command line.</summary>
internal sealed class OfficeOverlay : ConfigurationProvider, IConfigurationSource
{
    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

    /// <summary>Takes the place of all that was chosen before; whoever watches an option hears of it.</summary>
    public void Lay(IReadOnlyDictionary<string, string> own)
    {
        Data = own.ToDictionary(setting => setting.Key, setting => (string?)setting.Value, StringComparer.OrdinalIgnoreCase);
        OnReload();
    }

    /// <summary>The configuration as it would be with other choices in place of those that are laid over it now.</summary>
    public static IConfiguration Instead(IConfigurationRoot all, IReadOnlyDictionary<string, string> own)
    {
        var flat = all.AsEnumerable().Where(setting => setting.Value is not null).ToDictionary(StringComparer.OrdinalIgnoreCase);
        foreach (var setting in OfficeSetting.All)
        {
            var chosen = own.GetValueOrDefault(setting.Name) ?? Beneath(all, setting.Name);
            if (chosen is null)
            {
                flat.Remove(setting.Name);
            }
            else
            {
                flat[setting.Name] = chosen;
            }
        }

        return new ConfigurationBuilder().AddInMemoryCollection(flat).Build();
    }

    private static string? Beneath(IConfigurationRoot all, string name) =>
        all.Providers.Reverse().Where(provider => provider is not OfficeOverlay).Select(provider => provider.TryGet(name, out var value) ? value : null).FirstOrDefault(value => value is not null);
}
