using EdgeWarning.Gateway.Devices;

namespace EdgeWarning.Gateway.Voice;

/// <summary>How a clip came to be. The numbers stand in the store.</summary>
public enum ClipOrigin
{
    /// <summary>Speech made from a text. It can be made again, so it goes when room is needed.</summary>
    Rendered = 1,

    /// <summary>喊话: spoken by a person into the console.</summary>
    Recorded = 2,

    /// <summary>A file that somebody brought.</summary>
    Uploaded = 3,

    /// <summary>A recording between the announcements of a drill: never part of a real warning.</summary>
    Drill = 4,
}

/// <summary>A sound that boards can fetch and play: PCM16, mono, at the level of the tones.</summary>
/// <param name="Id">SHA-256 of its WAV file, in hex.</param>
/// <param name="Name">For people.</param>
/// <param name="Sha1">Of its WAV file, in hex, as CAP wants it.</param>
public sealed record Clip(string Id, ClipOrigin Origin, string Name, int Bytes, int Milliseconds, string Sha1, string By, DateTimeOffset At)
{
    /// <summary>
    /// The longest that a board keeps: a third of the usual flash of 3 MB is for clips, and half a minute at the full rate or a whole one at half of it is just below that.
    /// Source: firmware's ClipStore and flash.kilobytes.
    /// </summary>
    public const int MostMilliseconds = 60_000;

    /// <summary>Up to here a clip has the full rate.</summary>
    public const int MostMillisecondsAtFullRate = 30_000;

    public const string MimeType = "audio/wav";

    private const string UriPrefix = "/api/clips/";

    /// <summary>Where whoever works here listens to it.</summary>
    public string Uri => UriPrefix + Id;

    /// <summary>Where boards fetch it.</summary>
    public string Path => FileStore.PathOf(Id);

    /// <summary>What boards call it: it follows from the content, so that a board never plays another sound under it.</summary>
    public string BoardName => NamePrefix + Id[..NameDigits];

    internal const string NamePrefix = "clip-";
    internal const int NameDigits = 32;

    /// <summary>How a CAP message names a sound, for whoever reads that message anywhere.</summary>
    /// <param name="gateway">Where others reach this gateway.</param>
    /// <param name="identifier">Of the message.</param>
    public static Uri AddressIn(Uri gateway, string identifier, string id) => new($"{gateway.AbsoluteUri.TrimEnd('/')}/api/feed/{System.Uri.EscapeDataString(identifier)}/{id}.wav");

    /// <summary>The id in an address of ours; null in any other. The id is the sound itself, so it does not matter at which gateway the address begins.</summary>
    public static string? IdIn(string? uri)
    {
        var last = uri?.Split('/') is [.., "api", "clips", var plain] ? plain : uri?.Split('/') is [.., "api", "feed", _, var file] ? System.IO.Path.GetFileNameWithoutExtension(file) : "";
        return last.Length == 64 && last.All(char.IsAsciiHexDigitLower) ? last : null;
    }
}
