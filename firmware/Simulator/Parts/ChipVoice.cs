using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Speech;

namespace EdgeWarning.Simulator.Parts;

/// <summary>The voice of all speech modules of a county: one rendering of a text serves every module that says it.</summary>
public sealed class ChipVoice(SpeechSynthesizer speech)
{
    public const int SampleRateHertz = 16_000;

    /// <summary>The chip reads Chinese, and the Latin words in it as English. Source: XFS5152CE development guide, chapter 1; the SYN6288 spells them.</summary>
    private const string Language = "zh-CN";

    /// <summary>
    /// At its greatest volume the module drives the amplifier's input fully: espeak-ng's level (RMS 0.12 of full scale) times 2.2, rounded off at
    /// the top, which is RMS 0.22 while it speaks.
    /// </summary>
    private const float GreatestGain = 2.2f;

    private readonly ConditionalWeakTable<Pcm16Audio, ConcurrentDictionary<int, short[]>> _byVolume = [];

    /// <summary>Samples of a text at a volume of 0 to 100 %. They are shared: nobody writes into them.</summary>
    public async Task<short[]> Say(string text, int volumePercent)
    {
        Pcm16Audio sound = await speech.Say(text, Language, SampleRateHertz);
        return _byVolume.GetOrCreateValue(sound).GetOrAdd(volumePercent, static (loudness, quiet) => Amplify(quiet, loudness), sound);
    }

    private static short[] Amplify(Pcm16Audio sound, int volumePercent)
    {
        float gain = GreatestGain * volumePercent / 100 / short.MaxValue;
        var samples = new short[sound.Samples.Length];
        for (int index = 0; index < samples.Length; index++)
        {
            samples[index] = (short)(short.MaxValue * MathF.Tanh(sound.Samples[index] * gain));
        }

        return samples;
    }
}
