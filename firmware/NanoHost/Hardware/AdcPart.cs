namespace NanoHost.Hardware;

/// <summary>The analogue inputs of a board, by nanoFramework's channel number (ADC1 0-9, ADC2 10-19).</summary>
public sealed class AdcBank
{
    private readonly AdcPart[] _channels = new AdcPart[20];

    internal AdcBank(Machine machine)
    {
        for (int number = 0; number < _channels.Length; number++)
        {
            _channels[number] = new AdcPart(machine, number);
        }
    }

    /// <summary>Number of channels.</summary>
    public int Count => _channels.Length;

    /// <summary>
    /// Reference voltage of this chip in millivolts: 1100 nominal, 1000 to 1200 from chip to chip, which is why readings are uncalibrated.
    /// Source: ESP-IDF programming guide, ADC calibration.
    /// </summary>
    public double ReferenceMillivolts { get; set; } = 1100;

    /// <summary>One channel.</summary>
    public AdcPart this[int channel] => channel >= 0 && channel < _channels.Length
        ? _channels[channel]
        : throw new ArgumentOutOfRangeException(nameof(channel), channel, "channels are 0 to 19");
}

/// <summary>
/// One analogue input. The converter is an ESP32's at 12 dB attenuation: 12 bits, nothing below 142 mV, then 0.806 mV a count (at a
/// reference of 1100 mV), full near 3.4 V, noise of a few counts. Firmware turns counts back with
/// <c>millivolts = counts == 0 ? 0 : 142 + counts * 52798 / 65536</c>.
/// Source: esp_adc_cal_esp32.c, adc1_vref_atten_scale and _offset for 11/12 dB.
/// </summary>
public sealed class AdcPart
{
    /// <summary>Below this the converter sees nothing.</summary>
    public const double OffsetMillivolts = 142;

    /// <summary>Highest count of 12 bits.</summary>
    public const int MaxCount = 4095;

    private const double ScaleAt12Decibels = 196602.0 / 4096 / 65536;     // millivolts a count, per millivolt of reference

    private readonly Machine _machine;
    private readonly Random _noise;

    internal AdcPart(Machine machine, int channel)
    {
        _machine = machine;
        Channel = channel;
        _noise = machine.RandomFor("adc " + channel);
    }

    /// <summary>nanoFramework's channel number.</summary>
    public int Channel { get; }

    /// <summary>Raw counts, given outright; comes before <see cref="Millivolts"/> and gets no noise.</summary>
    public Func<int>? Source { get; set; }

    /// <summary>Voltage at the pin in millivolts. Nothing connected reads 0.</summary>
    public Func<double>? Millivolts { get; set; }

    /// <summary>Standard deviation of the noise in counts. An ESP32 without filter capacitor shows more. [M]</summary>
    public double NoiseCounts { get; set; } = 2;

    /// <summary>What an ESP32 with this reference reads for a voltage, without noise.</summary>
    public static int CountsOf(double millivolts, double referenceMillivolts = 1100) =>
        (int)Math.Clamp(Math.Round((millivolts - OffsetMillivolts) / (referenceMillivolts * ScaleAt12Decibels)), 0, MaxCount);

    internal int Read()
    {
        if (Source is { } source)
        {
            return Math.Clamp(source(), 0, MaxCount);
        }

        double millivolts = Millivolts?.Invoke() ?? 0;
        double noise;
        lock (_noise)
        {
            // Three uniform numbers are near enough to a bell for noise of a few counts.
            noise = (_noise.NextDouble() + _noise.NextDouble() + _noise.NextDouble() - 1.5) * 2 * NoiseCounts;
        }

        double count = ((millivolts - OffsetMillivolts) / (_machine.Adc.ReferenceMillivolts * ScaleAt12Decibels)) + noise;
        return (int)Math.Clamp(Math.Round(count), 0, MaxCount);
    }
}
