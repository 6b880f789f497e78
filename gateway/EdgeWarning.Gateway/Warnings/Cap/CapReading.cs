namespace EdgeWarning.Gateway.Warnings.Cap;

/// <summary>What became of a CAP file: a message that may be acted on, or a refusal that says why.</summary>
public abstract record CapReading;

/// <summary>Read, checked and complete.</summary>
/// <param name="Warnings">What is odd about it but no reason to keep a village in the dark.</param>
public sealed record CapAccepted(CapAlert Alert, IReadOnlyList<CapFinding> Warnings) : CapReading;

/// <summary>Refused: nothing of it may be acted on.</summary>
public sealed record CapRejection(IReadOnlyList<CapFinding> Reasons) : CapReading;

/// <summary>One thing that is wrong or odd in a CAP file, in words for a duty officer.</summary>
/// <param name="Rule">One of <see cref="CapRule"/>.</param>
/// <param name="Element">Path such as alert/info[2]/area[1]/polygon[1]; repeatable elements are counted from 1.</param>
/// <param name="Line">Line of the element's start in the file, from 1; 0 when there is none.</param>
public sealed record CapFinding(string Rule, string Element, int Line, string Message)
{
    public override string ToString() => Line > 0 ? $"line {Line}, {Element}: {Message} [{Rule}]" : $"{Element}: {Message} [{Rule}]";
}

/// <summary>Every rule a CAP file is held against. The first group refuses, the second only warns.</summary>
public static class CapRule
{
    // Refused: the bytes and the XML.
    public const string Size = "size";
    public const string Xml = "xml";
    public const string Dtd = "dtd";
    public const string Depth = "depth";
    public const string Namespace = "namespace";

    // Refused: the schema (OASIS CAP-v1.2.xsd).
    public const string UnknownElement = "unknown-element";
    public const string Order = "order";
    public const string Missing = "missing";
    public const string TooMany = "too-many";
    public const string Attribute = "attribute";
    public const string StrayText = "stray-text";
    public const string Value = "value";
    public const string Time = "time";
    public const string Language = "language";
    public const string Number = "number";
    public const string Uri = "uri";

    // Refused: the standard's words that a schema cannot say.
    public const string Identifier = "identifier";
    public const string References = "references";
    public const string Polygon = "polygon";
    public const string Circle = "circle";
    public const string Restriction = "restriction";
    public const string Addresses = "addresses";
    public const string Ceiling = "ceiling";
    public const string CircularReference = "circular-reference";

    // Kept, and said.
    public const string Expires = "expires";
    public const string PostdatedReference = "postdated-reference";
    public const string NoReferences = "no-references";
    public const string UtcForm = "utc-form";
    public const string Empty = "empty";
    public const string Padding = "padding";
    public const string NoRestriction = "no-restriction";
    public const string Html = "html";
    public const string SameText = "same-text";
    public const string RelativeUri = "relative-uri";
    public const string DerefUri = "deref-uri";
    public const string MimeType = "mime-type";
    public const string ResourceSize = "resource-size";
    public const string PolygonCrossesItself = "polygon-crosses-itself";
    public const string NoInfo = "no-info";
    public const string NoArea = "no-area";
    public const string LanguageUnstated = "language-unstated";
    public const string EffectiveLater = "effective-later";
    public const string DuplicateDiffers = "duplicate-differs";
    public const string IdentifierReused = "identifier-reused";
}
