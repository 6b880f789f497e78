using System.CommandLine;
using EdgeWarning.Gateway.Devices;
using EdgeWarning.Gateway.Platform.Audit;
using EdgeWarning.Gateway.Upkeep;
using EdgeWarning.Protocol;

namespace EdgeWarning.Gateway.Commands;

/// <summary><c>gateway update start | list | resume</c>: new applications for boards, one board first.</summary>
internal static class UpdateCommand
{
    public static Command Create() => new("update", "Brings new applications to boards: one first, the others once it has kept it.") { Start(), List(), Resume() };

    private static Command Start()
    {
        var file = new Argument<string[]>("ASSEMBLY") { Description = "The application's .pe files, the program last", Arity = ArgumentArity.OneOrMore };
        var kind = new Option<string>("--kind") { Description = $"Boards that it is for: {string.Join(", ", BoardKinds.All)}", HelpName = "KIND", Required = true };
        var build = new Option<long>("--build") { Description = "Its build number, higher than that of the one before", HelpName = "N", Required = true };
        var first = new Option<string?>("--first") { Description = "The board that tries it before the others [default: the first by id]", HelpName = "ID" };
        var only = new Option<string[]>("--board") { Description = "Only these boards [default: all of the kind]", HelpName = "ID" };
        var command = new Command("start", "Registers an application and orders it, to one board first.") { file, kind, build, first, only };
        var settings = new SettingOptions(command);
        command.SetAction(async (parsed, stopping) =>
        {
            await using var office = OpenedFolder.Open(settings, parsed);
            var named = parsed.GetValue(only) ?? [];
            string[] boards = [.. office.Get<BoardRegistry>().All.Where(board => board.Kind == parsed.GetValue(kind) && (named.Length == 0 || named.Contains(board.Id))).Select(board => board.Id)];
            var begins = parsed.GetValue(first);
            if (boards.Length == 0 || boards.Intersect(named).Count() != named.Length || (begins is not null && !boards.Contains(begins)))
            {
                throw new CommandException(boards.Length == 0 ? $"there is no such board of kind {parsed.GetValue(kind)}" : $"not of kind {parsed.GetValue(kind)}: {string.Join(' ', named.Append(begins).Except(boards))}");
            }

            var paths = parsed.GetValue(file)!;
            var stored = await office.Get<FileStore>().Add(string.Join(' ', paths.Select(Path.GetFileName)), Application.Pack(paths.Select(File.ReadAllBytes)), stopping);
            string[] firstFirst = [begins ?? boards[0], .. boards.Where(board => board != (begins ?? boards[0]))];
            await office.Get<RolloutStore>().BringApplication(stored, parsed.GetValue(build), firstFirst, Actor.CommandLine, stopping);
            await parsed.InvocationConfiguration.Output.WriteLineAsync(
                $"build {parsed.GetValue(build)}, {stored.Bytes} bytes: {firstFirst[0]} tries it first, {boards.Length - 1} wait");
            return ExitCode.Ok;
        });
        return command;
    }

    private static Command List()
    {
        var command = new Command("list", "Shows which board has kept, refused or given back its newest application.");
        var settings = new SettingOptions(command);
        command.SetAction(async (parsed, _) =>
        {
            await using var office = OpenedFolder.Open(settings, parsed);
            var wishes = office.Get<WishStore>().Of(Wish.ApplicationSubject);
            foreach (var wish in wishes)
            {
                await parsed.InvocationConfiguration.Output.WriteLineAsync($"{wish.Board}  build {wish.Version}  {Wish.WordOf(wish.State)}{ConfigureCommand.WhyOf(wish)}");
            }

            await parsed.InvocationConfiguration.Output.WriteLineAsync(string.Join(", ", wishes.GroupBy(wish => wish.State).Select(group => $"{group.Count()} {Wish.WordOf(group.Key)}")));
            return ExitCode.Ok;
        });
        return command;
    }

    private static Command Resume()
    {
        var board = new Argument<string>("ID") { Description = "A board that waits, or whose update ended badly" };
        var command = new Command("resume", "Orders a board's application now, whatever became of it on other boards.") { board };
        var settings = new SettingOptions(command);
        command.SetAction(async (parsed, _) =>
        {
            await using var office = OpenedFolder.Open(settings, parsed);
            var wishes = office.Get<WishStore>();
            var wish = wishes.Find(parsed.GetValue(board)!, Wish.ApplicationSubject) ?? throw new CommandException($"no application was ever ordered for {parsed.GetValue(board)}");
            await wishes.Wanted([wish]);
            await parsed.InvocationConfiguration.Output.WriteLineAsync($"build {wish.Version} for {wish.Board}: wanted");
            return ExitCode.Ok;
        });
        return command;
    }
}
