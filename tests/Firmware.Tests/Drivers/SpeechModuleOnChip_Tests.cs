using EdgeWarning.Common;
using EdgeWarning.Drivers;
using EdgeWarning.Loudspeaker;
using EdgeWarning.Simulator.Parts;
using nanoFramework.Hardware.Esp32;
using NanoHost;
using NanoHost.Hardware;
using global::Speech;

namespace EdgeWarning.Firmware.Tests.Drivers;

/// <summary>The driver against the simulated chip of each make, over a UART of 9600 baud and with a real voice.</summary>
public sealed class SpeechModuleOnChip_Tests : IDisposable
{
    private const int RelayPin = 4;

    private readonly string _folder = Directory.CreateTempSubdirectory("edgewarning-speech-").FullName;
    private readonly SpeechSynthesizer _voice = new();
    private readonly List<string> _faults = [];
    private readonly Machine _machine;
    private readonly NanoHost.Hardware.Amplifier _amplifier;

    public SpeechModuleOnChip_Tests()
    {
        _machine = new Machine(new MachineOptions { Name = "speech", FlashPath = Path.Combine(_folder, "flash"), Chip = Chip.Esp32S3 });
        _amplifier = new NanoHost.Hardware.Amplifier(_machine, _machine.Pins[RelayPin], Path.Combine(_folder, "speech.wav"));
        _machine.Pins[RelayPin].Drive(true);
    }

    public void Dispose()
    {
        _amplifier.Dispose();
        _machine.Dispose();
        _voice.Dispose();
        Directory.Delete(_folder, true);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_text_of_several_frames_is_spoken_whole_by_the_chip_that_the_settings_name(bool syn6288)
    {
        var chip = new SpeechPart(syn6288 ? SpeechChip.Syn6288 : SpeechChip.Xfs5152ce, new ChipVoice(_voice), _amplifier.Line, _faults.Add);
        _machine.Uart("COM2").Attach(chip);
        string sentence = "水位上涨。";
        SpeechState end = _machine.Call(() =>
        {
            Configuration.SetPinFunction(18, DeviceFunction.COM2_TX);
            Configuration.SetPinFunction(8, DeviceFunction.COM2_RX);
            SpeechDialect dialect = syn6288 ? SpeechDialect.Syn6288() : SpeechDialect.Xfs5152ce();
            var clock = new BoardClock();
            var module = new SpeechModule("COM2", dialect, clock);
            clock.Sleep(400);
            Assert.True(module.Answers());
            string text = sentence + new string('，', dialect.CharactersPerFrame) + sentence;
            SpeechState state = module.Say(text, 100);
            while (state is SpeechState.Sending or SpeechState.Speaking)
            {
                state = module.Wait(50);
            }

            return state;
        });
        Assert.Equal(SpeechState.Idle, end);
        Assert.Equal(3, chip.Utterances);    // cut after the sentence, and where the frame is full
        Assert.Empty(_faults);
        _amplifier.Flush();
        Assert.True(_amplifier.Recording.SoundingSamples > 8_000, $"{_amplifier.Recording.SoundingSamples} samples");
    }

    [Fact]
    public void A_chip_of_the_other_make_is_found_out()
    {
        _machine.Uart("COM2").Attach(new SpeechPart(SpeechChip.Syn6288, new ChipVoice(_voice), _amplifier.Line, _faults.Add));
        SpeechState end = _machine.Call(() =>
        {
            Configuration.SetPinFunction(18, DeviceFunction.COM2_TX);
            Configuration.SetPinFunction(8, DeviceFunction.COM2_RX);
            var clock = new BoardClock();
            var module = new SpeechModule("COM2", SpeechDialect.Xfs5152ce(), clock);
            clock.Sleep(400);
            SpeechState state = module.Say("水位上涨。", 100);
            while (state is SpeechState.Sending or SpeechState.Speaking)
            {
                state = module.Wait(50);
            }

            return state;
        });
        Assert.Contains(end, new[] { SpeechState.BadFrame, SpeechState.Silent });
    }
}
