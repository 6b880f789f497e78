using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using EdgeWarning.Gateway.Platform;
using Microsoft.Extensions.Options;
using Speech;

namespace EdgeWarning.Gateway.Voice;

/// <summary>A text as sound.</summary>
/// <param name="Clip">Null when this machine cannot say it.</param>
/// <param name="Fault">Why not, for whoever can mend it; null otherwise.</param>
/// <param name="TooLong">How long it would last, when it cannot be said because a board does not keep so much.</param>
public sealed record Rendering(Clip? Clip, Fault? Fault, TimeSpan? TooLong = null)
{
    public bool IsSpoken => Clip is not null;
}

/// <summary>
/// Speaks texts, each once: what was spoken before is answered from <see cref="ClipLibrary"/>. Mandarin goes through toned pinyin, the office's own lexicon first; other
/// languages by espeak-ng's voices. A machine without these parts says which one is missing; warnings then go out as tone and text all the same.
/// </summary>
public sealed partial class SpeechRenderer(ClipLibrary clips, OfficeLexicon lexicon, IOptions<VoiceSettings> settings, ILogger<SpeechRenderer> log) : IAsyncDisposable
{
    /// <summary>Changes whenever the same text would sound otherwise: older clips are then made anew.</summary>
    private const string Revision = "2";

    private readonly ConcurrentDictionary<string, Lazy<Task<Rendering>>> _underWay = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _slots = new(Math.Max(1, Environment.ProcessorCount - 1));
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _ending = new();
    private SpeechSynthesizer? _speech;
    private string _words = "";

    /// <summary>What boards call the sound of a text, before it is made.</summary>
    public string BoardNameOf(string text, string language) => NamePrefix + KeyOf(text, language)[..Clip.NameDigits];

    internal const string NamePrefix = "speech-";

    /// <summary>Names a text, its language and how the office says its words: the same name is the same sound.</summary>
    public string KeyOf(string text, string language)
    {
        var words = string.Concat(lexicon.In(text).Select(word => $"\n{word.Word}\t{word.Reading}"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Revision}\n{settings.Value.WordsPerMinute}\n{language}\n{text}{words}")));
    }

    /// <summary>The text as a clip for boards.</summary>
    /// <param name="language">BCP 47, such as zh-CN.</param>
    public async Task<Rendering> Render(string text, string language, CancellationToken stopping = default)
    {
        var key = KeyOf(text, language);
        if (clips.Spoken(key) is { } known)
        {
            await clips.Used(known);
            return new Rendering(known, null);
        }

        // One rendering for all who ask meanwhile; whoever gives up waiting does not end it for the others.
        var mine = _underWay.GetOrAdd(key, _ => new Lazy<Task<Rendering>>(() => Task.Run(() => RenderAnew(key, text, language), CancellationToken.None)));
        try
        {
            return await mine.Value.WaitAsync(stopping);
        }
        finally
        {
            if (mine.Value.IsCompleted)
            {
                _underWay.TryRemove(KeyValuePair.Create(key, mine));
            }
        }
    }

    /// <summary>Gives up what is still to be spoken and waits for what is being kept: a gateway that has ended writes nothing into its folder any more.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_ending.IsCancellationRequested)
        {
            return;
        }

        await _ending.CancelAsync();
        await ((Task)Task.WhenAll(_underWay.Values.Select(one => one.Value))).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _speech?.Dispose();
        _slots.Dispose();
        _ending.Dispose();
    }

    private async Task<Rendering> RenderAnew(string key, string text, string language)
    {
        await _slots.WaitAsync(_ending.Token);
        try
        {
            var (spoken, fault) = await Speak(text, language);
            if (spoken is null || spoken.Samples.Length == 0)
            {
                return new Rendering(null, fault ?? Fault.Of("voice.nothing", "there is nothing to say in it"));
            }

            var levelled = Loudness.Match(spoken);
            return levelled.Milliseconds > Clip.MostMilliseconds
                ? new Rendering(null, Fault.Of("voice.tooLong", $"it takes {levelled.Milliseconds / 1_000} seconds to say: a board keeps {Clip.MostMilliseconds / 1_000}"), TimeSpan.FromMilliseconds(levelled.Milliseconds))
                : new Rendering(await clips.AddSpoken(key, levelled, text, CancellationToken.None), null);
        }
        finally
        {
            _slots.Release();
        }
    }

    private async Task<(Sound? Sound, Fault? Fault)> Speak(string text, string language)
    {
        try
        {
            var said = await Synthesizer().Say(text, language, Sound.FullRate, _ending.Token);
            return (new Sound(said.SampleRateHertz, said.Samples), null);
        }
        catch (SpeechException cannot)
        {
            LogCannot(cannot.Message);
            return (null, Fault.Of("voice.cannot", $"{cannot.Message}"));
        }
    }

    /// <summary>With the office's words as they are now. The dictionary behind it is read with the first Chinese text after a change.</summary>
    private SpeechSynthesizer Synthesizer()
    {
        var words = lexicon.Words();
        var said = string.Join('\n', words);
        lock (_gate)
        {
            if (_speech is null || said != _words)
            {
                _speech = new SpeechSynthesizer(OptionsWith(words));     // the one before may be speaking still: it goes with its last text
                _words = said;
            }

            return _speech;
        }
    }

    private SpeechOptions OptionsWith(IEnumerable<LexiconWord> words) => new()
    {
        Lexicon = OfficeLexicon.For(words),
        TerraPinyinPath = settings.Value.Dictionary,
        EspeakProgram = settings.Value.Espeak,
        OpenccProgram = settings.Value.Opencc,
        WordsPerMinute = settings.Value.WordsPerMinute,
        CacheBytes = 0,     // clips are kept on disk
    };

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Why}")]
    private partial void LogCannot(string why);
}
