namespace EdgeWarning.Firmware.Tests;

/// <summary>
/// Tests that compute, or that hear each sample. They run after all others, one at a time, and may use every core. All others wait for simulated boards most of their time: so many
/// of them fit side by side, and nothing that computes starves a board whose time is real.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Busy
{
    public const string Name = "busy";
}
