using System.CommandLine;
using EdgeWarning.Gateway.Places;
using EdgeWarning.Gateway.Platform;
using EdgeWarning.Gateway.Platform.Audit;

namespace EdgeWarning.Gateway.Commands;

/// <summary><c>gateway place import | list</c>: the divisions and outlines that warnings are made for.</summary>
internal static class PlaceCommand
{
    public static Command Create() => new("place", "Keeps the county's divisions: names, people, shelters, contacts, outlines.") { Import(), List() };

    private static Command Import()
    {
        var file = new Argument<string>("FILE") { Description = "Divisions as CSV (code,name,parent,people,shelter,contact), or outlines as GeoJSON (.json, .geojson)" };
        var command = new Command("import", "Adds or changes every division or outline of a file, or none and every fault with its line.") { file };
        var settings = new SettingOptions(command);
        command.SetAction(async (parsed, _) =>
        {
            await using var office = OpenedFolder.Open(settings, parsed, mayCreate: true);
            var places = office.Get<PlaceStore>();
            var name = parsed.GetValue(file)!;
            var output = parsed.InvocationConfiguration.Output;
            if (Path.GetExtension(name) is ".json" or ".geojson")
            {
                await using var json = File.OpenRead(name);
                var (boundaries, wrong) = BoundaryFile.Read(json);
                Refuse(name, wrong);
                await places.Put(boundaries, Actor.CommandLine);
                await output.WriteLineAsync($"{boundaries.Count} outlines");
            }
            else
            {
                using var csv = File.OpenText(name);
                var (divisions, wrong) = DivisionFile.Read(csv);
                Refuse(name, wrong);
                await places.Put(PlaceImport.Placed(divisions, places.Divisions()), Actor.CommandLine);
                await output.WriteLineAsync($"{divisions.Count} divisions, {divisions.Count(division => division.IsVillage)} of them villages");
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static Command List()
    {
        var command = new Command("list", "Shows every division.");
        var settings = new SettingOptions(command);
        command.SetAction(async (parsed, _) =>
        {
            await using var office = OpenedFolder.Open(settings, parsed);
            foreach (var division in office.Get<PlaceStore>().Divisions())
            {
                await parsed.InvocationConfiguration.Output.WriteLineAsync($"{division.Code,-12}  {division.Name}  {division.People?.ToString() ?? "-"}  {division.Shelter ?? "-"}  {division.ContactAndPhone ?? "-"}");
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static void Refuse(string file, IReadOnlyList<Fault> faults)
    {
        if (faults.Count > 0)
        {
            throw new CommandException($"{file}: nothing was imported{Environment.NewLine}{string.Join(Environment.NewLine, faults)}");
        }
    }
}
