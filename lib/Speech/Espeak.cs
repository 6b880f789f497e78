using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace Speech;

/// <summary>espeak-ng as a child process: plain text in, sound out, of whose 22,050 Hz nothing is kept.</summary>
internal sealed partial class Espeak(SpeechOptions options)
{
    public const string PinyinVoice = "cmn-latn-pinyin";

    private const string Package = "espeak-ng";

    /// <summary>Half an hour of espeak-ng's 22,050 Hz sound.</summary>
    private const int SoundLimitBytes = 22_050 * 2 * 1_800;

    /// <summary>Null until they could be listed: a machine that lacks the program, or is too busy, is asked again with the next text.</summary>
    private HashSet<string>? _voices;

    public async Task<Pcm16Audio> Say(string text, string voice, int sampleRateHertz)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return new Pcm16Audio(sampleRateHertz, []);
        }

        // -b 1: the text is UTF-8. Mark-up is not interpreted, since -m is not given.
        string[] arguments = ["-v", voice, "-s", options.WordsPerMinute.ToString(CultureInfo.InvariantCulture), "-b", "1", "--stdin", "--stdout"];
        return await ChildProcess.Run(
            options.EspeakProgram, Package, arguments, Encoding.UTF8.GetBytes(text), options.ChildTimeLimit, SoundLimitBytes,
            wav => new Pcm16Audio(sampleRateHertz, wav.Length == 0 ? [] : ReadWav(wav, sampleRateHertz)));
    }

    /// <summary>The voice that fits a language tag best: "en-GB" is en-gb, "de-AT" is de.</summary>
    public async Task<string> VoiceFor(string languageTag)
    {
        HashSet<string> voices = _voices ??= await ListVoices(options);
        string wanted = languageTag.ToLowerInvariant();
        if (LanguageTag().IsMatch(wanted))
        {
            for (int end = wanted.Length; end > 0; end = wanted.LastIndexOf('-', end - 1))
            {
                if (voices.Contains(wanted[..end]))
                {
                    return wanted[..end];
                }
            }
        }

        throw new SpeechException($"could not speak: espeak-ng has no voice for the language \"{SpokenText.Clean(languageTag)}\"");
    }

    private static async Task<HashSet<string>> ListVoices(SpeechOptions options)
    {
        string table = await ChildProcess.Run(options.EspeakProgram, Package, ["--voices"], [], options.ChildTimeLimit, 1 << 20, Encoding.UTF8.GetString);
        var voices = new HashSet<string>();

        // Pty Language  Age/Gender VoiceName  File  Other Languages: "2  en-gb  --/M  English_(Great_Britain)  gmw/en  (en 2)"
        foreach (string line in table.Split('\n').Skip(1))
        {
            string[] columns = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (columns.Length > 1)
            {
                voices.Add(columns[1]);
                voices.UnionWith(OtherLanguage().Matches(line).Select(other => other.Groups["tag"].Value));
            }
        }

        return voices;
    }

    /// <summary>A pipe's WAV does not know its length: the data chunk runs to the end of the stream.</summary>
    private static short[] ReadWav(ReadOnlySpan<byte> wav, int sampleRateHertz)
    {
        const int DataOffset = 44;
        if (wav.Length < DataOffset || !wav[..4].SequenceEqual("RIFF"u8) || !wav[36..40].SequenceEqual("data"u8)
            || BinaryPrimitives.ReadInt16LittleEndian(wav[22..]) != 1 || BinaryPrimitives.ReadInt16LittleEndian(wav[34..]) != 16)
        {
            throw new SpeechException("could not speak: espeak-ng did not answer with mono 16-bit WAV");
        }

        // As it lies there: every machine that this runs on has the low byte first.
        return Resampler.Convert(MemoryMarshal.Cast<byte, short>(wav[DataOffset..]), BinaryPrimitives.ReadInt32LittleEndian(wav[24..]), sampleRateHertz);
    }

    [GeneratedRegex("^[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,5}$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex LanguageTag();

    [GeneratedRegex(@"\((?<tag>[a-z0-9-]+) \d+\)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex OtherLanguage();
}
