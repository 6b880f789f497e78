using System.Text;
using EdgeWarning.Common;
using EdgeWarning.Drivers;
using EdgeWarning.Loudspeaker;
using nanoFramework.Hardware.Esp32;
using NanoHost;
using NanoHost.Hardware;

namespace EdgeWarning.Firmware.Tests.Drivers;

/// <summary>The driver against a peer that answers byte for byte as the script says.</summary>
public sealed class SpeechModule_Tests : IDisposable
{
    private const byte Taken = 0x41;
    private const byte NotUnderstood = 0x45;
    private const byte Ready = 0x4A;
    private const byte Busy = 0x4E;
    private const byte Idle = 0x4F;

    private readonly string _flash = Directory.CreateTempSubdirectory("speech").FullName;
    private readonly Machine _machine;
    private readonly ScriptedChip _chip = new();
    private SpeechModule? _module;

    public SpeechModule_Tests()
    {
        _machine = new Machine(new MachineOptions { Name = "speech", FlashPath = _flash, Chip = Chip.Esp32S3 });
        _machine.Uart("COM2").Attach(_chip);
    }

    public void Dispose()
    {
        _machine.Dispose();
        Directory.Delete(_flash, true);
    }

    [Fact]
    public void A_text_is_spoken_when_it_was_taken_and_done()
    {
        _chip.Answers([Taken, Idle]);
        Assert.Equal(SpeechState.Idle, Say("水位上涨。", out List<SpeechState> states));
        Assert.Equal(["[v10]水位上涨。"], _chip.Texts);
        Assert.DoesNotContain(SpeechState.Silent, states);
    }

    [Fact]
    public void A_long_text_goes_out_sentence_by_sentence_each_after_the_one_before()
    {
        string sentence = new string('雨', 69) + "。";
        _chip.Answers([Taken, Idle], [Taken, Idle], [Taken, Idle]);
        Assert.Equal(SpeechState.Idle, Say(sentence + sentence + sentence, out _));
        Assert.Equal(3, _chip.Texts.Count);
        Assert.All(_chip.Texts, text => Assert.Equal("[v10]" + sentence, text));
    }

    [Fact]
    public void A_module_that_does_not_answer_though_it_is_told_three_times_is_silent()
    {
        Assert.Equal(SpeechState.Silent, Say("水位上涨。", out _));
        Assert.Equal(1 + SpeechModule.Repeats, _chip.Texts.Count);
    }

    [Fact]
    public void A_frame_whose_answer_was_lost_is_sent_again()
    {
        _chip.Answers([], [Taken, Idle]);
        Assert.Equal(SpeechState.Idle, Say("水位上涨。", out _));
        Assert.Equal(2, _chip.Texts.Count);
    }

    [Fact]
    public void A_frame_that_was_not_understood_is_sent_again()
    {
        _chip.Answers([NotUnderstood], [Taken, Idle]);
        Assert.Equal(SpeechState.Idle, Say("水位上涨。", out _));
        Assert.Equal(["[v10]水位上涨。", "[v10]水位上涨。"], _chip.Texts);
    }

    [Fact]
    public void A_frame_that_is_never_understood_is_a_fault()
    {
        _chip.Answers([NotUnderstood], [NotUnderstood], [NotUnderstood]);
        Assert.Equal(SpeechState.BadFrame, Say("水位上涨。", out _));
        Assert.Equal(1 + SpeechModule.Repeats, _chip.Texts.Count);
    }

    [Fact]
    public void A_busy_module_is_asked_again_and_then_given_up()
    {
        _chip.Answers([Busy], [Taken, Idle]);
        Assert.Equal(SpeechState.Idle, Say("水位上涨。", out _));
        _chip.Answers([Busy], [Busy], [Busy]);
        Assert.Equal(SpeechState.Busy, Say("水位上涨。", out _));
    }

    [Fact]
    public void A_module_that_restarts_in_the_middle_gets_the_sentence_again()
    {
        _chip.Answers([Taken, Ready], [Taken, Idle]);
        Assert.Equal(SpeechState.Idle, Say("水位上涨。", out _));
        Assert.Equal(2, _chip.Texts.Count);
    }

    [Fact]
    public void A_lost_done_is_asked_for()
    {
        _chip.Answers([Taken]);
        _chip.QueryAnswers([Busy, Idle]);
        Assert.Equal(SpeechState.Idle, Say("水", out _));
        Assert.Equal(2, _chip.Queries);
    }

    [Fact]
    public void A_module_that_dies_while_it_speaks_is_silent()
    {
        _chip.Answers([Taken]);
        Assert.Equal(SpeechState.Silent, Say("水", out _));
        Assert.Equal(1 + SpeechModule.Repeats, _chip.Queries);
    }

    [Fact]
    public void Noise_on_the_line_is_no_answer()
    {
        _chip.Answers([0x00, 0xFF, Taken, 0x13, Idle]);
        Assert.Equal(SpeechState.Idle, Say("水位上涨。", out _));
    }

