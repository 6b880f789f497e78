using System.Globalization;

namespace Speech;

/// <summary>The readings of Debian's rime-data-terra-pinyin: 99,000 words and characters with tones, in traditional script.</summary>
internal sealed class TerraPinyin
{
    /// <summary>The dictionary's own max_phrase_length.</summary>
    public const int LongestWordCharacters = 7;

    private readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> _readings;

    private TerraPinyin(Dictionary<string, string> readings) => _readings = readings.GetAlternateLookup<ReadOnlySpan<char>>();

    public static TerraPinyin Load(string path)
    {
        if (!File.Exists(path))
        {
            throw new SpeechException($"could not speak Mandarin: {path} is missing. Install it: apt-get install -y rime-data-terra-pinyin");
        }

        var readings = new Dictionary<string, string>(100_000);
        var shares = new Dictionary<string, double>();
        foreach (string line in File.ReadLines(path).SkipWhile(line => line != "..."))
        {
            string[] columns = line.Split('\t');
            if (columns.Length < 2 || columns[0].StartsWith('#'))
            {
                continue;
            }

            // A word with several readings carries each one's share: "行 xing2 90%". The greatest wins, the first of equals.
            double share = columns.Length > 2
                && double.TryParse(columns[2].TrimEnd('%'), NumberStyles.Float, CultureInfo.InvariantCulture, out double percent) ? percent : 100;
            if (!readings.ContainsKey(columns[0]))
            {
                readings.Add(columns[0], columns[1]);
                if (share < 100)
                {
                    shares.Add(columns[0], share);
                }
            }
            else if (shares.TryGetValue(columns[0], out double best) && share > best)
            {
                readings[columns[0]] = columns[1];
                shares[columns[0]] = share;
            }
        }

        return new TerraPinyin(readings);
    }

    public bool TryFind(ReadOnlySpan<char> word, out string reading)
    {
        bool found = _readings.TryGetValue(word, out string? toned);
        reading = toned ?? string.Empty;
        return found;
    }
}
