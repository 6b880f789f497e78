using NanoHost;
using NanoHost.Hardware;

namespace System.Device.Adc;

/// <summary>How a channel measures.</summary>
public enum AdcChannelMode
{
    /// <summary>Against ground: the only mode of an ESP32.</summary>
    SingleEnded = 0,

    /// <summary>Between two pins.</summary>
    Differential = 1,
}

/// <summary>Base of <see cref="AdcController"/>.</summary>
public abstract class AdcControllerBase
{
    /// <summary>Number of channels.</summary>
    public abstract int ChannelCount { get; }

    /// <summary>Mode.</summary>
    public abstract AdcChannelMode ChannelMode { get; set; }

    /// <summary>Highest raw count.</summary>
    public abstract int MaxValue { get; }

    /// <summary>Lowest raw count.</summary>
    public abstract int MinValue { get; }

    /// <summary>Bits of a reading.</summary>
    public abstract int ResolutionInBits { get; }

    /// <summary>Whether the mode exists.</summary>
    public abstract bool IsChannelModeSupported(AdcChannelMode channelMode);

    /// <summary>Opens a channel.</summary>
    public abstract AdcChannel OpenChannel(int channelNumber);
}

/// <summary>The analogue inputs of the board that the calling thread belongs to.</summary>
public class AdcController : AdcControllerBase
{
    private readonly Life _life = Life.Current;

    /// <inheritdoc/>
    public override int ChannelCount => 20;

    /// <inheritdoc/>
    public override AdcChannelMode ChannelMode { get; set; }

    /// <inheritdoc/>
    public override int MaxValue => AdcPart.MaxCount;

    /// <inheritdoc/>
    public override int MinValue => 0;

    /// <inheritdoc/>
    public override int ResolutionInBits => 12;

    /// <inheritdoc/>
    public override bool IsChannelModeSupported(AdcChannelMode channelMode) => channelMode == AdcChannelMode.SingleEnded;

    /// <summary>Opens a channel; one that does not exist: <see cref="ArgumentException"/>. ADC2 opens, and fails when it is read.</summary>
    public override AdcChannel OpenChannel(int channelNumber)
    {
        _life.Check();
        if (channelNumber < 0 || channelNumber >= ChannelCount)
        {
            throw new ArgumentException($"ADC channel {channelNumber} does not exist", nameof(channelNumber));
        }

        return new AdcChannel(_life, this, channelNumber);
    }
}

/// <summary>Base of <see cref="AdcChannel"/>.</summary>
public abstract class AdcChannelBase
{
    /// <summary>The controller that opened the channel.</summary>
    public AdcController Controller { get; internal set; } = null!;

    /// <summary>Raw counts.</summary>
    public abstract int ReadValue();

    /// <summary>Raw counts as a part of the highest.</summary>
    public double ReadRatio() => ReadValue() / (double)Controller.MaxValue;
}

/// <summary>One open analogue input.</summary>
public class AdcChannel : AdcChannelBase, IDisposable
{
    private const int FirstChannelOfAdc2 = 10;

    private readonly Life _life;
    private readonly int _channelNumber;
    private bool _disposed;

    internal AdcChannel(Life life, AdcController controller, int channelNumber)
    {
        _life = life;
        _channelNumber = channelNumber;
        Controller = controller;
    }

    /// <summary>
    /// Raw, uncalibrated counts, 0 to 4095. A channel of ADC2 (10 and up) while Wi-Fi is on throws, as the real driver's
    /// ESP_ERR_TIMEOUT does (CLR_E_PIN_UNAVAILABLE, which has no exception type of its own).
    /// </summary>
    public override int ReadValue()
    {
        _life.Check();
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_channelNumber >= FirstChannelOfAdc2 && _life.Machine.WifiOn)
        {
            throw new PinUnavailableException($"ADC2 (channel {_channelNumber}) cannot be read while Wi-Fi is on: use ADC1");
        }

        return _life.Machine.Adc[_channelNumber].Read();
    }

    /// <summary>Closes the channel.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes the channel.</summary>
    protected virtual void Dispose(bool disposing) => _disposed = true;
}
