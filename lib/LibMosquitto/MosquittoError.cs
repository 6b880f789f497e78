namespace LibMosquitto;

/// <summary>What a call into libmosquitto returned. Source: enum mosq_err_t of mosquitto.h 2.0.11.</summary>
public enum MosquittoError
{
    Success = 0,
    NoMemory = 1,
    Protocol = 2,
    InvalidArgument = 3,
    NotConnected = 4,
    ConnectionRefused = 5,
    NotFound = 6,
    ConnectionLost = 7,
    Tls = 8,
    PayloadTooLarge = 9,
    NotSupported = 10,
    NotAuthorised = 11,
    DeniedByAcl = 12,
    Unknown = 13,
    SystemError = 14,
    LookupFailed = 15,
    Proxy = 16,
    PluginDefer = 17,
    MalformedUtf8 = 18,
    KeepAliveExceeded = 19,
    Lookup = 20,
    MalformedPacket = 21,
    DuplicateProperty = 22,
    TlsHandshake = 23,
    QosNotSupported = 24,
    OversizePacket = 25,
    Ocsp = 26,
    Timeout = 27,
    RetainNotSupported = 28,
    TopicAliasInvalid = 29,
    AdministrativeAction = 30,
    AlreadyExists = 31,
}

/// <summary>Words for the codes of libmosquitto and of MQTT 3.1.1.</summary>
public static class MosquittoText
{
    /// <summary>What the code means, in words that end a sentence "could not ...: ".</summary>
    public static string Explain(this MosquittoError error) => error switch
    {
        MosquittoError.Success => "no error",
        MosquittoError.NoMemory => "out of memory",
        MosquittoError.Protocol => "the other side broke the MQTT protocol",
        MosquittoError.InvalidArgument => "an argument is not valid (topic, host, port, keep-alive or file)",
        MosquittoError.NotConnected => "not connected",
        MosquittoError.ConnectionRefused => "the broker refused the connection",
        MosquittoError.NotFound => "message not found",
        MosquittoError.ConnectionLost => "the broker closed the connection",
        MosquittoError.Tls => "TLS failed",
        MosquittoError.PayloadTooLarge => "the payload is larger than MQTT allows",
        MosquittoError.NotSupported => "this libmosquitto does not support it",
        MosquittoError.NotAuthorised => "not authorised",
        MosquittoError.DeniedByAcl => "the broker's ACL denies it",
        MosquittoError.Unknown => "unknown error",
        MosquittoError.SystemError => "the operating system reported an error",
        MosquittoError.LookupFailed or MosquittoError.Lookup => "the host name could not be resolved",
        MosquittoError.Proxy => "the proxy reported an error",
        MosquittoError.PluginDefer => "a plugin deferred the decision",
        MosquittoError.MalformedUtf8 => "a text is not valid UTF-8",
        MosquittoError.KeepAliveExceeded => "no answer within the keep-alive time",
        MosquittoError.MalformedPacket => "a packet is malformed",
        MosquittoError.DuplicateProperty => "a property is given twice",
        MosquittoError.TlsHandshake => "the TLS handshake failed",
        MosquittoError.QosNotSupported => "the broker does not support this quality of service",
        MosquittoError.OversizePacket => "the packet is larger than the broker accepts",
        MosquittoError.Ocsp => "OCSP failed",
        MosquittoError.Timeout => "timed out",
        MosquittoError.RetainNotSupported => "the broker does not support retained messages",
        MosquittoError.TopicAliasInvalid => "the topic alias is not valid",
        MosquittoError.AdministrativeAction => "ended by an administrator",
        MosquittoError.AlreadyExists => "it exists already",
        _ => $"unknown error {(int)error}",
    };

    /// <summary>What a CONNACK return code means. Source: MQTT 3.1.1, table 3.1.</summary>
    public static string ExplainConnack(int code) => code switch
    {
        0 => "accepted",
        1 => "the broker does not speak MQTT 3.1.1",
        2 => "the broker does not accept this client id",
        3 => "the broker is not available",
        4 => "bad user name or password",
        5 => "not authorised",
        _ => $"refused with unknown code {code}",
    };
}
