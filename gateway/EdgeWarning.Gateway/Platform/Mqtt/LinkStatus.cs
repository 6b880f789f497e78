using EdgeWarning.Protocol;

namespace EdgeWarning.Gateway.Platform.Mqtt;

public enum LinkState
{
    /// <summary>On its way.</summary>
    Connecting = 1,

    /// <summary>Connected and subscribed.</summary>
    Connected = 2,

    /// <summary>Not connected; tries again by itself.</summary>
    Failed = 3,
}

/// <summary>How the link stands.</summary>
/// <param name="Reason">In words, for the console: to whom it is connected, or why it is not.</param>
/// <param name="Since">When that began.</param>
public sealed record LinkStatus(LinkState State, string Reason, DateTimeOffset Since);

/// <summary>Something that a board said, or that someone said in its name: the envelope is not opened yet.</summary>
public sealed record LinkMessage(string Board, Channel Channel, string Topic, byte[] Payload, DateTimeOffset ReceivedAt);
