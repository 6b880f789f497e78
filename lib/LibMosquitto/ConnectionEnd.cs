namespace LibMosquitto;

/// <summary>Why a connection ended or never came about.</summary>
public enum EndKind
{
    /// <summary><see cref="MosquittoClient.Disconnect"/> or <see cref="MosquittoClient.Dispose"/> was called.</summary>
    Asked = 1,

    /// <summary>The host could not be resolved or reached, or nobody listens on the port. Code: errno.</summary>
    Unreachable = 2,

    /// <summary>The TLS handshake failed: wrong CA, wrong host name, no TLS on that port.</summary>
    Tls = 3,

    /// <summary>The broker answered CONNECT with a refusal. Code: the CONNACK return code.</summary>
    Refused = 4,

    /// <summary>No CONNACK within <see cref="MosquittoClient.ConnectTimeout"/>.</summary>
    NoAnswer = 5,

    /// <summary>The connection stood and broke. Code: a <see cref="MosquittoError"/>.</summary>
    Lost = 6,

    /// <summary>An event handler threw and nobody listened to <see cref="MosquittoClient.Faulted"/>.</summary>
    HandlerFault = 7,
}

/// <summary>The last word about a connection.</summary>
/// <param name="Kind">What ended it.</param>
/// <param name="Code">The number behind it; its meaning depends on the kind.</param>
/// <param name="Text">The cause in words.</param>
public readonly record struct ConnectionEnd(EndKind Kind, int Code, string Text)
{
    public override string ToString() => $"{Kind}: {Text}";
}
