using System.Globalization;

namespace EdgeWarning.Gateway.Warnings.Cap;

/// <summary>Turns a tree that passed every rule into a <see cref="CapAlert"/>. It checks nothing again.</summary>
internal static class CapBuilder
{
    private const string DefaultLanguage = "en-US";

    public static CapAlert Build(CapNode alert) => new(
        Word(alert, "identifier")!,
        Word(alert, "sender")!,
        Time(alert, "sent")!.Value,
        Name<CapStatus>(alert, "status"),
        Name<CapMessageType>(alert, "msgType"),
        Text(alert, "source"),
        Name<CapScope>(alert, "scope"),
        Text(alert, "restriction"),
        CapText.QuotedWords(Text(alert, "addresses")),
        [.. alert.All("code").Select(code => code.Text)],
        Text(alert, "note"),
        [.. CapText.Words(Text(alert, "references") ?? "").Select(written => CapValues.ReadReference(written, out _)!)],
        CapText.QuotedWords(Text(alert, "incidents")),
        [.. alert.All("info").Select(Info)],
        [.. alert.All("Signature").Select(signature => signature.Text)]);

    public static IReadOnlyList<GeoPoint> Corners(string polygon) =>
        [.. CapText.Words(polygon).Select(pair => CapValues.ReadPoint(pair, out _)!.Value)];

    /// <summary>Null when the number is beyond what a file can be.</summary>
    public static long? SizeBytes(string text) =>
        long.TryParse(text.Trim(CapText.XmlSpaces), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var size) ? size : null;

    private static CapInfo Info(CapNode info) => new(
        Word(info, "language") is { Length: > 0 } language ? language : DefaultLanguage,
        !string.IsNullOrEmpty(Word(info, "language")),
        [.. info.All("category").Select(Name<CapCategory>)],
        Text(info, "event")!,
        [.. info.All("responseType").Select(Name<CapResponse>)],
        Name<CapUrgency>(info, "urgency"),
        Name<CapSeverity>(info, "severity"),
        Name<CapCertainty>(info, "certainty"),
        Text(info, "audience"),
        NamedValues(info, "eventCode"),
        Time(info, "effective"),
        Time(info, "onset"),
        Time(info, "expires"),
        Text(info, "senderName"),
        Text(info, "headline"),
        Text(info, "description"),
        Text(info, "instruction"),
        Word(info, "web"),
        Text(info, "contact"),
        NamedValues(info, "parameter"),
        [.. info.All("resource").Select(Resource)],
        [.. info.All("area").Select(Area)]);

    private static CapResource Resource(CapNode resource) => new(
        Text(resource, "resourceDesc")!,
        Word(resource, "mimeType")!,
        resource.Child("size") is { } size ? SizeBytes(size.Text) : null,
        Word(resource, "uri"),
        Text(resource, "derefUri"),
        Word(resource, "digest"));

    private static CapArea Area(CapNode area) => new(
        Text(area, "areaDesc")!,
        [.. area.All("polygon").Select(polygon => new GeoPolygon(Corners(polygon.Text))).Where(polygon => polygon.Corners.Count > 0)],
        [.. area.All("circle").Select(Circle).OfType<GeoCircle>()],
        NamedValues(area, "geocode"),
        Number(area, "altitude"),
        Number(area, "ceiling"));

    private static GeoCircle? Circle(CapNode circle) =>
        CapText.Words(circle.Text) is [var centre, var radius]
            ? new GeoCircle(CapValues.ReadPoint(centre, out _)!.Value, CapValues.ReadNumber(radius)!.Value)
            : null;

    private static IReadOnlyList<CapNamedValue> NamedValues(CapNode node, string name) =>
        [.. node.All(name).Select(pair => new CapNamedValue(Word(pair, "valueName")!, Word(pair, "value")!))];

    private static string? Text(CapNode node, string name) => node.Child(name)?.Text;

    private static string? Word(CapNode node, string name) => Text(node, name)?.Trim(CapText.XmlSpaces);

    private static DateTimeOffset? Time(CapNode node, string name) => Text(node, name) is { } text ? CapTime.Parse(text, out _) : null;

    private static double? Number(CapNode node, string name) => Word(node, name) is { } text ? CapValues.ReadNumber(text) : null;

    private static T Name<T>(CapNode node, string name)
        where T : struct, Enum => Name<T>(node.Child(name)!);

    private static T Name<T>(CapNode node)
        where T : struct, Enum => Enum.Parse<T>(node.Text.Trim(CapText.XmlSpaces));
}
