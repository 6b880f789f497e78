using System.Globalization;
using EdgeWarning.Protocol;

namespace EdgeWarning.Gateway.Desk;

/// <summary>
/// How many other persons sign a warning, by its colour and by the share of the county that it reaches. Written as one line, so that an office can change
/// it: <c>blue 0.1:0 1:1, red 1:1</c> is no signature for blue up to a tenth of the county and one above, and one for red wherever.
/// </summary>
public sealed class SignatureTable
{
    /// <summary>Blue within about a township needs nobody else, all else one other person.</summary>
    public const string Default = "blue 0.1:0 1:1, yellow 1:1, orange 1:1, red 1:1";

    private const int MostSignatures = 3;

    private static readonly Priority[] s_colours = [Priority.Blue, Priority.Yellow, Priority.Orange, Priority.Red];

    private readonly Dictionary<Priority, List<(double UpTo, int Signatures)>> _rows;

    private SignatureTable(Dictionary<Priority, List<(double UpTo, int Signatures)>> rows) => _rows = rows;

    /// <summary>Reads a table; null with a complaint that says what is wrong with it.</summary>
    public static SignatureTable? Read(string text, out string complaint)
    {
        var rows = new Dictionary<Priority, List<(double UpTo, int Signatures)>>();
        complaint = "";
        foreach (var row in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var words = row.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var colour = s_colours.FirstOrDefault(one => Words.Of(one) == words[0]);
            if (colour == Priority.None || rows.ContainsKey(colour))
            {
                complaint = $"\"{words[0]}\" is no colour, or stands twice";
                return null;
            }

            if (Steps(words[1..]) is not { } steps)
            {
                complaint = $"\"{row}\": a colour is followed by share:signatures, shares growing up to 1, at most {MostSignatures} signatures, such as 0.1:0 1:1";
                return null;
            }

            rows[colour] = steps;
        }

        complaint = string.Join(", ", s_colours.Where(colour => !rows.ContainsKey(colour)).Select(colour => $"{Words.Of(colour)} is missing"));
        return complaint.Length == 0 ? new SignatureTable(rows) : null;
    }

    /// <param name="colour">What has none counts as blue.</param>
    /// <param name="countyShare">0 to 1.</param>
    public int Needed(Priority colour, double countyShare)
    {
        var row = _rows[colour < Priority.Blue ? Priority.Blue : colour];
        return row.First(step => countyShare <= step.UpTo || step.UpTo >= 1).Signatures;
    }

    private static List<(double UpTo, int Signatures)>? Steps(string[] words)
    {
        var steps = new List<(double UpTo, int Signatures)>();
        foreach (var word in words)
        {
            if (word.Split(':') is not [var share, var count]
                || !double.TryParse(share, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var upTo) || !(upTo > (steps.Count == 0 ? 0 : steps[^1].UpTo) && upTo <= 1)
                || !int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var signatures) || signatures > MostSignatures)
            {
                return null;
            }

            steps.Add((upTo, signatures));
        }

        return steps.Count > 0 && steps[^1].UpTo >= 1 ? steps : null;
    }
}
