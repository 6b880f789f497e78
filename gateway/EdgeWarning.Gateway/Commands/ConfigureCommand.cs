using System.CommandLine;
using EdgeWarning.Gateway.Devices;
using EdgeWarning.Gateway.Platform.Audit;
using EdgeWarning.Gateway.Upkeep;
using EdgeWarning.Protocol;

namespace EdgeWarning.Gateway.Commands;

/// <summary><c>gateway board configure</c>: the county's settings of a board. A running gateway on the same data folder sends them within seconds.</summary>
internal static class ConfigureCommand
{
    public static Command Create()
    {
        var board = new Argument<string>("ID") { Description = "The board" };
        var values = new Argument<string[]>("NAME=VALUE") { Description = "Settings to change; without any, shows what is set and whether the board lives by it", Arity = ArgumentArity.ZeroOrMore };
        var file = new Option<string?>("--file") { Description = "Replace the county's settings of this board by those of a file", HelpName = "FILE" };
        var unset = new Option<string[]>("--unset") { Description = "Take a setting back: the board's own file says it again", HelpName = "NAME" };
        var command = new Command("configure", "Changes a board's settings from here. The board judges them, tries them, and goes back when it cannot link with them.") { board, values, file, unset };
        var settings = new SettingOptions(command);
        command.SetAction(async (parsed, stopping) =>
        {
            await using var office = OpenedFolder.Open(settings, parsed);
            var id = parsed.GetValue(board)!;
            if (office.Get<BoardRegistry>().Find(id) is null)
            {
                throw new CommandException($"there is no board {id}");
            }

            var wishes = office.Get<WishStore>();
            var before = CountySettings.Parse(wishes.Find(id, Wish.SettingsSubject)?.Settings ?? "");
            var wanted = Changed(before, parsed.GetValue(file), parsed.GetValue(values) ?? [], parsed.GetValue(unset) ?? []);
            if (wanted is not null)
            {
                await wishes.WantSettings(id, wanted.ToString(), Actor.CommandLine, stopping);
            }

            await Show(wishes.Find(id, Wish.SettingsSubject), id, parsed.InvocationConfiguration.Output);
            return ExitCode.Ok;
        });
        return command;
    }

    private static CountySettings? Changed(CountySettings before, string? file, string[] values, string[] unset)
    {
        if (file is null && values.Length == 0 && unset.Length == 0)
        {
            return null;
        }

        var wanted = file is null ? before : CountySettings.Parse(File.ReadAllText(file));
        foreach (var value in values)
        {
            wanted = value.Split('=', 2) is [var name, var text] ? wanted.With(name.Trim(), text.Trim()) : throw new CommandException($"\"{value}\": expected name=value");
        }

        foreach (var name in unset)
        {
            wanted = wanted.Names(name) ? wanted.Without(name) : throw new CommandException($"--unset {name}: the county does not set it");
        }

        return wanted.Faults.Count == 0 ? wanted : throw new CommandException($"nothing was changed:{Environment.NewLine}  {string.Join(Environment.NewLine + "  ", wanted.Faults)}");
    }

    private static async Task Show(Wish? wish, string board, TextWriter output)
    {
        if (wish is null)
        {
            await output.WriteLineAsync($"the county has no settings for {board}: it lives by its own file");
            return;
        }

        await output.WriteAsync(wish.Settings);
        await output.WriteLineAsync($"# version {wish.Version} for {board}: {Wish.WordOf(wish.State)}{WhyOf(wish)}");
    }

    internal static string WhyOf(Wish wish) => wish.Reason == Reason.None ? "" : $", {Words.Of(wish.Reason)}{(wish.Detail.Length > 0 ? ": " + wish.Detail : "")}";
}
