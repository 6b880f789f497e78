using Speech;

namespace EdgeWarning.Gateway.Voice;

/// <summary>Mono sound of 16 bits. Nobody writes into its samples.</summary>
public sealed record Sound(int RateHertz, short[] Samples)
{
    /// <summary>What a board's amplifier is fed with.</summary>
    public const int FullRate = 16_000;

    /// <summary>As clear as a telephone; a board doubles it.</summary>
    public const int HalfRate = 8_000;

    public int Milliseconds => (int)(Samples.Length * 1_000L / RateHertz);

    public static Sound Silence(int milliseconds) => new(FullRate, new short[FullRate * milliseconds / 1_000]);

    /// <summary>One after the other, at the full rate.</summary>
    public static Sound Join(params IReadOnlyList<Sound> pieces) => new(FullRate, [.. pieces.SelectMany(piece => piece.At(FullRate).Samples)]);

    public Sound At(int rateHertz) =>
        rateHertz == RateHertz ? this : new Sound(rateHertz, Resampler.Convert(new Pcm16Audio(RateHertz, Samples), rateHertz).Samples);
}
