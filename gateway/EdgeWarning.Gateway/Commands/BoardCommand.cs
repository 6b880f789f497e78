using System.CommandLine;
using EdgeWarning.Gateway.Devices;

namespace EdgeWarning.Gateway.Commands;

/// <summary><c>gateway board add | import | list</c>. A gateway that runs on the same data folder notices within seconds.</summary>
internal static class BoardCommand
{
    private const string Who = "command line";

    public static Command Create() => new("board", "Registers boards and writes the settings that go onto them.") { Add(), Import(), List() };

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
        var folder = OutOption();
        var command = new Command("add", "Registers one board with a new key, and writes its settings.txt and ca.pem.") { village, kind, id, name, latitude, longitude, folder };
        var settings = new SettingOptions(command).AddMqtt(command);
        command.SetAction(async (parsed, stopping) =>
        {
            await using var office = OpenedFolder.Open(settings, parsed, mayCreate: true);
            var registry = office.Get<BoardRegistry>();
            var board = new NewBoard
            {
                Id = parsed.GetValue(id) ?? FreeId(registry, parsed.GetValue(kind)!),
                Kind = parsed.GetValue(kind)!,
                Village = parsed.GetValue(village)!,
                VillageName = parsed.GetValue(name) ?? "",
                Latitude = parsed.GetValue(latitude),
                Longitude = parsed.GetValue(longitude),
            };
            return await Finish(office, await registry.Add([board], Who, stopping), parsed, folder);
        });
        return command;
    }

    private static Command Import()
    {
        var file = new Argument<string>("CSV") { Description = "UTF-8, first line names the columns: board,kind,village and, when wanted, village_name,latitude,longitude,tip_micrometres,key" };
        var folder = OutOption();
        var command = new Command("import", "Registers every board of a list, or none and every fault with its line.") { file, folder };
        var settings = new SettingOptions(command).AddMqtt(command);
        command.SetAction(async (parsed, stopping) =>
        {
            using var text = new StreamReader(parsed.GetValue(file)!);
            await using var office = OpenedFolder.Open(settings, parsed, mayCreate: true);
            return await Finish(office, await office.Get<BoardRegistry>().Import(text, Who, stopping), parsed, folder);
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

    private static Option<string?> OutOption() => new("--out") { Description = "Write each board's settings into DIR/<board>/ [default: boards in the data folder]", HelpName = "DIR" };

    private static async Task<int> Finish(OpenedFolder office, AddOutcome outcome, ParseResult parsed, Option<string?> folderOption)
    {
        if (outcome.Faults.Count > 0)
        {
            throw new CommandException($"no board was added:{Environment.NewLine}  {string.Join(Environment.NewLine + "  ", outcome.Faults)}");
        }

        var folder = Path.GetFullPath(parsed.GetValue(folderOption) ?? office.Get<Platform.DataFolder>().File("boards"));
        office.Get<BoardSettings>().Write(outcome.Added, folder);
        var output = parsed.InvocationConfiguration.Output;
        await output.WriteLineAsync(outcome.Added.Count == 1
            ? $"added {outcome.Added[0].Id}; its settings are in {Path.Combine(folder, outcome.Added[0].Id)}"
            : $"added {outcome.Added.Count} boards; their settings are in {folder}");
        await output.WriteLineAsync("They hold keys: copy them onto the boards and nowhere else.");
        return ExitCode.Ok;
    }

    private static string FreeId(BoardRegistry registry, string kind)
    {
        var number = registry.All.Count(board => board.Kind == kind) + 1;
        while (registry.Find($"{kind}-{number}") is not null)
        {
            number++;
        }

        return $"{kind}-{number}";
    }

    private static string WordOf(BoardCondition condition) => condition switch
    {
        BoardCondition.Online => "online",
        BoardCondition.Silent => "silent",
        BoardCondition.Lost => "lost",
        _ => "new",
    };
}
