using System.CommandLine;
using EdgeWarning.Gateway.Devices;
using EdgeWarning.Gateway.Platform.Audit;

namespace EdgeWarning.Gateway.Commands;

/// <summary><c>gateway board add | import | replace | retire | configure | log | list</c>. A gateway that runs on the same data folder notices within seconds.</summary>
internal static class BoardCommand
{
    public static Command Create() => new("board", "Registers boards and writes the files that go onto them.") { Add(), Import(), Replace(), Retire(), ConfigureCommand.Create(), LogCommand.Create(), List() };

    private static Command Add()
    {
        var village = new Option<string>("--village") { Description = "Division code of the village, 2 to 12 digits", HelpName = "CODE", Required = true };
        var kind = new Option<string>("--kind") { Description = $"What it is: {string.Join(", ", BoardKinds.All)}", HelpName = "KIND", Required = true };
        kind.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { } given && !BoardKinds.All.Contains(given))
            {
                result.AddError($"--kind {given}: there are {string.Join(", ", BoardKinds.All)}");
            }
        });
        var id = new Option<string?>("--id") { Description = "Its name in topics, files and logs: a-z, 0-9 and '-' [default: kind and number]", HelpName = "ID" };
        var name = new Option<string?>("--village-name") { Description = "The village's name, for people", HelpName = "NAME" };
        var latitude = new Option<double?>("--latitude") { Description = "Degrees, WGS 84", HelpName = "DEGREES" };
        var longitude = new Option<double?>("--longitude") { Description = "Degrees, WGS 84", HelpName = "DEGREES" };
        Option<int?> tip = TipOption("200");
        var command = new Command("add", "Registers one board with a new key, and writes its settings, authority and label.") { village, kind, id, name, latitude, longitude, tip };
        var site = new SiteOptions(command);
        var files = new BoardFiles(command);
        var settings = new SettingOptions(command).AddMqtt(command).AddFiles(command);
        command.SetAction(async (parsed, stopping) =>
        {
            await using var office = OpenedFolder.Open(settings, parsed, mayCreate: true);
            var registry = office.Get<BoardRegistry>();
            var board = new NewBoard
            {
                Id = parsed.GetValue(id) ?? registry.FreeId(parsed.GetValue(kind)!),
                Kind = parsed.GetValue(kind)!,
                Village = parsed.GetValue(village)!,
                VillageName = parsed.GetValue(name) ?? "",
                Latitude = parsed.GetValue(latitude),
                Longitude = parsed.GetValue(longitude),
                TipMicrometres = parsed.GetValue(tip),
                Site = site.Of(parsed),
            };
            files.CheckBefore(office, parsed, [board.Id]);
            return await files.Write(office, parsed, Done(await registry.Add([board], Actor.CommandLine, stopping), "no board was added"), "added");
        });
        return command;
    }

    private static Command Import()
    {
        var file = new Argument<string>("CSV") { Description = "UTF-8, first line names the columns: board,kind,village and, when wanted, village_name,latitude,longitude,tip_micrometres,key and settings of the site" };
        var command = new Command("import", "Registers every board of a list, or none and every fault with its line.") { file };
        var files = new BoardFiles(command);
        var settings = new SettingOptions(command).AddMqtt(command).AddFiles(command);
        command.SetAction(async (parsed, stopping) =>
        {
            using var text = new StreamReader(parsed.GetValue(file)!);
            await using var office = OpenedFolder.Open(settings, parsed, mayCreate: true);
            BoardListReading list = BoardList.Read(text);
            files.CheckBefore(office, parsed, list.Boards.Select(board => board.Id));
            AddOutcome outcome = list.Faults.Count > 0 ? new AddOutcome([], list.Faults) : await office.Get<BoardRegistry>().Add(list.Boards, Actor.CommandLine, stopping);
            return await files.Write(office, parsed, Done(outcome, "no board was added"), "added");
        });
        return command;
    }

    private static Command Replace()
    {
        var id = new Argument<string>("ID") { Description = "The board whose place is taken" };
        Option<int?> tip = TipOption("as before");
        var command = new Command("replace", "Puts a new board in the place of a broken or lost one: same id, place and history, new key. The old one is refused from now on.") { id, tip };
        var site = new SiteOptions(command);
        var files = new BoardFiles(command);
        var settings = new SettingOptions(command).AddMqtt(command).AddFiles(command);
        command.SetAction(async (parsed, stopping) =>
        {
            await using var office = OpenedFolder.Open(settings, parsed);
            files.CheckBefore(office, parsed, [parsed.GetValue(id)!]);
            AddOutcome outcome = await office.Get<BoardRegistry>().Replace(parsed.GetValue(id)!, site.Of(parsed), Actor.CommandLine, parsed.GetValue(tip), stopping);
            return await files.Write(office, parsed, Done(outcome, "no board was replaced"), "new key for");
        });
        return command;
    }

    private static Command Retire()
    {
        var id = new Argument<string>("ID") { Description = "The board that serves no more" };
        var command = new Command("retire", "Ends a board's service: it is refused from now on and gets no orders. Its history stays; its id is never given again.") { id };
        var settings = new SettingOptions(command);
        command.SetAction(async (parsed, stopping) =>
        {
            await using var office = OpenedFolder.Open(settings, parsed);
            Done(await office.Get<BoardRegistry>().Retire(parsed.GetValue(id)!, Actor.CommandLine, stopping), "no board was retired");
            await parsed.InvocationConfiguration.Output.WriteLineAsync($"retired {parsed.GetValue(id)}; its key is destroyed, its history stays");
            return ExitCode.Ok;
        });
        return command;
    }

    private static Command List()
    {
        var command = new Command("list", "Lists the registered boards and how each is.");
        var settings = new SettingOptions(command);
        command.SetAction(async parsed =>
        {
            await using var office = OpenedFolder.Open(settings, parsed);
            var registry = office.Get<BoardRegistry>();
            var states = office.Get<BoardStates>();
            var output = parsed.InvocationConfiguration.Output;
            foreach (var board in registry.All)
            {
                var state = states.Of(board.Id);
                await output.WriteLineAsync($"{board.Id,-24} {board.Kind,-16} {board.Village,-12} {WordOf(state.Condition),-8} {state.HeardAt?.UtcDateTime.ToString("u") ?? "never"}  {board.VillageName}");
            }

            await output.WriteLineAsync($"{registry.All.Count} boards");
            return ExitCode.Ok;
        });
        return command;
    }

    private static Option<int?> TipOption(string usual) => new("--tip-um") { Description = $"Rain of one tip of its bucket, micrometres [default: {usual}]", HelpName = "N" };

    private static IReadOnlyList<Board> Done(AddOutcome outcome, string otherwise) => outcome.Faults.Count == 0
        ? outcome.Added
        : throw new CommandException($"{otherwise}:{Environment.NewLine}  {string.Join(Environment.NewLine + "  ", outcome.Faults)}");

    private static string WordOf(BoardCondition condition) => condition switch
    {
        BoardCondition.Online => "online",
        BoardCondition.Silent => "silent",
        BoardCondition.Lost => "lost",
        _ => "new",
    };
}
