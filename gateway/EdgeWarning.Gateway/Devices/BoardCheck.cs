using EdgeWarning.Gateway.Platform;
using EdgeWarning.Protocol;

namespace EdgeWarning.Gateway.Devices;

/// <summary>What a board's entry must be, in one place for the command line, the list and the API. Faults name the field.</summary>
public static class BoardCheck
{
    private const int MaxVillageNameLength = 64;

    /// <summary>Everything wrong with a new board; empty when nothing is.</summary>
    public static IReadOnlyList<Fault> FaultsOf(NewBoard board)
    {
        ArgumentNullException.ThrowIfNull(board);
        var faults = new List<Fault>();
        Require(faults, Topics.IsBoard(board.Id), Fault.Of("board.id", $"board: \"{Short(board.Id)}\" is no board id (1 to {Topics.MaxBoardLength} of a-z, 0-9 and '-')"));
        Require(faults, BoardKinds.All.Contains(board.Kind, StringComparer.Ordinal), Fault.Of("board.kind", $"kind: \"{Short(board.Kind)}\" is none of {string.Join(", ", BoardKinds.All)}"));
        Require(faults, board.Village.Length is >= 2 and <= 12 && board.Village.All(char.IsAsciiDigit), Fault.Of("board.village", $"village: \"{Short(board.Village)}\" is no division code (2 to 12 digits)"));
        Require(faults, board.VillageName.Length <= MaxVillageNameLength && !board.VillageName.Any(char.IsControl), Fault.Of("board.villageName", $"village_name: longer than {MaxVillageNameLength} characters, or with control characters"));
        Require(faults, board.Latitude.HasValue == board.Longitude.HasValue, Fault.Of("board.place", "latitude and longitude: both or neither"));
        Require(faults, board.Latitude is null or (>= -90 and <= 90), Fault.Of("board.latitude", $"latitude: {board.Latitude} is not within -90 to 90"));
        Require(faults, board.Longitude is null or (>= -180 and <= 180), Fault.Of("board.longitude", $"longitude: {board.Longitude} is not within -180 to 180"));
        Require(faults, board.TipMicrometres is null or (>= 10 and <= 10_000), Fault.Of("board.tip", $"tip_micrometres: {board.TipMicrometres} is not within 10 to 10000"));
        Require(faults, board.TipMicrometres is null || BoardKinds.MeasuresRain(board.Kind), Fault.Of("board.noGauge", $"tip_micrometres: a {Short(board.Kind)} has no rain gauge"));
        Require(faults, board.Key is null || board.Key.Length == Credentials.KeyBytes, Fault.Of("board.key", $"key: it must have {Credentials.KeyBytes} bytes"));
        faults.AddRange(board.Site.FaultsOf(board.Kind));
        return faults;
    }

    internal static string Short(string text) => text.Length <= 60 ? text : text[..57] + "...";

    private static void Require(List<Fault> faults, bool holds, Fault fault)
    {
        if (!holds)
        {
            faults.Add(fault);
        }
    }
}
