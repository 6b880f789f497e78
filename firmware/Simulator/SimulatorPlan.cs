using System.Text.Json;
using System.Text.Json.Serialization;
using EdgeWarning.Protocol;
using EdgeWarning.Simulator.County;

namespace EdgeWarning.Simulator;

/// <summary>
/// What a simulator runs: boards, and where their settings lie (<c>settings/&lt;board&gt;/settings.txt</c> as <c>gateway board import</c> writes
/// them; a relative folder is looked for beside the plan).
/// </summary>
public sealed record SimulatorPlan(string? Settings, IReadOnlyList<PlannedBoard> Boards)
{
    public static SimulatorPlan Read(string path)
    {
        SimulatorPlan plan;
        try
        {
            plan = JsonSerializer.Deserialize(File.ReadAllText(path), PlanJson.Default.SimulatorPlan)
                ?? throw new InvalidDataException($"could not read the plan {path}: it is empty");
        }
        catch (JsonException malformed)
        {
            throw new InvalidDataException($"could not read the plan {path}: {malformed.Message}", malformed);
        }

        plan.Check(path);
        string beside = Path.GetDirectoryName(Path.GetFullPath(path))!;
        return plan with { Settings = Path.GetFullPath(plan.Settings ?? "settings", beside) };
    }

    /// <summary>Every card in a folder is a board: <c>FOLDER/&lt;board&gt;/settings.txt</c>, as <c>gateway board add</c> writes it, names board, kind and village.</summary>
    public static SimulatorPlan OfCards(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new InvalidDataException($"could not read the cards in {folder}: there is no such folder");
        }

        var plan = new SimulatorPlan(folder, [.. Directory.GetDirectories(folder).Select(card => Path.Combine(card, Common.Settings.FileName)).Where(File.Exists).Order(StringComparer.Ordinal).Select(OfCard)]);
        plan.Check(folder);
        return plan;
    }

    private static PlannedBoard OfCard(string file)
    {
        var said = File.ReadLines(file).Select(line => line.Split('=', 2)).Where(pair => pair.Length == 2).ToLookup(pair => pair[0].Trim(), pair => pair[1].Trim());
        string Word(string name) => said[name].LastOrDefault() ?? "";
        return new PlannedBoard(Word("board"), Word("kind"), Word("village"), "", "", 0, 0);
    }

    public void Write(string path) => File.WriteAllText(path, JsonSerializer.Serialize(this, PlanJson.Default.SimulatorPlan));

    private void Check(string path)
    {
        if (Boards is null or { Count: 0 })
        {
            throw new InvalidDataException($"could not read the boards of {path}: there are none");
        }

        var ids = new HashSet<string>();
        foreach (PlannedBoard board in Boards)
        {
            string fault = board.Id is null || !Topics.IsBoard(board.Id) ? "has no id of 1 to 48 of a-z, 0-9 and -"
                : !BoardKind.IsKnown(board.Kind) ? $"is a \"{board.Kind}\", not one of {BoardKind.Names}"
                : !ids.Add(board.Id) ? "is there twice"
                : string.Empty;
            if (fault.Length > 0)
            {
                throw new InvalidDataException($"could not read the plan {path}: board \"{board.Id}\" {fault}");
            }
        }
    }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true)]
[JsonSerializable(typeof(SimulatorPlan))]
internal sealed partial class PlanJson : JsonSerializerContext;
