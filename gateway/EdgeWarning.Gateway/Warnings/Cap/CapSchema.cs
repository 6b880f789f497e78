namespace EdgeWarning.Gateway.Warnings.Cap;

/// <summary>
/// CAP 1.2's elements, their order and how often each may stand. Source: OASIS CAP-v1.2.xsd. One table, so that what is
/// allowed can be read here and is walked by <see cref="CapTree"/>.
/// </summary>
internal static class CapSchema
{
    public const string Namespace = "urn:oasis:names:tc:emergency:cap:1.2";
    public const string SignatureNamespace = "http://www.w3.org/2000/09/xmldsig#";
    public const int Unbounded = int.MaxValue;

    private static readonly CapElement[] NamedValue =
    [
        One("valueName", CapValues.Text),
        One("value", CapValues.Text),
    ];

    private static readonly CapElement[] Resource =
    [
        One("resourceDesc", CapValues.Text),
        One("mimeType", CapValues.Text),
        Maybe("size", CapValues.Integer),
        Maybe("uri", CapValues.AnyUri),
        Maybe("derefUri", CapValues.Text),
        Maybe("digest", CapValues.Text),
    ];

    private static readonly CapElement[] Area =
    [
        One("areaDesc", CapValues.Text),
        Many("polygon", CapValues.Polygon),
        Many("circle", CapValues.Circle),
        Group("geocode", NamedValue),
        Maybe("altitude", CapValues.Decimal),
        Maybe("ceiling", CapValues.Decimal),
    ];

    private static readonly CapElement[] Info =
    [
        Maybe("language", CapValues.LanguageTag),
        Many("category", OneOf<CapCategory>()) with { Least = 1 },
        One("event", CapValues.Text),
        Many("responseType", OneOf<CapResponse>()),
        One("urgency", OneOf<CapUrgency>()),
        One("severity", OneOf<CapSeverity>()),
        One("certainty", OneOf<CapCertainty>()),
        Maybe("audience", CapValues.Text),
        Group("eventCode", NamedValue),
        Maybe("effective", CapValues.Time),
        Maybe("onset", CapValues.Time),
        Maybe("expires", CapValues.Time),
        Maybe("senderName", CapValues.Text),
        Maybe("headline", CapValues.Text),
        Maybe("description", CapValues.Text),
        Maybe("instruction", CapValues.Text),
        Maybe("web", CapValues.AnyUri),
        Maybe("contact", CapValues.Text),
        Group("parameter", NamedValue),
        Group("resource", Resource),
        Group("area", Area),
    ];

    public static readonly CapElement Alert = new("alert", 1, 1, null,
    [
        One("identifier", CapValues.Name),
        One("sender", CapValues.Name),
        One("sent", CapValues.Time),
        One("status", OneOf<CapStatus>()),
        One("msgType", OneOf<CapMessageType>()),
        Maybe("source", CapValues.Text),
        One("scope", OneOf<CapScope>()),
        Maybe("restriction", CapValues.Text),
        Maybe("addresses", CapValues.Text),
        Many("code", CapValues.Text),
        Maybe("note", CapValues.Text),
        Maybe("references", CapValues.References),
        Maybe("incidents", CapValues.Text),
        Group("info", Info),
        new("Signature", 0, Unbounded, CapValues.Text, []) { Foreign = true },
    ]);

    private static CapElement One(string name, CapCheckValue check) => new(name, 1, 1, check, []);

    private static CapElement Maybe(string name, CapCheckValue check) => new(name, 0, 1, check, []);

    private static CapElement Many(string name, CapCheckValue check) => new(name, 0, Unbounded, check, []);

    private static CapElement Group(string name, CapElement[] children) => new(name, 0, Unbounded, null, children);

    private static CapCheckValue OneOf<T>()
        where T : struct, Enum
    {
        var names = Enum.GetNames<T>();
        return text => names.Contains(text.Trim(CapText.XmlSpaces), StringComparer.Ordinal)
            ? null
            : new(CapRule.Value, $"\"{CapText.Shorten(text)}\" is not one of {string.Join(", ", names)}");
    }
}

internal delegate CapComplaint? CapCheckValue(string text);

/// <summary>One row of the schema. A row with no check of its own value holds other elements.</summary>
internal sealed record CapElement(string Name, int Least, int Most, CapCheckValue? Check, CapElement[] Children)
{
    /// <summary>Any element of the XML signature namespace; kept as raw XML.</summary>
    public bool Foreign { get; init; }

    public bool Repeats => Most > 1;

    /// <summary>True where the schema itself says no more than xs:string: there a writer may repeat the type as xsi:type.</summary>
    public bool IsString => Check is not null && StringChecks.Contains(Check);

    private static readonly CapCheckValue[] StringChecks = [CapValues.Text, CapValues.Name, CapValues.References, CapValues.Polygon, CapValues.Circle];
}