    /// <summary>The second text gets no answer at all; were the late answers to the stop taken for it, it would seem to have been spoken.</summary>
    [Fact]
    public void The_answers_to_a_stop_do_not_pass_for_those_to_the_next_text()
    {
        _chip.Answers([Taken]);
        _chip.StopAnswers([Taken, Idle], TimeSpan.FromMilliseconds(80));
        SpeechState second = SpeechState.Idle;
        _machine.Call(() =>
        {
            SpeechModule module = Open();
            module.Say("一。", 100);
            WaitFor(module, SpeechState.Speaking);
            module.Stop();
            second = module.Say("二。", 100);
            while (second is SpeechState.Sending or SpeechState.Speaking)
            {
                second = module.Wait(50);
            }
        });
        Assert.Equal(1, _chip.Stops);
        Assert.Equal(SpeechState.Silent, second);
    }

    [Theory]
    [InlineData(Idle, true)]
    [InlineData(Busy, true)]
    [InlineData(NotUnderstood, false)]
    public void A_module_is_there_when_it_answers_the_question(byte answer, bool there)
    {
        _chip.QueryAnswers([answer]);
        Assert.Equal(there, _machine.Call(() => (_module ??= Open()).Answers()));
    }

    [Fact]
    public void A_module_without_an_answer_is_not_there() => Assert.False(_machine.Call(() => (_module ??= Open()).Answers()));

    [Fact]
    public void A_stop_is_the_data_sheets_frame() => _machine.Call(() =>
    {
        Open().Stop();
        SpinUntil(() => _chip.Stops == 1);
    });

    private SpeechState Say(string text, out List<SpeechState> states)
    {
        List<SpeechState> seen = [];
        _machine.Call(() =>
        {
            SpeechModule module = _module ??= Open();
            seen.Add(module.Say(text, 100));
            while (seen[^1] is SpeechState.Sending or SpeechState.Speaking)
            {
                seen.Add(module.Wait(50));
            }
        });
        states = seen;
        return seen[^1];
    }

    private static SpeechModule Open()
    {
        Configuration.SetPinFunction(18, DeviceFunction.COM2_TX);
        Configuration.SetPinFunction(8, DeviceFunction.COM2_RX);
        return new SpeechModule("COM2", SpeechDialect.Xfs5152ce(), new BoardClock());
    }

    private static void WaitFor(SpeechModule module, SpeechState state)
    {
        while (module.State != state)
        {
            Assert.Contains(module.Wait(20), new[] { SpeechState.Sending, SpeechState.Speaking });
        }
    }

    private static void SpinUntil(Func<bool> condition) => Assert.True(SpinWait.SpinUntil(condition, TimeSpan.FromSeconds(10)));

    /// <summary>Takes frames whole and answers each text, stop and query with the next line of its script; no line, no answer.</summary>
    private sealed class ScriptedChip : ISerialPeer
    {
        private readonly List<byte> _bytes = [];
        private readonly Queue<byte[]> _answers = [];
        private readonly Queue<byte> _queryAnswers = [];
        private byte[] _stopAnswer = [];
        private TimeSpan _stopAnswerAfter;
        private ISerialLine? _line;

        public int BaudRate => 9600;

        public List<string> Texts { get; } = [];

        public int Stops { get; private set; }

        public int Queries { get; private set; }

        public void Answers(params byte[][] answers) => Array.ForEach(answers, _answers.Enqueue);

        public void QueryAnswers(byte[] answers) => Array.ForEach(answers, _queryAnswers.Enqueue);

        public void StopAnswers(byte[] answer, TimeSpan after) => (_stopAnswer, _stopAnswerAfter) = (answer, after);

        public void Attached(ISerialLine line) => _line = line;

        public void PowerChanged(bool on) => _bytes.Clear();

        public void Received(ReadOnlySpan<byte> bytes)
        {
            foreach (byte b in bytes)
            {
                _bytes.Add(b);
                if (_bytes.Count >= 3 && _bytes.Count == 3 + ((_bytes[1] << 8) | _bytes[2]))
                {
                    Obey([.. _bytes]);
                    _bytes.Clear();
                }
            }
        }

        private void Obey(byte[] frame)
        {
            Assert.Equal(0xFD, frame[0]);
            switch (frame[3])
            {
                case 0x01:
                    Texts.Add(Encoding.Unicode.GetString(frame, 5, frame.Length - 5));
                    Answer(_answers.TryDequeue(out byte[]? answer) ? answer : []);
                    break;
                case 0x02:
                    Stops++;
                    _ = HardwareClock.After(_stopAnswerAfter, () => Answer(_stopAnswer));
                    break;
                case 0x21:
                    Queries++;
                    Answer(_queryAnswers.TryDequeue(out byte one) ? [one] : []);
                    break;
                default:
                    Assert.Fail($"no such command: {Convert.ToHexString(frame)}");
                    break;
            }
        }

        private void Answer(byte[] bytes)
        {
            if (bytes.Length > 0)
            {
                _line!.Send(bytes);
            }
        }
    }
}
