using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using EdgeWarning.Gateway.Broadcast;
using EdgeWarning.Gateway.Desk;
using Microsoft.AspNetCore.Mvc;

namespace EdgeWarning.Gateway.Console;

/// <summary>A warning in one line: what it is and who heard it.</summary>
/// <param name="Identifier">The issuer's name of the message.</param>
/// <param name="Level">red, orange, yellow, blue; none when the message has nothing to say.</param>
/// <param name="Scope">actual, drill or test.</param>
/// <param name="State">live, cleared (by an all-clear), cancelled, superseded (by another update), expired, silenced (by a stop of everything), or stored (sounds nothing; the note says why).</param>
/// <param name="Kind">actual, drill, update, cancel ...: what the message is to this gateway.</param>
/// <param name="Text">What the loudspeakers say.</param>
/// <param name="Area">The area in words.</param>
/// <param name="Note">What the gateway did with it and why.</param>
/// <param name="EndedBy">Id of the message that superseded or cancelled it.</param>
/// <param name="Coverage">Loudspeakers.</param>
/// <param name="Told">Villages and people; null for what never sounds.</param>
public sealed record WarningView(
    string Id,
    string Identifier,
    string Sender,
    string? Event,
    string? Headline,
    string Level,
    string Scope,
    string State,
    string Kind,
    string Text,
    string Language,
    string? Area,
    DateTimeOffset ReceivedAt,
    DateTimeOffset? ExpiresAt,
    string Note,
    string? EndedBy,
    Coverage Coverage,
    ToldCount? Told);

/// <summary>A warning and the state of it on every board it was ordered on.</summary>
/// <param name="Boards">The newest play order of each loudspeaker of the area.</param>
/// <param name="Others">All other orders of this warning: stops, and earlier tries that were lost.</param>
public sealed record WarningDetailView(WarningView Warning, AreaView Area, IReadOnlyList<OrderView> Boards, IReadOnlyList<OrderView> Others);

/// <summary>The area as the issuer gave it.</summary>
public sealed record AreaView(string? Description, IReadOnlyList<string> Geocodes, int Polygons, int Circles);

/// <summary>One order on one board.</summary>
/// <param name="Order">play, stop or test.</param>
/// <param name="Coverage">heard, notHeard, cannotTell, silent or waiting.</param>
/// <param name="QuietMilliamperes">Amplifier current when powered and silent.</param>
public sealed record OrderView(
    string Board,
    string Village,
    string VillageName,
    string Kind,
    string Order,
    long Sequence,
    long Of,
    string State,
    string? Reason,
    string? Verdict,
    string Coverage,
    IReadOnlyList<StepView> States,
    int? QuietMilliamperes,
    int? ToneMilliamperes,
    int? SpeechMilliamperes,
    DateTimeOffset ExpiresAt);

/// <summary>One state and since when the gateway knows it.</summary>
public sealed record StepView(string State, DateTimeOffset At, DateTimeOffset? BoardAt, string? Reason, string? Detail);

/// <summary>One board: where, what, how it is.</summary>
/// <param name="State">online, silent (no heartbeat), lost (the broker says so) or new (not seen yet).</param>
/// <param name="OwnWarning">What it warns of by itself; null when it does not.</param>
public sealed record BoardView(
    string Id,
    string Village,
    string VillageName,
    string Kind,
    double? Latitude,
    double? Longitude,
    string State,
    DateTimeOffset? LastSeenAt,
    string? Firmware,
    long? Restarts,
    string? RestartReason,
    int? BatteryMillivolts,
    int? SignalDbm,
    RainView? Rain,
    StageView? Stage,
    ReadingCountsView? Readings,
    LastOrderView? LastOrder,
    OwnWarningView? OwnWarning,
    DateTimeOffset? AlarmSince,
    IReadOnlyList<string> Troubles);

/// <summary>What a board's own warning is at; none after its all-clear.</summary>
/// <param name="Stage">prepare or evacuate.</param>
/// <param name="Cause">rain-1h, stage, rise, sensor-lost ...</param>
public sealed record OwnWarningView(string Stage, string? Cause, DateTimeOffset At);

/// <summary>Rain of one board, millimetres, up to a few seconds old; the total is all that this gateway has seen fall on it.</summary>
/// <param name="At">When its newest reading was measured.</param>
public sealed record RainView(double LastHourMillimetres, double Last24HoursMillimetres, double TotalMillimetres, DateTimeOffset At);

