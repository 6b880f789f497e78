using System.Globalization;
using EdgeWarning.Gateway.Warnings.Cap;

namespace EdgeWarning.Gateway.Warnings;

/// <summary>
/// A warning that goes out in two stages: first to some villages, to the others after a while or when a person says go on. It stands in the message itself,
/// so no restart can forget it.
/// </summary>
/// <param name="First">Division codes of the villages that are told at once.</param>
/// <param name="OthersAt">When the others are told unless they are held; null: only when a person says so.</param>
public sealed record WarningStages(IReadOnlyList<string> First, DateTimeOffset? OthersAt)
{
    /// <summary>The CAP parameter that carries it: minutes, or "-" for by hand, and the codes of the first villages.</summary>
    public const string ParameterName = "EdgeWarning:stages";

    private const string ByHand = "-";

    /// <summary>Null for a message that goes out at once, and for a parameter that cannot be read: rather too early than never.</summary>
    public static WarningStages? Of(CapAlert alert, DateTimeOffset receivedAt)
    {
        var written = alert.Infos.SelectMany(info => info.Parameters).FirstOrDefault(parameter => parameter.Name == ParameterName)?.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return written is not [var after, _, ..] ? null
            : after == ByHand ? new WarningStages(written[1..], null)
            : int.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) ? new WarningStages(written[1..], receivedAt.AddMinutes(minutes))
            : null;
    }

    public static CapNamedValue Parameter(int? afterMinutes, IEnumerable<string> first) =>
        new(ParameterName, $"{afterMinutes?.ToString(CultureInfo.InvariantCulture) ?? ByHand} {string.Join(' ', first)}");
}
