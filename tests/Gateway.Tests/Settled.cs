using Microsoft.Extensions.Options;

namespace EdgeWarning.Gateway.Tests;

/// <summary>Options that nobody changes.</summary>
public sealed class Settled<T>(T value) : IOptionsMonitor<T>
{
    public T CurrentValue => value;

    public T Get(string? name) => value;

    public IDisposable? OnChange(Action<T, string?> listener) => null;
}
