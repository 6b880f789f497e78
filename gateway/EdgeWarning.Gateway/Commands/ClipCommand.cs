using System.CommandLine;
using EdgeWarning.Gateway.Devices;
using EdgeWarning.Gateway.Platform.Audit;
using EdgeWarning.Gateway.Upkeep;
using EdgeWarning.Protocol;

namespace EdgeWarning.Gateway.Commands;

/// <summary><c>gateway clip send | list</c>: sounds that loudspeakers keep and play without any network.</summary>
internal static class ClipCommand
{
    public static Command Create() => new("clip", "Brings sounds (WAV, PCM16, 16 kHz, mono) to loudspeakers, which keep them.") { Send(), List() };

    private static Command Send()
    {
        var file = new Argument<string>("WAV") { Description = "The sound: PCM16, 16 kHz, mono" };
        var name = new Option<string>("--name") { Description = "What orders and settings call it", HelpName = "NAME", Required = true };
        var only = new Option<string[]>("--board") { Description = "Only these boards [default: all that can sound]", HelpName = "ID" };
        var command = new Command("send", "Registers a sound and orders boards to fetch it.") { file, name, only };
        var settings = new SettingOptions(command);
        command.SetAction(async (parsed, stopping) =>
        {
            await using var office = OpenedFolder.Open(settings, parsed);
            var named = parsed.GetValue(only) ?? [];
            string[] boards = [.. office.Get<BoardRegistry>().All.Where(board => BoardKinds.CanSound(board.Kind) && (named.Length == 0 || named.Contains(board.Id))).Select(board => board.Id)];
            if (boards.Length == 0 || boards.Length < named.Length)
            {
                throw new CommandException(named.Length == 0 ? "there is no board that can sound" : $"no boards that can sound: {string.Join(' ', named.Except(boards))}");
            }

            var path = parsed.GetValue(file)!;
            var stored = await office.Get<FileStore>().Add(Path.GetFileName(path), await File.ReadAllBytesAsync(path, stopping), stopping);
            await office.Get<WishStore>().WantClip(boards, parsed.GetValue(name)!, stored, Actor.CommandLine, stopping);
            await parsed.InvocationConfiguration.Output.WriteLineAsync($"{stored.Bytes} bytes for {boards.Length} boards");
            return ExitCode.Ok;
        });
        return command;
    }

    private static Command List()
    {
        var command = new Command("list", "Shows which board has which sound, or why not.");
        var settings = new SettingOptions(command);
        command.SetAction(async (parsed, _) =>
        {
            await using var office = OpenedFolder.Open(settings, parsed);
            foreach (var wish in office.Get<WishStore>().All().Where(wish => wish.Kind == OrderKind.FetchClip))
            {
                await parsed.InvocationConfiguration.Output.WriteLineAsync($"{wish.Board}  {wish.Subject}  {Wish.WordOf(wish.State)}{ConfigureCommand.WhyOf(wish)}");
            }

            return ExitCode.Ok;
        });
        return command;
    }
}
