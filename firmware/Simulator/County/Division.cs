namespace EdgeWarning.Simulator.County;

/// <summary>A place of the statistical division codes: 12 digits for a village, 9 for a township, 6 for a county.</summary>
public sealed record Division(string Code, string Level, string Name, string Parent);

/// <summary>Reads <c>divisions.csv</c>: code,level,name,parent.</summary>
public static class Divisions
{
    public static IReadOnlyList<Division> Read(string path)
    {
        var divisions = new List<Division>();
        foreach ((int number, string[] columns) in CsvLines.Of(path))
        {
            if (columns.Length != 4)
            {
                throw new InvalidDataException($"could not read {path}: line {number} has {columns.Length} columns, not code,level,name,parent");
            }

            if (columns[0] != "code")
            {
                divisions.Add(new Division(columns[0], columns[1], columns[2], columns[3]));
            }
        }

        return divisions;
    }
}
