namespace NanoHost.Hardware;

/// <summary>What takes the samples of an I2S bus.</summary>
public interface ISampleSink
{
    /// <summary>
    /// Samples that will sound from <paramref name="startNanoseconds"/> (<see cref="HostTime"/>) on. They come up to the depth of the DMA queue
    /// before their time.
    /// </summary>
    void Samples(long startNanoseconds, int sampleRate, ReadOnlySpan<short> mono);

    /// <summary>The clock stopped: samples given before that have not sounded yet never will.</summary>
    void Stopped();
}

/// <summary>One I2S bus: takes samples in real time, as the DMA does.</summary>
public sealed class I2sPart
{
    /// <summary>Frames in one DMA descriptor. Source: nf-interpreter, sys_dev_i2s_native, DMA_BUF_LEN_IN_I2S_FRAMES.</summary>
    public const int DescriptorFrames = 256;

    /// <summary>
    /// The least bit clock of a PCM5102A that has no master clock: 16 kHz with 64 bits a frame. Source: TI SLAS764B, table 5, BCK rates for PLL operation.
    /// </summary>
    public const int Pcm5102aLowestBitClockHertz = 1_024_000;

    private readonly object _gate = new();
    private Life? _life;
    private int _users;
    private int _sampleRate;
    private int _queueFrames;
    private long _startNanoseconds;
    private long _queuedEnd;        // frame number, from the start of the clock, that follows the last queued one

    internal I2sPart(Machine machine, int busId)
    {
        _ = machine;
        BusId = busId;
    }

    /// <summary>1 or 2.</summary>
    public int BusId { get; }

    /// <summary>What is wired to the bus.</summary>
    public ISampleSink? Sink { get; set; }

    /// <summary>What is wired to the bus makes its own clock from the bit clock and stays silent when that is slower; 0 = it takes any.</summary>
    public int LowestBitClockHertz { get; set; }

    /// <summary>Two slots a frame, as wide as a sample.</summary>
    public int BitClockHertz { get; private set; }

    /// <summary>Frames that were written.</summary>
    public long FramesWritten { get; private set; }

    /// <summary>How often the queue ran dry between two writes; each is a gap in the sound (silence, as tx_desc_auto_clear makes it).</summary>
    public int Underruns { get; private set; }

    /// <summary>Frames the DMA queue holds; 0 when the bus is not in use.</summary>
    public int QueueFrames
    {
        get
        {
            lock (_gate)
            {
                return _users > 0 ? _queueFrames : 0;
            }
        }
    }

    internal void Open(Life life, int sampleRate, int bitsPerSample, int queueFrames)
    {
        lock (_gate)
        {
            if (_life != life)
            {
                _life = life;
                _users = 0;
            }

            if (_users++ == 0)
            {
                // The first user decides; a second one shares what it finds, as in the real driver.
                _sampleRate = sampleRate;
                BitClockHertz = sampleRate * 2 * bitsPerSample;
                _queueFrames = queueFrames;
                _startNanoseconds = HostTime.Nanoseconds;
                _queuedEnd = 0;
            }
        }
    }

    internal void Close(Life life)
    {
        lock (_gate)
        {
            if (_life != life || --_users > 0)
            {
                return;
            }

            _life = null;
        }

        Sink?.Stopped();
    }

    internal void LosePower()
    {
        lock (_gate)
        {
            _life = null;
            _users = 0;
        }

        Sink?.Stopped();
    }

    /// <summary>Queues frames; blocks while the queue is full, so that writing keeps pace with the sound.</summary>
    internal void Write(Life life, ReadOnlySpan<short> mono)
    {
        while (mono.Length > 0)
        {
            long wakeAt;
            lock (_gate)
            {
                life.Check();
                if (_life != life)
                {
                    throw new InvalidOperationException($"I2S bus {BusId} is closed");
                }

                long played = FrameAt(HostTime.Nanoseconds);
                if (_queuedEnd < played)
                {
                    if (_queuedEnd > 0)
                    {
                        Underruns++;
                    }

                    _queuedEnd = played;
                }

                int free = (int)(_queueFrames - (_queuedEnd - played));
                if (free >= mono.Length || free >= _queueFrames)
                {
                    int taken = Math.Min(free, mono.Length);
                    if (BitClockHertz >= LowestBitClockHertz)
                    {
                        Sink?.Samples(TimeOf(_queuedEnd), _sampleRate, mono[..taken]);
                    }

                    _queuedEnd += taken;
                    FramesWritten += taken;
                    mono = mono[taken..];
                    continue;
                }

                // One sleep until the rest fits (or the whole queue is empty), not one per descriptor.
                wakeAt = TimeOf(_queuedEnd + Math.Min(mono.Length, _queueFrames) - _queueFrames) + 1;
            }

            life.WaitUntil(wakeAt);
        }
    }

    private long FrameAt(long nanoseconds) => (long)((Int128)(nanoseconds - _startNanoseconds) * _sampleRate / HostTime.Second);

    private long TimeOf(long frame) => _startNanoseconds + (long)((Int128)frame * HostTime.Second / _sampleRate);
}
