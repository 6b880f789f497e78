using EdgeWarning.Gateway.Devices;
using EdgeWarning.Gateway.Places;
using EdgeWarning.Gateway.Warnings.Texts;

namespace EdgeWarning.Gateway.Broadcast;

/// <summary>What the office knows of the village of a board, for the words that it hears.</summary>
public static class VillageFacts
{
    /// <summary>As things stand now: a shelter may have changed since the last warning, so this is asked anew for each.</summary>
    public static Func<Board, TextFacts> Of(PlaceStore places)
    {
        var villages = places.Divisions().ToDictionary(division => division.Code, StringComparer.Ordinal);
        return board =>
        {
            var village = villages.GetValueOrDefault(CountyVillages.CodeOf(board));
            return new TextFacts(Village: village?.CalledName ?? board.VillageName, Shelter: village?.Shelter, Contact: village?.ContactAndPhone, Phone: village?.Phone);
        };
    }
}
