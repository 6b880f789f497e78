using System.Collections.Concurrent;
using System.Text;
using EdgeWarning.Simulator.Parts;
using global::NanoHost;
using global::NanoHost.Hardware;
using global::Speech;

namespace EdgeWarning.Firmware.Tests.Simulator;

/// <summary>The simulated chip against its data sheet, its voice through a real simulated amplifier.</summary>
public sealed class SpeechPart_Tests : IDisposable
{
    private const int RelayPin = 4;

    private readonly string _folder = Directory.CreateTempSubdirectory("edgewarning-chip-").FullName;
    private readonly SpeechSynthesizer _speech = new();
    private readonly List<string> _faults = [];
    private readonly Machine _machine;
    private readonly Amplifier _amplifier;
    private readonly Wire _wire;
    private readonly SpeechPart _chip;

    public SpeechPart_Tests()
    {
        _machine = new Machine(new MachineOptions { Name = "chip", FlashPath = Path.Combine(_folder, "flash") });
        _amplifier = new Amplifier(_machine, _machine.Pins[RelayPin], Path.Combine(_folder, "chip.wav"));
        _machine.Pins[RelayPin].Drive(true);
        _wire = new Wire(_machine);
        _chip = new SpeechPart(SpeechChip.Xfs5152ce, new ChipVoice(_speech), _amplifier.Line, _faults.Add);
        _chip.Attached(_wire);
    }

    public void Dispose()
    {
        _amplifier.Dispose();
        _machine.Dispose();
        _speech.Dispose();
        Directory.Delete(_folder, true);
    }

    [Fact]
    public void It_is_ready_after_power_up_and_deaf_before()
    {
        _chip.PowerChanged(true);
        _chip.Received([0xFD, 0x00, 0x01, 0x21]);
        _wire.Expect(0x4A);

        _chip.Received([0xFD, 0x00, 0x01, 0x21]);
        _wire.Expect(0x4F);
        Assert.Empty(_wire.Answers);
    }

    [Fact]
    public void It_accepts_a_text_is_busy_while_it_speaks_and_says_when_it_is_idle()
    {
        PowerUp();
        Say("[v10]水库还在上涨");
        _wire.Expect(0x41);
        _chip.Received([0xFD, 0x00, 0x01, 0x21]);
        _wire.Expect(0x4E);
        _wire.Expect(0x4F);
        _amplifier.Flush();

        // Seven syllables take about two seconds; the amplifier's start-up mute is long over.
        Assert.InRange(_amplifier.Recording.SoundingSamples, 16_000, 80_000);
        Assert.Empty(_faults);
    }

    [Fact]
    public void Stop_silences_it_at_once()
    {
        PowerUp();
        Say(string.Concat(Enumerable.Repeat("请立即向高处转移。", 10)));
        _wire.Expect(0x41);
        Until.True(() => _amplifier.SupplyMilliamperes > 100, () => $"{_amplifier.SupplyMilliamperes} mA");
        _chip.Received([0xFD, 0x00, 0x01, 0x02]);
        _wire.Expect(0x41);
        _wire.Expect(0x4F);

        Assert.False(_chip.IsSpeaking);
        Until.True(() => _amplifier.SupplyMilliamperes < 65, () => $"{_amplifier.SupplyMilliamperes} mA", 2);
    }

    [Fact]
    public void A_second_text_replaces_the_first()
    {
        PowerUp();
        Say(string.Concat(Enumerable.Repeat("请立即向高处转移。", 20)));
        Say("水库");
        _wire.Expect(0x41);
        _wire.Expect(0x41);
        _wire.Expect(0x4F);

        Assert.Equal(2, _chip.Utterances);
    }