/// <summary>Height of the water above gauge zero.</summary>
public sealed record StageView(double Metres, DateTimeOffset At);

/// <summary>How well a board's readings arrive.</summary>
/// <param name="Duplicates">Came again; harmless.</param>
/// <param name="Missing">Never came: the board had to give them up.</param>
public sealed record ReadingCountsView(long Committed, long Duplicates, long Missing);

/// <summary>The last order that made a board sound.</summary>
public sealed record LastOrderView(long Sequence, string? Warning, string State, string? Verdict, string Coverage, DateTimeOffset At);

/// <summary>Whether the gateway can do its work, in words.</summary>
/// <param name="Faults">What is wrong, one sentence each; empty when all is well.</param>
public sealed record HealthView(bool AbleToWarn, IReadOnlyList<string> Faults, string Version, double UptimeSeconds, PartView Link, PartView Broker, PartView Database, int LiveClients);

/// <summary>What was done about a warning, and the id of the message that says so.</summary>
public sealed record StoppedView(string Id, string Note);

/// <summary>One part of the gateway.</summary>
public sealed record PartView(bool Ok, string State);

/// <summary>An order has come further.</summary>
public sealed record OrderNews(string Board, long Sequence, string Order, string? Warning, string State, string? Reason, string? Verdict, DateTimeOffset At);

/// <summary>Somebody did something about a warning (its id) or a draft (null): whoever shows it looks again.</summary>
public sealed record StepNews(string? Warning);

/// <summary>One warning as the delivery desk shows it: light enough to be asked again at every change.</summary>
public sealed record DeliveryView(WarningView Warning, DeliveryCounts Counts, IReadOnlyList<VillageDelivery> Villages, StagesView? Stages);

/// <summary>A board warned its village by itself, or gave the all-clear; when it had no network, long before this is told.</summary>
/// <param name="Stage">prepare, evacuate or all-clear.</param>
public sealed record OwnWarningNews(string Board, string Village, string VillageName, string Stage, string? Cause, DateTimeOffset At);

/// <summary>New readings of one board, the newest of each kind.</summary>
public sealed record ReadingNews(string Board, RainView? Rain, StageView? Stage);

/// <summary>A reading as it was measured.</summary>
/// <param name="Kind">rain (micrometres on a counter that only grows), stage (millimetres), battery (millivolts), stageFault and rainFault (a fault's number).</param>
/// <param name="IsEstimated">The board had no clock then.</param>
public sealed record ReadingView(string Board, string Kind, long Sequence, DateTimeOffset At, long Value, bool IsEstimated);

/// <summary>The number that an order got.</summary>
public sealed record OrderedView(string Board, long Sequence);

/// <summary>Times as ISO 8601 in UTC with milliseconds.</summary>
public sealed class TimeConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ"));
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(IReadOnlyList<WarningView>))]
[JsonSerializable(typeof(WarningDetailView))]
[JsonSerializable(typeof(IReadOnlyList<BoardView>))]
[JsonSerializable(typeof(BoardHealthView))]
[JsonSerializable(typeof(BoardLogView))]
[JsonSerializable(typeof(BoardRequest))]
[JsonSerializable(typeof(BoardCardView))]
[JsonSerializable(typeof(IReadOnlyList<Devices.SiteSetting>))]
[JsonSerializable(typeof(MapView))]
[JsonSerializable(typeof(IReadOnlyList<ReadingView>))]
[JsonSerializable(typeof(IReadOnlyList<TimelineView>))]
[JsonSerializable(typeof(OwnWarningNews))]
[JsonSerializable(typeof(HealthView))]
[JsonSerializable(typeof(OrderedView))]
[JsonSerializable(typeof(StoppedView))]
[JsonSerializable(typeof(OrderNews))]
[JsonSerializable(typeof(StepNews))]
[JsonSerializable(typeof(DeliveryView))]
[JsonSerializable(typeof(ReadingNews))]
[JsonSerializable(typeof(ProblemDetails))]
internal sealed partial class ConsoleJson : JsonSerializerContext
{
    /// <summary>Chinese stays readable; what could end a script or a tag is still escaped.</summary>
    static ConsoleJson() => Default = new ConsoleJson(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        Converters = { new TimeConverter(), new JsonStringEnumConverter<DeliveryState>(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    });
}
