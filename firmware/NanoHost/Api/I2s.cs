using NanoHost;
using NanoHost.Hardware;

namespace System.Device.I2s;

/// <summary>Bits of one sample.</summary>
public enum I2sBitsPerSample
{
    /// <summary>8.</summary>
    Bit8 = 8,

    /// <summary>16.</summary>
    Bit16 = 16,

    /// <summary>24.</summary>
    Bit24 = 24,

    /// <summary>32.</summary>
    Bit32 = 32,
}

/// <summary>Which channels a frame has.</summary>
public enum I2sChannelFormat
{
    /// <summary>Both.</summary>
    RightLeft = 0,

    /// <summary>Right on both.</summary>
    AllRight = 1,

    /// <summary>Left on both.</summary>
    AllLeft = 2,

    /// <summary>Right only.</summary>
    OnlyRight = 3,

    /// <summary>Left only.</summary>
    OnlyLeft = 4,
}

/// <summary>Form of the signal on the wires.</summary>
[Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1008", Justification = "nanoFramework's values")]
public enum I2sCommunicationFormat
{
    /// <summary>Philips.</summary>
    I2S = 1,

    /// <summary>Left justified.</summary>
    Msb = 3,

    /// <summary>PCM short frame.</summary>
    PcmShort = 4,

    /// <summary>PCM long frame.</summary>
    PcmLong = 12,

    /// <summary>End of the list.</summary>
    Max = 13,
}

/// <summary>Direction and clock.</summary>
[Flags]
public enum I2sMode
{
    /// <summary>Gives the clock.</summary>
    Master = 1,

    /// <summary>Takes the clock.</summary>
    Slave = 2,

    /// <summary>Sends.</summary>
    Tx = 4,

    /// <summary>Receives.</summary>
    Rx = 8,

    /// <summary>To the built-in DAC.</summary>
    DacBuiltIn = 16,

    /// <summary>From the built-in ADC.</summary>
    AdcBuiltIn = 32,

    /// <summary>PDM.</summary>
    Pdm = 64,
}

/// <summary>How a bus is used.</summary>
public sealed class I2sConnectionSettings
{
    /// <summary>Settings for bus 1 or 2, with nanoFramework's start values.</summary>
    public I2sConnectionSettings(int busId) => BusId = busId;

    /// <summary>1 or 2.</summary>
    public int BusId { get; set; }

    /// <summary>Direction and clock.</summary>
    public I2sMode Mode { get; set; } = I2sMode.Master | I2sMode.Tx;

    /// <summary>Bits of one sample.</summary>
    public I2sBitsPerSample BitsPerSample { get; set; } = I2sBitsPerSample.Bit16;

    /// <summary>Which channels a frame has.</summary>
    public I2sChannelFormat ChannelFormat { get; set; } = I2sChannelFormat.OnlyLeft;

    /// <summary>Form of the signal.</summary>
    public I2sCommunicationFormat CommunicationFormat { get; set; } = I2sCommunicationFormat.I2S;

    /// <summary>Frames a second.</summary>
    public int SampleRate { get; set; } = 44_100;

    /// <summary>Bytes of all DMA descriptors together; whole descriptors of 256 frames are used.</summary>
    public int BufferSize { get; set; } = 10_000;
}

/// <summary>An I2S bus of the board that the calling thread belongs to; sending only.</summary>
public class I2sDevice : IDisposable
{
    // i2s_driver_install: "I2S buffer count less than 128 and more than 2".
    private const int FewestDescriptors = 2;
    private const int MostDescriptors = 128;

    private readonly Life _life = Life.Current;
    private readonly I2sPart _bus;
    private readonly int _bytesPerSample;
    private readonly int _channels;
    private short[] _samples = [];
    private bool _disposed;

    /// <summary>
    /// Opens a bus. A BufferSize of fewer than 2 or more than 128 whole descriptors of 256 frames fails with <see cref="ArgumentException"/>
    /// (16-bit mono: under 1024 bytes), as i2s_driver_install does.
    /// </summary>
    public I2sDevice(I2sConnectionSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (settings.BusId is not (1 or 2))
        {
            throw new ArgumentException($"there is no I2S bus {settings.BusId}", nameof(settings));
        }

        if ((settings.Mode & I2sMode.Tx) == 0)
        {
            throw new NotSupportedException("NanoHost's I2S only sends");
        }

        ConnectionSettings = settings;
        _bytesPerSample = (int)settings.BitsPerSample / 8;
        _channels = settings.ChannelFormat == I2sChannelFormat.RightLeft ? 2 : 1;
        int descriptors = settings.BufferSize / (I2sPart.DescriptorFrames * _bytesPerSample * _channels);
        if (descriptors is < FewestDescriptors or > MostDescriptors)
        {
            throw new ArgumentException(
                $"BufferSize {settings.BufferSize} makes {descriptors} DMA descriptors: the driver takes {FewestDescriptors} to {MostDescriptors}",
                nameof(settings));
        }

        _bus = _life.Machine.I2s(settings.BusId);
        _bus.Open(_life, settings.SampleRate, (int)settings.BitsPerSample, descriptors * I2sPart.DescriptorFrames);
    }

    /// <summary>How the bus is used.</summary>
    public I2sConnectionSettings ConnectionSettings { get; }

    /// <summary>Opens a bus.</summary>
    public static I2sDevice Create(I2sConnectionSettings settings) => new(settings);

    /// <summary>Not here: no simulated part sends samples to a board.</summary>
    public void Read(SpanByte buffer) => throw new NotSupportedException("NanoHost's I2S only sends");

    /// <summary>
    /// Gives samples to the DMA and blocks, in real time, until it has taken all. (A real board stalls every managed thread meanwhile:
    /// write chunks of 20-30 ms.)
    /// </summary>
    public void Write(SpanByte buffer)
    {
        _life.Check();
        ObjectDisposedException.ThrowIf(_disposed, this);
        ReadOnlySpan<byte> bytes = buffer.AsSpan();
        int frames = bytes.Length / (_bytesPerSample * _channels);
        if (_samples.Length < frames)
        {
            _samples = new short[frames];
        }

        for (int frame = 0; frame < frames; frame++)
        {
            int sum = 0;
            for (int channel = 0; channel < _channels; channel++)
            {
                sum += SampleAt(bytes, ((frame * _channels) + channel) * _bytesPerSample);
            }

            _samples[frame] = (short)(sum / _channels);
        }

        _bus.Write(_life, _samples.AsSpan(0, frames));
    }

    /// <summary>Closes the bus: what has not sounded yet never will.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes the bus.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (!_disposed)
        {
            _disposed = true;
            _bus.Close(_life);
        }
    }

    private int SampleAt(ReadOnlySpan<byte> bytes, int at) => _bytesPerSample switch
    {
        1 => (sbyte)bytes[at] << 8,
        2 => (short)(bytes[at] | (bytes[at + 1] << 8)),
        _ => (short)(bytes[at + _bytesPerSample - 2] | (bytes[at + _bytesPerSample - 1] << 8)),
    };
}
