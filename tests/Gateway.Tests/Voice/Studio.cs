using EdgeWarning.Gateway.Devices;
using EdgeWarning.Gateway.Platform;
using EdgeWarning.Gateway.Platform.Audit;
using EdgeWarning.Gateway.Platform.Storage;
using EdgeWarning.Gateway.Tests.Platform;
using EdgeWarning.Gateway.Voice;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace EdgeWarning.Gateway.Tests.Voice;

/// <summary>The voice of a gateway without the gateway: a real store, real files, the real espeak-ng.</summary>
internal sealed class Studio : IAsyncDisposable
{
    private readonly TestFolder _folder = new();
    private readonly Database _database;

    public Studio(Action<VoiceSettings>? set = null, TimeProvider? clock = null)
    {
        var settings = new VoiceSettings();
        set?.Invoke(settings);
        clock ??= TimeProvider.System;
        _database = Database.Open(_folder.File("gateway.db"), clock);
        Audit = new AuditLog(_database, clock);
        Files = new FileStore(_database, new DataFolder(_folder.Path), clock);
        Clips = new ClipLibrary(_database, Files, Audit, Options.Create(settings), clock);
        Lexicon = new OfficeLexicon(_database, Audit);
        Renderer = new SpeechRenderer(Clips, Lexicon, Options.Create(settings), NullLogger<SpeechRenderer>.Instance);
    }

    public static Actor Officer { get; } = new("wang", "127.0.0.1");

    public AuditLog Audit { get; }

    public FileStore Files { get; }

    public ClipLibrary Clips { get; }

    public OfficeLexicon Lexicon { get; }

    public SpeechRenderer Renderer { get; }

    public int FilesOnDisk => Directory.Exists(_folder.File("files")) ? Directory.GetFiles(_folder.File("files")).Length : 0;

    /// <summary>A voice-like sound: a tone whose strength goes up and down four times a second.</summary>
    public static Sound Hum(double seconds, double amplitude, int rate = Sound.FullRate, double hertz = 300) => new(rate, [.. Enumerable.Range(0, (int)(seconds * rate))
        .Select(i => (short)(amplitude * Math.Sin(2 * Math.PI * hertz * i / rate) * (0.55 + (0.45 * Math.Sin(2 * Math.PI * 4 * i / rate)))))]);

    public async Task<Sound> Hear(string text, string language = "zh-CN")
    {
        var rendering = await Renderer.Render(text, language);
        Assert.True(rendering.Clip is not null, $"{rendering.Fault}");
        return Clips.Listen(rendering.Clip)!;
    }

    public async ValueTask DisposeAsync()
    {
        await Renderer.DisposeAsync();
        await _database.DisposeAsync();
        _folder.Dispose();
    }
}
