using System.Buffers;

namespace NanoHost.Hardware;

/// <summary>
/// The sound path of a loudspeaker: a relay feeds an amplifier with a horn; its inputs are an I2S bus and an analogue line (speech chip), mixed.
/// A shunt in the supply shows the current to an analogue input of the board, and what the horn radiates is recorded.
/// Everything is computed when somebody looks (a sample comes, a switch moves, the sensor is read), so an idle amplifier costs nothing.
/// </summary>
public sealed class Amplifier : ISampleSink, IDisposable
{
    /// <summary>
    /// Millivolts at the analogue input per milliampere of supply current: 50 milliohm shunt, INA180A2 (gain 50). 60 mA gives 150 mV;
    /// an ESP32-S3's converter is full at 1240 mA, and 10 W into the horn take 1000 mA.
    /// </summary>
    public const double SensorMillivoltsPerMilliampere = 2.5;

    private const int BlockSamples = SoundRecorder.SampleRate / 200;                    // 5 ms
    private const double SensorFilterMilliseconds = 20;                                  // RC filter before the converter
    private static readonly TimeSpan PumpInterval = TimeSpan.FromMilliseconds(250);     // how far the WAV file may lag behind
    private static readonly double BlockDecay = Math.Exp(-5 / SensorFilterMilliseconds);

    private readonly object _gate = new();
    private readonly SoundRecorder _recorder;
    private readonly List<Sound> _sounds = [];
    private readonly Sound _stream;
    private bool _relayOn;
    private bool _supplied;
    private bool _hornConnected = true;
    private bool _hornRadiates = true;
    private bool _alive = true;
    private bool _relayWorking = true;
    private double _gain = 1;
    private long _rendered;             // all samples before this one have sounded
    private long _audibleFrom;          // the amplifier is muted before this sample
    private double _meanSquare;         // of the output, filtered as the sensor is; full scale is 1
    private double _blockSum;
    private int _blockCount;
    private Alarm? _pump;
    private bool _disposed;

    /// <summary>Wires an amplifier that has power only while <paramref name="relayPin"/> is high, and records it to <paramref name="wavPath"/>.</summary>
    public Amplifier(Machine machine, PinPart relayPin, string wavPath)
    {
        ArgumentNullException.ThrowIfNull(machine);
        ArgumentNullException.ThrowIfNull(relayPin);
        _recorder = new SoundRecorder(wavPath);
        _stream = new Sound(this);
        Line = new AnalogueInput(this);
        _relayOn = relayPin.Level;
        relayPin.Changed += level => Switch(() => _relayOn = level);
        machine.PowerChanged += on =>
        {
            if (!on)
            {
                Switch(DropAll);
            }
        };
    }

    /// <summary>The analogue line input.</summary>
    public AnalogueInput Line { get; }

    /// <summary>The recording.</summary>
    public SoundRecorder Recording => _recorder;

    /// <summary>The horn's cable is plugged in. Without it the amplifier idles and nothing is heard.</summary>
    public bool HornConnected
    {
        get => _hornConnected;
        set => Switch(() => _hornConnected = value);
    }

    /// <summary>The horn's diaphragm moves. A torn one draws its current and nothing is heard.</summary>
    public bool HornRadiates
    {
        get => _hornRadiates;
        set => Switch(() => _hornRadiates = value);
    }

    /// <summary>What the horn radiates now, RMS of full scale, as slow as the sensor; the village hears it.</summary>
    public double HornRms
    {
        get
        {
            lock (_gate)
            {
                RenderUpToNow();
                return _supplied && _alive && _hornConnected && _hornRadiates ? Math.Sqrt(_meanSquare) : 0;
            }
        }
    }

    /// <summary>The amplifier works. A dead one takes no current.</summary>
    public bool Alive
    {
        get => _alive;
        set => Switch(() => _alive = value);
    }

    /// <summary>The relay follows its pin. One that sleeps never feeds the amplifier.</summary>
    public bool RelayWorking
    {
        get => _relayWorking;
        set => Switch(() => _relayWorking = value);
    }

    /// <summary>Amplification: 1 makes full-scale samples full scale at the horn.</summary>
    public double Gain
    {
        get => _gain;
        set => Switch(() => _gain = value);
    }

    /// <summary>The amplifier keeps its output muted so long after its supply came. Typical of class-D amplifiers [M].</summary>
    public TimeSpan StartUpMute { get; set; } = TimeSpan.FromMilliseconds(150);

    /// <summary>Supply current of the idle amplifier in milliamperes.</summary>
    public double QuiescentMilliamperes { get; set; } = 60;

    /// <summary>
    /// Current in milliamperes that an output of full-scale RMS would add. A sine of a quarter of full scale (RMS 0.177) adds 353 mA: about 4 W
    /// out of 12 V.
    /// </summary>
    public double MilliamperesAtFullScaleRms { get; set; } = 2_000;

    /// <summary>The amplifier has its supply and works.</summary>
    public bool IsPowered
    {
        get
        {
            lock (_gate)
            {
                return _supplied && _alive;
            }
        }
    }

