namespace EdgeWarning.Village.County;

/// <summary>A board of the county and where it hangs.</summary>
/// <param name="Kind">loudspeaker, village-station, rain-gauge, water-level or bench.</param>
/// <param name="Village">Division code.</param>
public sealed record PlacedBoard(string Id, string Kind, string Village, string VillageName, double Latitude, double Longitude);
