namespace NanoHost.Hardware;

/// <summary>
/// How a chip turns millivolts into raw counts at 12 dB attenuation: nothing below <paramref name="OffsetMillivolts"/>, then
/// <paramref name="MillivoltsPerCount"/> a count at the nominal reference of 1100 mV.
/// </summary>
/// <param name="OffsetMillivolts">Below this the converter sees nothing.</param>
/// <param name="MillivoltsPerCount">Millivolts of one count.</param>
public sealed record AdcCurve(double OffsetMillivolts, double MillivoltsPerCount)
{
    /// <summary>
    /// ESP32: blind below 142 mV, then 0.806 mV a count. Source: esp_adc_cal_esp32.c, adc1_vref_atten_scale (196602) and _offset (142) for 11/12 dB.
    /// </summary>
    public static AdcCurve Esp32 { get; } = new(142, 1100 * 196602.0 / 4096 / 65536);

    /// <summary>ESP32-S3: 0 to 3100 mV over 4095 counts. Source: ESP-IDF programming guide for ESP32-S3, ADC attenuation.</summary>
    public static AdcCurve Esp32S3 { get; } = new(0, 3100.0 / 4095);

    /// <summary>What a chip with this reference reads for a voltage, without noise.</summary>
    public int CountsOf(double millivolts, double referenceMillivolts = AdcBank.NominalReferenceMillivolts) =>
        (int)Math.Clamp(Math.Round(Position(millivolts, referenceMillivolts)), 0, AdcPart.MaxCount);

    internal double Position(double millivolts, double referenceMillivolts) =>
        (millivolts - OffsetMillivolts) * AdcBank.NominalReferenceMillivolts / (MillivoltsPerCount * referenceMillivolts);
}

/// <summary>The analogue inputs of a board, by nanoFramework's channel number (ADC1 0-9, ADC2 10-19).</summary>
public sealed class AdcBank
{
    /// <summary>Reference voltage that a chip should have.</summary>
    public const double NominalReferenceMillivolts = 1100;

    private readonly AdcPart[] _channels = new AdcPart[20];

    internal AdcBank(Machine machine)
    {
        Curve = machine.Chip == Chip.Esp32S3 ? AdcCurve.Esp32S3 : AdcCurve.Esp32;
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
    public double ReferenceMillivolts { get; set; } = NominalReferenceMillivolts;

    /// <summary>How the converter converts: the curve of the machine's chip unless set otherwise.</summary>
    public AdcCurve Curve { get; set; }

    /// <summary>One channel.</summary>
    public AdcPart this[int channel] => channel >= 0 && channel < _channels.Length
        ? _channels[channel]
        : throw new ArgumentOutOfRangeException(nameof(channel), channel, "channels are 0 to 19");
}

/// <summary>
/// One analogue input: 12 bits along the chip's <see cref="AdcCurve"/>, shifted by its reference voltage, with noise of a few counts. Firmware turns
/// an ESP32's counts back with <c>millivolts = counts == 0 ? 0 : 142 + counts * 52798 / 65536</c>.
/// </summary>
public sealed class AdcPart
{
    /// <summary>Highest count of 12 bits.</summary>
    public const int MaxCount = 4095;

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

        AdcBank bank = _machine.Adc;
        double count = bank.Curve.Position(millivolts, bank.ReferenceMillivolts) + noise;
        return (int)Math.Clamp(Math.Round(count), 0, MaxCount);
    }
}
