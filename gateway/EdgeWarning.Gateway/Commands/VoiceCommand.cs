using System.CommandLine;
using EdgeWarning.Gateway.Platform.Audit;
using EdgeWarning.Gateway.Voice;

namespace EdgeWarning.Gateway.Commands;

/// <summary><c>gateway voice say | lexicon</c>: how texts sound, and the office's own words.</summary>
internal static class VoiceCommand
{
    public static Command Create() => new("voice", "Speaks texts as villages hear them, and keeps how the office says its words.") { Say(), Lexicon() };

    private static Command Say()
    {
        var text = new Argument<string>("TEXT") { Description = "What is to be said" };
        var language = new Option<string>("--language") { Description = "BCP 47 [default: zh-CN]", HelpName = "TAG", DefaultValueFactory = _ => "zh-CN" };
        var to = new Option<string>("--out") { Description = "The WAV file that is written", HelpName = "FILE", Required = true };
        var command = new Command("say", "Writes a text as the sound that boards without a speech module play.") { text, language, to };
        var settings = new SettingOptions(command);
        command.SetAction(async (parsed, stopping) =>
        {
            await using var office = OpenedFolder.Open(settings, parsed, mayCreate: true);
            var spoken = await office.Get<SpeechRenderer>().Render(parsed.GetValue(text)!, parsed.GetValue(language)!, stopping);
            if (spoken.Clip is not { } clip)
            {
                throw new CommandException(spoken.Fault!.Text);
            }

            File.Copy(office.Get<ClipLibrary>().OnDisk(clip), parsed.GetValue(to)!, overwrite: true);
            await parsed.InvocationConfiguration.Output.WriteLineAsync($"{parsed.GetValue(to)}: {clip.Milliseconds / 1000.0:F1} s, {clip.Bytes} bytes");
            return ExitCode.Ok;
        });
        return command;
    }

    private static Command Lexicon()
    {
        var word = new Argument<string?>("WORD") { Description = "Shown when left out: every word", DefaultValueFactory = _ => null };
        var reading = new Argument<string?>("PINYIN") { Description = "Its toned pinyin, such as \"da4 bu4\"", DefaultValueFactory = _ => null };
        var forget = new Option<bool>("--forget") { Description = "Forgets the word" };
        var command = new Command("lexicon", "Shows or changes how the office says its words, above all names of places.") { word, reading, forget };
        var settings = new SettingOptions(command);
        command.SetAction(async (parsed, _) =>
        {
            await using var office = OpenedFolder.Open(settings, parsed);
            var lexicon = office.Get<OfficeLexicon>();
            var (named, said) = (parsed.GetValue(word), parsed.GetValue(reading));
            if (named is not null && (said is not null || parsed.GetValue(forget)))
            {
                var others = lexicon.Words().Where(other => other.Word != named);
                var faults = await lexicon.Put(said is null ? [.. others] : [.. others, new LexiconWord(named, said)], Actor.CommandLine);
                if (faults.Count > 0)
                {
                    throw new CommandException(string.Join(Environment.NewLine, faults));
                }
            }

            foreach (var one in lexicon.Words().Where(one => named is null || one.Word == named))
            {
                await parsed.InvocationConfiguration.Output.WriteLineAsync($"{one.Word}\t{one.Reading}");
            }

            return ExitCode.Ok;
        });
        return command;
    }
}
