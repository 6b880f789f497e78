using System.Text.Json.Serialization;

namespace EdgeWarning.Simulator.County;

/// <summary>A board and where it hangs. Kinds are the words of the board link's status: loudspeaker, village-station, rain-gauge, ...</summary>
public sealed record PlannedBoard(
    string Id, string Kind, string Village, string VillageName, string Township, double Latitude, double Longitude)
{
    /// <summary>It can sound: a loudspeaker, or a village station, which carries one.</summary>
    [JsonIgnore]
    public bool Sounds => Kind is CountyPlan.Loudspeaker or CountyPlan.VillageStation;
}

/// <summary>
/// Which boards a county of N boards has and in which villages they hang: the same divisions and the same N give the same plan, and
/// every kind is spread over the townships in turn.
/// </summary>
public static class CountyPlan
{
    public const string Loudspeaker = "loudspeaker";
    public const string VillageStation = "village-station";
    public const string RainGauge = "rain-gauge";
    public const string WaterLevel = "water-level";
    public const string Bench = "bench";

    /// <summary>What a county of 24 boards has; other sizes keep these shares.</summary>
    private static readonly (string Kind, string Prefix, int Share)[] Kinds =
    [
        (Loudspeaker, "ls", 14), (VillageStation, "vs", 4), (RainGauge, "rg", 3), (WaterLevel, "wl", 2), (Bench, "bench", 1),
    ];

    /// <param name="divisions">Townships and villages; townships without villages are left out.</param>
    /// <param name="positions">By village code; a village without one is not used.</param>
    /// <param name="boards">How many boards, 1 or more. A county of one board has a loudspeaker.</param>
    public static IReadOnlyList<PlannedBoard> Make(
        IReadOnlyList<Division> divisions, IReadOnlyDictionary<string, (double Latitude, double Longitude)> positions, int boards)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(boards, 1);
        List<(Division Village, string Township)> round = InTurn(divisions, positions);
        if (round.Count == 0)
        {
            throw new InvalidDataException("could not plan boards: no village of the divisions has a position");
        }

        var plan = new List<PlannedBoard>();
        var used = new Dictionary<string, int>();
        int next = 0;
        foreach ((string kind, string prefix, int count) in Counts(boards))
        {
            for (int board = 0; board < count; board++)
            {
                (Division village, string township) = round[next++ % round.Count];
                string id = $"{prefix}-{village.Code}";
                used[id] = used.GetValueOrDefault(id) + 1;
                (double latitude, double longitude) = positions[village.Code];
                plan.Add(new PlannedBoard(
                    used[id] == 1 ? id : $"{id}-{used[id]}", kind, village.Code, Short(village.Name), township, latitude, longitude));
            }
        }

        return plan;
    }

    /// <summary>Boards of each kind by largest remainder: the counts add up to the whole and no kind is off by one board or more.</summary>
    public static IReadOnlyList<(string Kind, string Prefix, int Count)> Counts(int boards)
    {
        int shares = Kinds.Sum(kind => kind.Share);
        int[] counts = [.. Kinds.Select(kind => boards * kind.Share / shares)];
        int[] byRemainder = [.. Enumerable.Range(0, Kinds.Length).OrderByDescending(kind => boards * Kinds[kind].Share % shares)];
        for (int left = boards - counts.Sum(), at = 0; left > 0; left--, at++)
        {
            counts[byRemainder[at]]++;
        }

        return [.. Kinds.Select((kind, index) => (kind.Kind, kind.Prefix, counts[index]))];
    }

    /// <summary>The first village of every township, then the second of every township, and so on.</summary>
    private static List<(Division Village, string Township)> InTurn(
        IReadOnlyList<Division> divisions, IReadOnlyDictionary<string, (double Latitude, double Longitude)> positions)
    {
        List<(Division Township, Division[] Villages)> townships = [.. divisions.Where(division => division.Level == "township")
            .OrderBy(township => township.Code, StringComparer.Ordinal)
            .Select(township => (township, divisions.Where(village => village.Parent == township.Code && positions.ContainsKey(village.Code))
                .OrderBy(village => village.Code, StringComparer.Ordinal).ToArray()))];
        var round = new List<(Division, string)>();
        for (int place = 0; townships.Any(township => place < township.Villages.Length); place++)
        {
            round.AddRange(townships.Where(township => place < township.Villages.Length)
                .Select(township => (township.Villages[place], township.Township.Name)));
        }

        return round;
    }

    /// <summary>乔端村民委员会 is what the registry calls the committee; people say 乔端村; 姬村村民委员会 is 姬村.</summary>
    private static string Short(string name) => name
        .Replace("村村民委员会", "村", StringComparison.Ordinal)
        .Replace("村民委员会", "村", StringComparison.Ordinal)
        .Replace("社区居民委员会", "社区", StringComparison.Ordinal)
        .Replace("居民委员会", "社区", StringComparison.Ordinal);
}
