using NanoHost;
using NanoHost.Hardware;

#pragma warning disable CA1707, CS1591, MA0062 // the names of nanoFramework

namespace nanoFramework.Hardware.Esp32;

/// <summary>What a pin can serve. Source: nanoFramework.Hardware.Esp32 1.6.</summary>
public enum DeviceFunction
{
    I2C1_DATA = 131328,
    I2C1_CLOCK = 131329,
    I2C2_DATA = 131584,
    I2C2_CLOCK = 131585,
    COM1_TX = 196864,
    COM1_RX = 196865,
    COM1_RTS = 196866,
    COM1_CTS = 196867,
    COM2_TX = 197120,
    COM2_RX = 197121,
    COM2_RTS = 197122,
    COM2_CTS = 197123,
    COM3_TX = 197376,
    COM3_RX = 197377,
    COM3_RTS = 197378,
    COM3_CTS = 197379,
    COM4_TX = 197632,
    COM4_RX = 197633,
    COM4_RTS = 197634,
    COM4_CTS = 197635,
    PWM1 = 262400,
    PWM2 = 262656,
    PWM3 = 262912,
    PWM4 = 263168,
    PWM5 = 263424,
    PWM6 = 263680,
    PWM7 = 263936,
    PWM8 = 264192,
    PWM9 = 264448,
    PWM10 = 264704,
    PWM11 = 264960,
    PWM12 = 265216,
    PWM13 = 265472,
    PWM14 = 265728,
    PWM15 = 265984,
    PWM16 = 266240,
    ADC1_CH0 = 327936,
    ADC1_CH1 = 327937,
    ADC1_CH2 = 327938,
    ADC1_CH3 = 327939,
    ADC1_CH4 = 327940,
    ADC1_CH5 = 327941,
    ADC1_CH6 = 327942,
    ADC1_CH7 = 327943,
    ADC1_CH8 = 327944,
    ADC1_CH9 = 327945,
    ADC1_CH10 = 327946,
    ADC1_CH11 = 327947,
    ADC1_CH12 = 327948,
    ADC1_CH13 = 327949,
    ADC1_CH14 = 327950,
    ADC1_CH15 = 327951,
    ADC1_CH16 = 327952,
    ADC1_CH17 = 327953,
    ADC1_CH18 = 327954,
    ADC1_CH19 = 327955,
    I2S1_MCK = 393472,
    I2S1_BCK = 393473,
    I2S1_WS = 393474,
    I2S1_DATA_OUT = 393475,
    I2S1_MDATA_IN = 393476,
    I2S2_MCK = 393728,
    I2S2_BCK = 393729,
    I2S2_WS = 393730,
    I2S2_DATA_OUT = 393731,
    I2S2_MDATA_IN = 393732,
}

/// <summary>Which pin serves which device of the board that the calling thread belongs to.</summary>
public class Configuration
{
    /// <summary>Gives a pin to a device. A pin that the chip lacks, or that serves flash or PSRAM, or that cannot be an output where one is needed: <see cref="ArgumentException"/>.</summary>
    public static void SetPinFunction(int pin, DeviceFunction value)
    {
        Life life = Life.Current;
        if (life.Machine.Pins.Find(pin) is not { IsReserved: false } part || (part.IsInputOnly && NeedsOutput(value)))
        {
            throw new ArgumentException($"GPIO {pin} cannot serve {value}", nameof(pin));
        }

        lock (life.Open)
        {
            life.Open[Key(value)] = pin;
        }
    }

    /// <summary>The pin of a device, or -1.</summary>
    public static int GetFunctionPin(DeviceFunction function) => Find(Life.Current, function);

    internal static int Find(Life life, DeviceFunction function)
    {
        lock (life.Open)
        {
            return life.Open.TryGetValue(Key(function), out object? pin) ? (int)pin : -1;
        }
    }

    private static string Key(DeviceFunction function) => "function " + (int)function;

    private static bool NeedsOutput(DeviceFunction value) => value.ToString() is var name
        && (name.EndsWith("_TX", StringComparison.Ordinal) || name.EndsWith("_BCK", StringComparison.Ordinal)
            || name.EndsWith("_WS", StringComparison.Ordinal) || name.EndsWith("_DATA_OUT", StringComparison.Ordinal)
            || name.StartsWith("PWM", StringComparison.Ordinal) || name.StartsWith("I2C", StringComparison.Ordinal));
}
