using EdgeWarning.Drivers;
using EdgeWarning.Firmware.Tests.Common;
using EdgeWarning.Loudspeaker;
using nanoFramework.Hardware.Esp32;
using NanoHost;
using NanoHost.Hardware;

namespace EdgeWarning.Fuzz;

/// <summary>
/// The speech module's driver on a simulated UART whose other end answers every frame with the next bytes of the input. Time is virtual: the wire takes none, and the driver's
/// own waits, which bound every text, pass at once.
/// </summary>
public sealed class SpeechReplies : ISerialPeer
{
    private const int MostSteps = 2_000;

    private readonly Machine _machine;
    private readonly SpeechModule _module;
    private ISerialLine? _line;
    private byte[] _answers = [];
    private int _at;

    public SpeechReplies()
    {
        _machine = new Machine(new MachineOptions { Name = "speech-fuzz", FlashPath = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "edgewarning-fuzz")).FullName, Chip = Chip.Esp32S3 });
        _machine.Uart("COM2").Attach(this);
        _machine.Uart("COM2").IsInstant = true;
        _module = _machine.Call(() =>
        {
            Configuration.SetPinFunction(18, DeviceFunction.COM2_TX);
            Configuration.SetPinFunction(8, DeviceFunction.COM2_RX);
            return new SpeechModule("COM2", SpeechDialect.Xfs5152ce(), new HandClock());
        });
    }

    public int BaudRate => SpeechModule.BaudRate;

    public void Attached(ISerialLine line) => _line = line;

    public void PowerChanged(bool on)
    {
    }

    public void Received(ReadOnlySpan<byte> bytes)
    {
        int count = Math.Min(_answers.Length - _at, 1 + bytes.Length % 3);
        _line!.Send(_answers.AsSpan(_at, count));
        _at += count;
    }

    /// <summary>Speaks, waits for the end, stops, and asks whether the module is there.</summary>
    public void Try(byte[] answers)
    {
        (_answers, _at) = (answers, 0);
        SpeechState state = _module.Say("水位上涨。", 100);
        for (int step = 0; state is SpeechState.Sending or SpeechState.Speaking; step++)
        {
            if (step == MostSteps)
            {
                throw new InvalidOperationException("a text never ends");
            }
            state = _module.Wait(50);
        }
        _module.Stop();
        _ = _module.Answers();
    }
}
