using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace NanoHost.Hardware;

/// <summary>
/// What a village hears, as a WAV file: 16 kHz, mono, 16 bits, in real time from the moment the recorder was made. Silence takes no disk: it
/// stays a hole of the file. The header is valid at all times; its sizes cover what was written, and after <see cref="Flush"/> or
/// <see cref="Dispose"/> everything up to that moment.
/// </summary>
public sealed class SoundRecorder : IDisposable
{
    /// <summary>Samples a second.</summary>
    public const int SampleRate = 16_000;

    /// <summary>Nanoseconds of one sample.</summary>
    public const long SampleNanoseconds = HostTime.Second / SampleRate;

    private const int HeaderBytes = 44;
    private const int BufferSamples = 4_000;    // a quarter of a second

    // RIFF counts in 32 bits: 37 hours at this rate. What comes later is not recorded.
    private const long MostSamples = (uint.MaxValue - HeaderBytes) / 2;

    private readonly object _gate = new();
    private readonly SafeFileHandle _file;
    private short[]? _buffer;
    private int _buffered;
    private long _bufferStart;
    private long _endSample;        // the header's sizes end here
    private bool _disposed;

    /// <summary>Makes the file; another of that name is replaced.</summary>
    public SoundRecorder(string path)
    {
        Path = System.IO.Path.GetFullPath(path);
        _file = File.OpenHandle(Path, FileMode.Create, FileAccess.ReadWrite, FileShare.Read);
        StartNanoseconds = HostTime.Nanoseconds;
        StartedAt = DateTimeOffset.UtcNow;
        Span<byte> header = stackalloc byte[HeaderBytes];
        "RIFF"u8.CopyTo(header);
        "WAVEfmt "u8.CopyTo(header[8..]);
        BinaryPrimitives.WriteInt32LittleEndian(header[16..], 16);
        BinaryPrimitives.WriteInt16LittleEndian(header[20..], 1);      // PCM
        BinaryPrimitives.WriteInt16LittleEndian(header[22..], 1);      // channels
        BinaryPrimitives.WriteInt32LittleEndian(header[24..], SampleRate);
        BinaryPrimitives.WriteInt32LittleEndian(header[28..], SampleRate * 2);
        BinaryPrimitives.WriteInt16LittleEndian(header[32..], 2);
        BinaryPrimitives.WriteInt16LittleEndian(header[34..], 16);
        "data"u8.CopyTo(header[36..]);
        RandomAccess.Write(_file, header, 0);
        WriteSizes(0);
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Time of sample 0 on <see cref="HostTime"/>.</summary>
    public long StartNanoseconds { get; }

    /// <summary>Time of sample 0 on the host's calendar.</summary>
    public DateTimeOffset StartedAt { get; }

    /// <summary>Samples that were not silent.</summary>
    public long SoundingSamples { get; private set; }

    /// <summary>When something sounded last; null when nothing ever did.</summary>
    public DateTimeOffset? LastSoundAt { get; private set; }

    /// <summary>Number of the sample that a moment of <see cref="HostTime"/> belongs to.</summary>
    public long SampleAt(long nanoseconds) => (nanoseconds - StartNanoseconds) / SampleNanoseconds;

    /// <summary>Puts samples at their place. Zeros before and after stay a hole.</summary>
    public void Write(long sampleNumber, ReadOnlySpan<short> samples)
    {
        int first = samples.IndexOfAnyExcept((short)0);
        if (first < 0)
        {
            return;
        }

        samples = samples[first..(samples.LastIndexOfAnyExcept((short)0) + 1)];
        sampleNumber += first;

        lock (_gate)
        {
            if (_disposed || sampleNumber < 0 || sampleNumber + samples.Length > MostSamples)
            {
                return;
            }

            SoundingSamples += samples.Length;
            LastSoundAt = StartedAt + TimeSpan.FromTicks((sampleNumber + samples.Length) * SampleNanoseconds / 100);
            if (_buffered > 0 && sampleNumber != _bufferStart + _buffered)
            {
                WriteBuffer();
            }

            while (samples.Length > 0)
            {
                _buffer ??= ArrayPool<short>.Shared.Rent(BufferSamples);
                if (_buffered == 0)
                {
                    _bufferStart = sampleNumber;
                }

                int taken = Math.Min(samples.Length, BufferSamples - _buffered);
                samples[..taken].CopyTo(_buffer.AsSpan(_buffered));
                _buffered += taken;
                sampleNumber += taken;
                samples = samples[taken..];
                if (_buffered == BufferSamples)
                {
                    WriteBuffer();
                }
            }
        }
    }

    /// <summary>Writes what is waiting, if anything, and gives its memory back. The file then ends with the last sound.</summary>
    public void WriteOut()
    {
        lock (_gate)
        {
            if (!_disposed)
            {
                WriteBuffer();
            }
        }
    }

    /// <summary>Makes the file cover everything up to now, silence included.</summary>
    public void Flush()
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            WriteBuffer();
            long end = Math.Clamp(SampleAt(HostTime.Nanoseconds), _endSample, MostSamples);
            RandomAccess.SetLength(_file, HeaderBytes + (end * 2));
            WriteSizes(end);
        }
    }

    /// <summary>Flushes and closes the file.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (!_disposed)
            {
                Flush();
                _disposed = true;
                _file.Dispose();
            }
        }
    }

    private void WriteBuffer()
    {
        if (_buffer is null)
        {
            return;
        }

        if (_buffered > 0)
        {
            // WAV is little-endian, as is every machine we run on.
            RandomAccess.Write(_file, MemoryMarshal.AsBytes(_buffer.AsSpan(0, _buffered)), HeaderBytes + (_bufferStart * 2));
            WriteSizes(Math.Max(_endSample, _bufferStart + _buffered));
            _buffered = 0;
        }

        ArrayPool<short>.Shared.Return(_buffer);
        _buffer = null;
    }

    private void WriteSizes(long endSample)
    {
        _endSample = endSample;
        Span<byte> size = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(size, (uint)(HeaderBytes - 8 + (endSample * 2)));
        RandomAccess.Write(_file, size, 4);
        BinaryPrimitives.WriteUInt32LittleEndian(size, (uint)(endSample * 2));
        RandomAccess.Write(_file, size, 40);
    }
}
