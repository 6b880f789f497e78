namespace EdgeWarning.Gateway.Voice;

/// <summary>
/// Takes peaks above <see cref="Loudness.PeakAmplitude"/> down, a millisecond at a time: early enough, smoothly, and slowly up again. Each pass begins with the sound as it was given and writes into the same buffer.
/// </summary>
internal sealed class Limiter
{
    // It sees a peak so long before it comes, and lets go so slowly after it: shorter, and it would follow the single waves of a voice.
    private const int LookAheadMilliseconds = 5;
    private const float ReleaseMilliseconds = 120;

    private readonly ReadOnlyMemory<short> _sound;
    private readonly short[] _limited;
    private readonly int _rateHertz;
    private readonly int _perMillisecond;
    private readonly float[] _needed;
    private readonly float[] _slow;

    /// <param name="part">Of its samples.</param>
    public Limiter(Sound sound, Range part)
    {
        _sound = sound.Samples.AsMemory(part);
        _limited = new short[_sound.Length];
        _rateHertz = sound.RateHertz;
        _perMillisecond = sound.RateHertz / 1_000;
        _needed = new float[(_sound.Length + _perMillisecond - 1) / _perMillisecond];
        _slow = new float[_needed.Length];
    }

    /// <summary>As the last pass left it.</summary>
    public Sound Limited => new(_rateHertz, _limited);

    /// <summary>The sound, so much louder. It holds until the next pass.</summary>
    public ReadOnlySpan<short> Apply(double gain)
    {
        FindGains((float)gain);
        var samples = _sound.Span;
        for (var at = 0; at < _slow.Length; at++)
        {
            var from = Math.Min(GainAt(at - 1), GainAt(at));
            var step = (Math.Min(GainAt(at), GainAt(at + 1)) - from) / _perMillisecond;
            var end = Math.Min(samples.Length, (at + 1) * _perMillisecond);
            for (var i = at * _perMillisecond; i < end; i++, from += step)
            {
                _limited[i] = (short)Math.Clamp(MathF.Round(samples[i] * (float)gain * from), -Loudness.PeakAmplitude, Loudness.PeakAmplitude);
            }
        }

        return _limited;
    }

    // The mean of the last milliseconds: each of them knew of what comes now.
    private float GainAt(int at)
    {
        at = Math.Clamp(at, 0, _slow.Length - 1);
        var (sum, first) = (0f, Math.Max(0, at - LookAheadMilliseconds));
        for (var i = first; i <= at; i++)
        {
            sum += _slow[i];
        }

        return sum / (at - first + 1);
    }

    private void FindGains(float gain)
    {
        var samples = _sound.Span;
        for (var at = 0; at < _needed.Length; at++)
        {
            var peak = 1f;
            var end = Math.Min(samples.Length, (at + 1) * _perMillisecond);
            for (var i = at * _perMillisecond; i < end; i++)
            {
                peak = Math.Max(peak, Math.Abs(samples[i] * gain));
            }

            _needed[at] = Math.Min(1, Loudness.PeakAmplitude / peak);
        }

        var now = 1f;
        for (var at = 0; at < _slow.Length; at++)
        {
            var ahead = _needed[at];
            for (var next = at + 1; next <= Math.Min(_needed.Length - 1, at + LookAheadMilliseconds); next++)
            {
                ahead = Math.Min(ahead, _needed[next]);
            }

            now = ahead < now ? ahead : now + ((ahead - now) / ReleaseMilliseconds);
            _slow[at] = now;
        }
    }
}
