namespace Speech;

/// <summary>What a synthesizer may use and how far it may go.</summary>
public sealed record SpeechOptions
{
    /// <summary>Words of the caller (place names) that win over every dictionary.</summary>
    public Lexicon Lexicon { get; init; } = Lexicon.Empty;

    /// <summary>Where Debian's rime-data-terra-pinyin puts its readings.</summary>
    public string TerraPinyinPath { get; init; } = "/usr/share/rime-data/terra_pinyin.dict.yaml";

    public string EspeakProgram { get; init; } = "espeak-ng";

    public string OpenccProgram { get; init; } = "opencc";

    /// <summary>espeak-ng's -s. 175 is its own default; a horn across a valley is understood better when it speaks slower.</summary>
    public int WordsPerMinute { get; init; } = 150;

    /// <summary>A longer text is refused. 4,000 characters are about a quarter of an hour of Mandarin.</summary>
    public int MaximumCharacters { get; init; } = 4_000;

    public TimeSpan ChildTimeLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Sounds that are kept for the next caller.</summary>
    public long CacheBytes { get; init; } = 64L << 20;

    /// <summary>Renderings that may run at the same time; each is one child process at a time.</summary>
    public int ParallelRenderings { get; init; } = Math.Max(1, Environment.ProcessorCount);
}
