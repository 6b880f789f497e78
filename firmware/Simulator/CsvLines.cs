namespace EdgeWarning.Simulator;

/// <summary>The rows of a plain CSV file, comments (#) and empty lines left out, quotes around a cell taken off.</summary>
internal static class CsvLines
{
    public static IEnumerable<(int Number, string[] Columns)> Of(string path)
    {
        int number = 0;
        foreach (string line in File.ReadLines(path))
        {
            number++;
            if (line.Length > 0 && line[0] != '#')
            {
                yield return (number, [.. line.TrimEnd('\r').Split(',').Select(cell => cell.Trim().Trim('"'))]);
            }
        }
    }
}
