using System.Globalization;
using EdgeWarning.Gateway.Warnings.Cap;

namespace EdgeWarning.Gateway.Warnings;

/// <summary>
/// A warning that goes out in two stages: first to some villages, to the others after a while, when enough of the first have heard it, or when a person says go on. It stands in
/// the message itself, so no restart can forget it.
/// </summary>
/// <param name="First">Division codes of the villages that are told at once.</param>
/// <param name="OthersAt">When the others are told unless they are held; null: at no time by itself.</param>
/// <param name="HeardShare">The others are told as soon as it was heard in this share of the first villages, 0 to 1, unless they are held; null: never for that.</param>
public sealed record WarningStages(IReadOnlyList<string> First, DateTimeOffset? OthersAt, double? HeardShare = null)
{
    /// <summary>The CAP parameter that carries it: when the others follow (minutes, a share such as 80%, both as 15,80%, or "-" for by hand), and the codes of the first villages.</summary>
    public const string ParameterName = "EdgeWarning:stages";

    private const string ByHand = "-";

    /// <summary>Null for a message that goes out at once, and for a parameter that cannot be read: rather too early than never.</summary>
    public static WarningStages? Of(CapAlert alert, DateTimeOffset receivedAt)
    {
        var written = alert.Infos.SelectMany(info => info.Parameters).FirstOrDefault(parameter => parameter.Name == ParameterName)?.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (written is not [var when, _, ..])
        {
            return null;
        }

        var stages = new WarningStages(written[1..], null);
        foreach (var condition in when == ByHand ? [] : when.Split(','))
        {
            if (!int.TryParse(condition.TrimEnd('%'), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                return null;
            }

            stages = condition.EndsWith('%') ? stages with { HeardShare = number / 100.0 } : stages with { OthersAt = receivedAt.AddMinutes(number) };
        }

        return stages;
    }

    public static CapNamedValue Parameter(int? afterMinutes, int? heardPercent, IEnumerable<string> first)
    {
        string[] conditions = [.. afterMinutes is { } minutes ? [minutes.ToString(CultureInfo.InvariantCulture)] : Array.Empty<string>(), .. heardPercent is { } percent ? [string.Create(CultureInfo.InvariantCulture, $"{percent}%")] : Array.Empty<string>()];
        return new(ParameterName, $"{(conditions.Length == 0 ? ByHand : string.Join(',', conditions))} {string.Join(' ', first)}");
    }
}
