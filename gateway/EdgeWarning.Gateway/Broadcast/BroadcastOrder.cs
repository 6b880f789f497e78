using EdgeWarning.Protocol;

namespace EdgeWarning.Gateway.Broadcast;

/// <summary>(Board, Sequence) names an order for ever.</summary>
public readonly record struct OrderKey(string Board, long Sequence)
{
    public override string ToString() => $"{Sequence} to {Board}";
}

/// <summary>One order to one board: what was asked, and all that is known of what came of it.</summary>
/// <param name="Warning">The gateway's id of the warning, or of the <see cref="Airing"/>, that it belongs to; null for a test tone.</param>
/// <param name="Of">The sequence of the order that this one replaces or stops; 0 when none.</param>
/// <param name="Payload">The order as CBOR, not yet sealed: a key may change before it is sent again.</param>
public sealed record BroadcastOrder(
    OrderKey Key,
    OrderKind Kind,
    string? Warning,
    long Of,
    Scope Scope,
    Priority Priority,
    DateTimeOffset Issued,
    DateTimeOffset Expires,
    byte[] Payload,
    OrderProgress Progress)
{
    public string Board => Key.Board;

    public long Sequence => Key.Sequence;

    /// <summary>What boards call the clip that is played in place of the text, or fetched; empty for none.</summary>
    public string Clip { get; init; } = "";

    /// <summary>A board that has not taken it by then does not get it any more; null: it is sent until it expires.</summary>
    public DateTimeOffset? SendUntil { get; init; }

    /// <summary>When it is given up: once a board has taken it, not before it expires.</summary>
    public DateTimeOffset OpenUntil => SendUntil is { } until && !Progress.WasAccepted ? until : Expires;

    /// <summary>True when it makes its loudspeaker sound a warning or a programme.</summary>
    public bool IsPlay => Kind == OrderKind.Play;
}