    [Fact]
    public void Pause_holds_the_text_and_resume_ends_it()
    {
        PowerUp();
        Say("水库还在上涨，水库还在上涨");
        _wire.Expect(0x41);
        Until.True(() => _amplifier.SupplyMilliamperes > 100, () => $"{_amplifier.SupplyMilliamperes} mA");
        _chip.Received([0xFD, 0x00, 0x01, 0x03]);
        _wire.Expect(0x41);
        Until.True(() => _amplifier.SupplyMilliamperes < 65, () => $"{_amplifier.SupplyMilliamperes} mA", 2);
        _chip.Received([0xFD, 0x00, 0x01, 0x21]);
        _wire.Expect(0x4E);
        _chip.Received([0xFD, 0x00, 0x01, 0x04]);
        _wire.Expect(0x41);
        _wire.Expect(0x4F);
    }

    [Fact]
    public void Louder_draws_more_current()
    {
        PowerUp();
        double soft = LoudestOf("[v2]水库还在上涨");
        double loud = LoudestOf("[v10]水库还在上涨");

        Assert.True(loud > 2 * soft, $"{soft} mA at volume 2, {loud} mA at volume 10");
    }

    [Fact]
    public void A_bad_frame_is_answered_and_a_torn_one_is_given_up()
    {
        PowerUp();
        _chip.Received([0xFD, 0x00, 0x01, 0xAA]);
        _wire.Expect(0x45);
        _chip.Received([0xFD, 0x00, 0x10, 0x01]);
        _wire.Expect(0x45);
        _chip.Received([0xFD, 0x00, 0x01, 0x21]);
        _wire.Expect(0x4F);
    }

    [Fact]
    public void Without_power_it_is_silent_and_the_text_is_forgotten()
    {
        PowerUp();
        Say(string.Concat(Enumerable.Repeat("请立即向高处转移。", 10)));
        _wire.Expect(0x41);
        _chip.PowerChanged(false);
        Assert.False(_chip.IsSpeaking);

        PowerUp();
        _chip.Received([0xFD, 0x00, 0x01, 0x21]);
        _wire.Expect(0x4F);
    }

    [Fact]
    public void A_dead_chip_answers_nothing_and_sleep_hears_only_the_wake_up()
    {
        PowerUp();
        _chip.Received([0xFD, 0x00, 0x01, 0x88]);
        _wire.Expect(0x41);
        _chip.Received([0xFD, 0x00, 0x01, 0x21]);
        Assert.Empty(_wire.Answers);
        _chip.Received([0xFD, 0x00, 0x01, 0xFF]);
        _wire.Expect(0x41);

        _chip.Alive = false;
        Say("水库");
        Assert.Empty(_wire.Answers);
        Assert.Equal(0, _chip.Utterances);
    }

    private void PowerUp()
    {
        _chip.PowerChanged(true);
        _wire.Expect(0x4A);
    }

    private void Say(string text) => _chip.Received(SpeechFrames_Tests.Say(3, Encoding.Unicode.GetBytes(text)));

    private double LoudestOf(string text)
    {
        double loudest = 0;
        Say(text);
        _wire.Expect(0x41);
        Until.True(
            () =>
            {
                loudest = Math.Max(loudest, _amplifier.SupplyMilliamperes - _amplifier.QuiescentMilliamperes);
                return _wire.Answers.Contains((byte)0x4F);
            },
            () => $"{loudest} mA");
        _wire.Expect(0x4F);
        return loudest;
    }

    /// <summary>The board's end of the UART, without a board.</summary>
    private sealed class Wire(Machine machine) : ISerialLine
    {
        public ConcurrentQueue<byte> Answers { get; } = new();

        public Machine Machine => machine;

        public void Send(ReadOnlySpan<byte> bytes)
        {
            foreach (byte value in bytes)
            {
                Answers.Enqueue(value);
            }
        }

        public void Expect(byte answer)
        {
            byte got = 0;
            Until.True(() => Answers.TryDequeue(out got), () => $"no answer, {answer:X2} expected");
            Assert.Equal(answer, got);
        }
    }
}