    /// <summary>Supply current now, in milliamperes.</summary>
    public double SupplyMilliamperes
    {
        get
        {
            lock (_gate)
            {
                RenderUpToNow();
                if (!_supplied || !_alive)
                {
                    return 0;
                }

                return QuiescentMilliamperes + (_hornConnected ? MilliamperesAtFullScaleRms * Math.Sqrt(_meanSquare) : 0);
            }
        }
    }

    /// <summary>Lets an analogue input of the board see the current.</summary>
    public void ConnectSensor(AdcPart channel)
    {
        ArgumentNullException.ThrowIfNull(channel);
        channel.Millivolts = () => SupplyMilliamperes * SensorMillivoltsPerMilliampere;
    }

    /// <summary>Writes what has sounded up to now; silence after it stays out of the file.</summary>
    public void WriteOut()
    {
        lock (_gate)
        {
            RenderUpToNow();
        }

        _recorder.WriteOut();
    }

    /// <summary>Writes the recording up to now, silence included.</summary>
    public void Flush()
    {
        WriteOut();
        _recorder.Flush();
    }

    /// <summary>Ends the recording.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            RenderUpToNow();
            _disposed = true;
            _pump?.Cancel();
            _sounds.Clear();
        }

        _recorder.Dispose();
    }

    void ISampleSink.Samples(long startNanoseconds, int sampleRate, ReadOnlySpan<short> mono)
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            RenderUpToNow();
            long start = NearestSample(startNanoseconds);
            short[] samples = Resample(mono, sampleRate);

            // On a busy host a piece can come after its time; it sounds late, and what follows it keeps its place behind it.
            _stream.Append(Math.Max(Math.Max(start, _rendered), _stream.End), samples);
            Add(_stream);
        }
    }

    void ISampleSink.Stopped() => Switch(_stream.Drop);

    internal void Play(Sound sound, ReadOnlyMemory<short> mono, int sampleRate)
    {
        ReadOnlyMemory<short> samples = sampleRate == SoundRecorder.SampleRate ? mono : Resample(mono.Span, sampleRate);
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            RenderUpToNow();
            sound.Append(_rendered, samples);
            Add(sound);
        }
    }

    internal void Stop(Sound sound) => Switch(sound.Drop);

    internal long RemainingSamples(Sound sound)
    {
        lock (_gate)
        {
            RenderUpToNow();
            return Math.Max(0, sound.End - _rendered);
        }
    }

    private static short[] Resample(ReadOnlySpan<short> mono, int sampleRate)
    {
        if (sampleRate == SoundRecorder.SampleRate)
        {
            return mono.ToArray();
        }

        var samples = new short[(int)((long)mono.Length * SoundRecorder.SampleRate / sampleRate)];
        for (int i = 0; i < samples.Length; i++)
        {
            double at = (double)i * sampleRate / SoundRecorder.SampleRate;
            int before = (int)at;
            int after = Math.Min(before + 1, mono.Length - 1);
            samples[i] = (short)(mono[before] + ((mono[after] - mono[before]) * (at - before)));
        }

        return samples;
    }

    private long NearestSample(long nanoseconds) => _recorder.SampleAt(nanoseconds + (SoundRecorder.SampleNanoseconds / 2));

    private void Add(Sound sound)
    {
        if (!_sounds.Contains(sound))
        {
            _sounds.Add(sound);
        }

        _pump ??= HardwareClock.After(PumpInterval, Pump);
    }

    /// <summary>Keeps the recording up to date while something sounds and nobody else looks.</summary>
    private void Pump()
    {
        lock (_gate)
        {
            _pump = null;
            if (_disposed)
            {
                return;
            }

            RenderUpToNow();
            if (_sounds.Count > 0)
            {
                _pump = HardwareClock.After(PumpInterval, Pump);
            }
            else
            {
                _recorder.WriteOut();
            }
        }
    }

    /// <summary>Changes something at this very moment: everything before it has sounded as things were.</summary>
    private void Switch(Action change)
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            RenderUpToNow();
            change();
            bool supplied = _relayOn && _relayWorking;
            if (supplied && !_supplied)
            {
                _audibleFrom = _rendered + ((long)StartUpMute.TotalMilliseconds * SoundRecorder.SampleRate / 1000);
            }

            _supplied = supplied;
            if (!supplied || !_alive)
            {
                _meanSquare = 0;
            }
        }
    }

    private void DropAll()
    {
        foreach (Sound sound in _sounds)
        {
            sound.Drop();
        }

        _sounds.Clear();
    }

    private void RenderUpToNow()
    {
        long now = _recorder.SampleAt(HostTime.Nanoseconds);
        if (_disposed || now <= _rendered)
        {
            return;
        }

        if (_sounds.Count == 0)
        {
            BeSilent(now - _rendered);
        }
        else
        {
            Mix(now);
        }

        _rendered = now;
        _sounds.RemoveAll(sound => sound.End <= now);
    }

    private void Mix(long until)
    {
        const int MostAtOnce = 4_096;
        int[] sums = ArrayPool<int>.Shared.Rent(MostAtOnce);
        short[] output = ArrayPool<short>.Shared.Rent(MostAtOnce);
        for (long start = _rendered; start < until;)
        {
            int count = (int)Math.Min(MostAtOnce, until - start);
            Span<int> sum = sums.AsSpan(0, count);
            sum.Clear();
            foreach (Sound sound in _sounds)
            {
                sound.AddTo(sum, start);
            }

            Emit(start, sum, output.AsSpan(0, count));
            start += count;
        }

        ArrayPool<int>.Shared.Return(sums);
        ArrayPool<short>.Shared.Return(output);
    }

    private void Emit(long start, ReadOnlySpan<int> input, Span<short> output)
    {
        int muted = !_supplied || !_alive ? input.Length : (int)Math.Clamp(_audibleFrom - start, 0, input.Length);
        output[..muted].Clear();
        for (int i = muted; i < input.Length; i++)
        {
            output[i] = (short)Math.Clamp(input[i] * _gain, short.MinValue, short.MaxValue);
        }

        Measure(output);
        if (_hornConnected && _hornRadiates)
        {
            _recorder.Write(start + muted, output[muted..]);
        }
    }

    private void Measure(ReadOnlySpan<short> output)
    {
        foreach (short sample in output)
        {
            double value = sample / 32768.0;
            _blockSum += value * value;
            if (++_blockCount == BlockSamples)
            {
                _meanSquare += ((_blockSum / BlockSamples) - _meanSquare) * (1 - BlockDecay);
                _blockSum = 0;
                _blockCount = 0;
            }
        }
    }

    private void BeSilent(long samples)
    {
        if (_meanSquare > 0 || _blockSum > 0)
        {
            _meanSquare *= Math.Pow(BlockDecay, (double)samples / BlockSamples);
            if (_meanSquare < 1e-12)
            {
                _meanSquare = 0;
            }

            _blockSum = 0;
            _blockCount = 0;
        }
    }

    /// <summary>Samples with their place in time: a stream that is fed piece by piece, or one sound.</summary>
    internal sealed class Sound(Amplifier amplifier)
    {
        private readonly Queue<(long Start, ReadOnlyMemory<short> Samples)> _pieces = new();

        public Amplifier Amplifier => amplifier;

        public long End { get; private set; }

        public void Append(long start, ReadOnlyMemory<short> samples)
        {
            if (samples.Length > 0)
            {
                _pieces.Enqueue((start, samples));
                End = start + samples.Length;
            }
        }

        public void Drop()
        {
            _pieces.Clear();
            End = 0;
        }

        public void AddTo(Span<int> sum, long start)
        {
            long end = start + sum.Length;
            while (_pieces.TryPeek(out var first) && first.Start + first.Samples.Length <= start)
            {
                _pieces.Dequeue();
            }

            foreach ((long pieceStart, ReadOnlyMemory<short> piece) in _pieces)
            {
                ReadOnlySpan<short> samples = piece.Span;
                long from = Math.Max(start, pieceStart);
                long to = Math.Min(end, pieceStart + samples.Length);
                for (long at = from; at < to; at++)
                {
                    sum[(int)(at - start)] += samples[(int)(at - pieceStart)];
                }
            }
        }
    }
}

