namespace NanoHost.Hardware;

/// <summary>An access point that the board can hear.</summary>
/// <param name="Ssid">Its name.</param>
/// <param name="Dbm">How strongly the board hears it.</param>
public sealed record AccessPoint(string Ssid, int Dbm);

/// <summary>The radio of a board, as far as a scan sees it. Whether the link works is <see cref="Machine.NetworkUp"/>.</summary>
public sealed class WifiPart
{
    private int _scans;

    /// <summary>The network that the board is set to join.</summary>
    public string Ssid { get; set; } = "village";

    /// <summary>What a scan finds.</summary>
    public IReadOnlyList<AccessPoint> AccessPoints { get; set; } = [new("village", -61)];

    /// <summary>Scans that the firmware has begun.</summary>
    public int Scans => Volatile.Read(ref _scans);

    internal void Scan() => Interlocked.Increment(ref _scans);
}
