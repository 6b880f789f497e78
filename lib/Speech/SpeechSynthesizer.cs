using System.Security.Cryptography;
using System.Text;

namespace Speech;

/// <summary>Speaks text in any language that espeak-ng has a voice for, Mandarin by way of toned pinyin. Safe for many threads.</summary>
public sealed class SpeechSynthesizer : IDisposable
{
    private readonly SpeechOptions _options;
    private readonly Espeak _espeak;
    private readonly Lazy<MandarinReader> _mandarin;
    private readonly AudioCache _cache;
    private readonly SemaphoreSlim _slots;
    private long _renderings;

    public SpeechSynthesizer()
        : this(new SpeechOptions())
    {
    }

    public SpeechSynthesizer(SpeechOptions options)
    {
        _options = options;
        _espeak = new Espeak(options);
        _mandarin = new Lazy<MandarinReader>(() => new MandarinReader(options));
        _cache = new AudioCache(options.CacheBytes);
        _slots = new SemaphoreSlim(options.ParallelRenderings);
    }

    /// <summary>How often a child process was asked for sound: the cache answers the rest.</summary>
    public long Renderings => Interlocked.Read(ref _renderings);

    /// <summary>
    /// The sound of a text. A language tag is BCP 47 ("zh-CN", "en-GB"). Text without anything to say gives no samples.
    /// </summary>
    /// <exception cref="SpeechException">The text is too long, the language has no voice, or a part of the machine is missing.</exception>
    public Task<Pcm16Audio> Say(string text, string languageTag, int sampleRateHertz, CancellationToken stopping = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(languageTag);
        ArgumentOutOfRangeException.ThrowIfLessThan(sampleRateHertz, 4_000);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sampleRateHertz, 96_000);
        if (text.Length > _options.MaximumCharacters)
        {
            throw new SpeechException($"could not speak a text of {text.Length} characters: the limit is {_options.MaximumCharacters}");
        }

        string content = $"{languageTag}\n{sampleRateHertz}\n{_options.WordsPerMinute}\n{text}";
        string key = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(content)));
        return _cache.Get(key, () => Task.Run(() => Render(text, languageTag, sampleRateHertz), CancellationToken.None)).WaitAsync(stopping);
    }

    public void Dispose() => _slots.Dispose();

    private static Pcm16Audio Joined(List<Pcm16Audio> pieces, int sampleRateHertz) =>
        pieces is [var whole] ? whole : new Pcm16Audio(sampleRateHertz, [.. pieces.SelectMany(piece => piece.Samples)]);

    private async Task<Pcm16Audio> Render(string text, string languageTag, int sampleRateHertz)
    {
        await _slots.WaitAsync();
        try
        {
            Interlocked.Increment(ref _renderings);
            var spoken = new List<Pcm16Audio>();
            foreach (SpokenRun run in SpokenRun.Split(SpokenText.Clean(text), languageTag))
            {
                spoken.Add(run.IsMandarin
                    ? await _espeak.Say(await _mandarin.Value.ToPinyin(run.Text), Espeak.PinyinVoice, sampleRateHertz)
                    : await _espeak.Say(run.Text, await _espeak.VoiceFor(run.LanguageTag), sampleRateHertz));
            }

            return Joined(spoken, sampleRateHertz);
        }
        finally
        {
            _slots.Release();
        }
    }
}
