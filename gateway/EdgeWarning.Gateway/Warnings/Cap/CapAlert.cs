namespace EdgeWarning.Gateway.Warnings.Cap;

/// <summary>One CAP 1.2 message, whole. Source of every field: OASIS Common Alerting Protocol 1.2, section 3.2.</summary>
/// <param name="Sent">The instant; the issuer's own offset is kept.</param>
/// <param name="Addresses">Split at spaces; a quoted name is one address.</param>
/// <param name="References">Earlier messages this one speaks of, each a sender, identifier and sent time.</param>
/// <param name="Signatures">Every XML-DSig element as text, unread; the stored bytes are what a verifier must use.</param>
public sealed record CapAlert(
    string Identifier,
    string Sender,
    DateTimeOffset Sent,
    CapStatus Status,
    CapMessageType MessageType,
    string? Source,
    CapScope Scope,
    string? Restriction,
    IReadOnlyList<string> Addresses,
    IReadOnlyList<string> Codes,
    string? Note,
    IReadOnlyList<CapReference> References,
    IReadOnlyList<string> Incidents,
    IReadOnlyList<CapInfo> Infos,
    IReadOnlyList<string> Signatures)
{
    /// <summary>What another message calls this one in its references.</summary>
    public CapReference Reference => new(Sender, Identifier, Sent);
}

/// <summary>"sender,identifier,sent": how one CAP message names another.</summary>
public sealed record CapReference(string Sender, string Identifier, DateTimeOffset Sent)
{
    /// <summary>True when both name the same message; the same instant in another time zone is the same.</summary>
    public bool Names(CapReference other) => SameIdentifier(other) && Sent == other.Sent;

    /// <summary>True when sender and identifier agree, whatever the time says.</summary>
    public bool SameIdentifier(CapReference other) =>
        string.Equals(Sender, other.Sender, StringComparison.Ordinal)
        && string.Equals(Identifier, other.Identifier, StringComparison.Ordinal);

    /// <summary>As it is written in a references element.</summary>
    public override string ToString() => $"{Sender},{Identifier},{CapTime.Format(Sent)}";
}

/// <summary>One info block: the same event in one language, or one aspect of it.</summary>
/// <param name="Language">RFC 3066 tag; "en-US" when the message says none (CAP 1.2, section 3.2.2).</param>
/// <param name="LanguageStated">False when the tag is only the standard's default.</param>
public sealed record CapInfo(
    string Language,
    bool LanguageStated,
    IReadOnlyList<CapCategory> Categories,
    string Event,
    IReadOnlyList<CapResponse> Responses,
    CapUrgency Urgency,
    CapSeverity Severity,
    CapCertainty Certainty,
    string? Audience,
    IReadOnlyList<CapNamedValue> EventCodes,
    DateTimeOffset? Effective,
    DateTimeOffset? Onset,
    DateTimeOffset? Expires,
    string? SenderName,
    string? Headline,
    string? Description,
    string? Instruction,
    string? Web,
    string? Contact,
    IReadOnlyList<CapNamedValue> Parameters,
    IReadOnlyList<CapResource> Resources,
    IReadOnlyList<CapArea> Areas);

/// <summary>A valueName and its value: eventCode, parameter or geocode.</summary>
public sealed record CapNamedValue(string Name, string Value);

/// <summary>A picture, sound or document that belongs to an info block.</summary>
/// <param name="SizeBytes">As stated by the issuer.</param>
/// <param name="DerefUri">Base64 content, carried inside the message.</param>
/// <param name="Digest">SHA-1 in hex, as stated by the issuer.</param>
public sealed record CapResource(string Description, string MimeType, long? SizeBytes, string? Uri, string? DerefUri, string? Digest);

/// <summary>Where an info block applies.</summary>
/// <param name="AltitudeFeet">Above mean sea level; the lower edge when there is a ceiling.</param>
public sealed partial record CapArea(
    string Description,
    IReadOnlyList<GeoPolygon> Polygons,
    IReadOnlyList<GeoCircle> Circles,
    IReadOnlyList<CapNamedValue> Geocodes,
    double? AltitudeFeet,
    double? CeilingFeet);

// The names below are the standard's own words: CapSchema offers Enum names to the reader and to the duty officer.
public enum CapStatus { Actual, Exercise, System, Test, Draft }

public enum CapMessageType { Alert, Update, Cancel, Ack, Error }

public enum CapScope { Public, Restricted, Private }

public enum CapCategory { Geo, Met, Safety, Security, Rescue, Fire, Health, Env, Transport, Infra, CBRNE, Other }

public enum CapResponse { Shelter, Evacuate, Prepare, Execute, Avoid, Monitor, Assess, AllClear, None }

public enum CapUrgency { Immediate, Expected, Future, Past, Unknown }

/// <summary>From the worst to the least; Unknown last.</summary>
public enum CapSeverity { Extreme, Severe, Moderate, Minor, Unknown }

public enum CapCertainty { Observed, Likely, Possible, Unlikely, Unknown }
