using System.Globalization;
using EdgeWarning.Gateway.Platform;

namespace EdgeWarning.Gateway.Desk;

/// <summary>Why a warning was written.</summary>
/// <param name="Kind">reading, alert or report.</param>
/// <param name="Board">Of a reading: the board that measured it.</param>
/// <param name="Reading">Of a reading: what it is, as the console names it: rain-1h (millimetres), rain-24h (millimetres), stage (metres), own-warning, village-alarm.</param>
/// <param name="Value">Of a reading, in its unit; null for what has none.</param>
/// <param name="At">When it was measured, came or was reported.</param>
/// <param name="Alert">Of an upstream alert: its CAP identifier.</param>
/// <param name="Who">Of a report: who said it.</param>
/// <param name="Text">In free words.</param>
public sealed record DraftCause(
    string Kind, string? Board = null, string? Reading = null, double? Value = null, DateTimeOffset? At = null, string? Alert = null, string? Who = null, string? Text = null)
{
    public const string OfReading = "reading";
    public const string OfAlert = "alert";
    public const string OfReport = "report";

    private const int LongestText = 500;

    /// <summary>What is wrong with it; null when it can be kept.</summary>
    /// <param name="isBoard">Whether there is such a board.</param>
    public Fault? FaultOf(Func<string, bool> isBoard) => Kind switch
    {
        _ when new[] { Board, Reading, Alert, Who, Text }.Any(text => text?.Length > LongestText) => Fault.Of("cause.tooLong", $"cause: at most {LongestText} characters"),
        OfReading when Board is null || Reading is null || !isBoard(Board) => Fault.Of("cause.reading", "cause: a reading names its board and what was measured"),
        OfAlert when string.IsNullOrWhiteSpace(Alert) => Fault.Of("cause.alert", "cause: an upstream alert is named by its CAP identifier"),
        OfReport when string.IsNullOrWhiteSpace(Text) => Fault.Of("cause.report", "cause: a report says what was reported"),
        OfReading or OfAlert or OfReport => null,
        _ => Fault.Of("cause.kind", $"cause: {OfReading}, {OfAlert} or {OfReport}"),
    };

    /// <summary>In one line, for the note of the message and the time line.</summary>
    public string InWords => string.Join(
        ' ',
        new[]
        {
            Kind switch
            {
                OfReading => string.Create(CultureInfo.InvariantCulture, $"{Reading}{(Value is { } value ? $" {value:0.###}" : "")} @ {Board}"),
                OfAlert => Alert,
                _ => Who,
            },
            At is { } at ? at.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) : null,
            Text,
        }.Where(part => !string.IsNullOrWhiteSpace(part)));
}