/// <summary>The amplifier's analogue line: what a speech chip plays into it.</summary>
public sealed class AnalogueInput
{
    private readonly Amplifier _amplifier;

    internal AnalogueInput(Amplifier amplifier) => _amplifier = amplifier;

    /// <summary>
    /// Starts to play 16-bit samples now, in real time; returns at once. Whether anything is heard depends on the amplifier. Any thread.
    /// At the recorder's rate the samples are not copied: the caller leaves them as they are, and many boards can play the same ones.
    /// </summary>
    public AnalogueSound Play(ReadOnlyMemory<short> mono, int sampleRate)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sampleRate);
        var sound = new Amplifier.Sound(_amplifier);
        _amplifier.Play(sound, mono, sampleRate);
        return new AnalogueSound(sound, TimeSpan.FromSeconds((double)mono.Length / sampleRate));
    }
}

/// <summary>A sound that plays on an analogue line.</summary>
public sealed class AnalogueSound
{
    private readonly Amplifier.Sound _sound;

    internal AnalogueSound(Amplifier.Sound sound, TimeSpan duration)
    {
        _sound = sound;
        Duration = duration;
    }

    /// <summary>Length of the whole sound.</summary>
    public TimeSpan Duration { get; }

    /// <summary>What has not sounded yet; zero after the end, a stop or a power cut.</summary>
    public TimeSpan Remaining =>
        TimeSpan.FromTicks(_sound.Amplifier.RemainingSamples(_sound) * SoundRecorder.SampleNanoseconds / 100);

    /// <summary>Ends the sound now.</summary>
    public void Stop() => _sound.Amplifier.Stop(_sound);
}
