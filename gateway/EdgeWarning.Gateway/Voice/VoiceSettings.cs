namespace EdgeWarning.Gateway.Voice;

/// <summary>How this gateway speaks.</summary>
public sealed class VoiceSettings
{
    public const string Section = "Voice";

    /// <summary>Words a minute, as espeak-ng counts them. A horn across a valley is understood better when it speaks slowly.</summary>
    public int WordsPerMinute { get; set; } = 150;

    /// <summary>Disk for rendered speech, megabytes: half a minute takes one.</summary>
    public int CacheMegabytes { get; set; } = 512;

    /// <summary>The programs that speak; Debian's names.</summary>
    public string Espeak { get; set; } = "espeak-ng";

    public string Opencc { get; set; } = "opencc";

    /// <summary>Readings of Chinese words, from Debian's rime-data-terra-pinyin.</summary>
    public string Dictionary { get; set; } = "/usr/share/rime-data/terra_pinyin.dict.yaml";
}
