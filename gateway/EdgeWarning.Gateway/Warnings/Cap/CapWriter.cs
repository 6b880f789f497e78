using System.Globalization;
using System.Xml;

namespace EdgeWarning.Gateway.Warnings.Cap;

/// <summary>
/// Writes a <see cref="CapAlert"/> as CAP 1.2, in the order of the schema; <see cref="CapReader"/> reads the same alert back. Signatures are left out: they
/// vouch for the bytes of their issuer, and those bytes are kept beside the alert.
/// </summary>
public static class CapWriter
{
    // \r is written as a character reference, or a reader would take it for a line end; everything else of a text passes as it is.
    private static readonly XmlWriterSettings Form = new() { Indent = true, NewLineChars = "\n", NewLineHandling = NewLineHandling.Entitize, Encoding = new System.Text.UTF8Encoding(false) };

    public static byte[] Write(CapAlert alert)
    {
        using var file = new MemoryStream();
        using (var xml = XmlWriter.Create(file, Form))
        {
            WriteAlert(xml, alert);
        }

        return file.ToArray();
    }

    /// <summary>Writes the alert element into a document that is being written, such as a feed.</summary>
    public static void WriteAlert(XmlWriter xml, CapAlert alert)
    {
        xml.WriteStartElement("alert", CapSchema.Namespace);
        Leaf(xml, "identifier", alert.Identifier);
        Leaf(xml, "sender", alert.Sender);
        Leaf(xml, "sent", CapTime.Format(alert.Sent));
        Leaf(xml, "status", alert.Status.ToString());
        Leaf(xml, "msgType", alert.MessageType.ToString());
        Leaf(xml, "source", alert.Source);
        Leaf(xml, "scope", alert.Scope.ToString());
        Leaf(xml, "restriction", alert.Restriction);
        Leaf(xml, "addresses", InOneElement(alert.Addresses));
        Leaves(xml, "code", alert.Codes);
        Leaf(xml, "note", alert.Note);
        Leaf(xml, "references", alert.References.Count == 0 ? null : string.Join(' ', alert.References));
        Leaf(xml, "incidents", InOneElement(alert.Incidents));
        foreach (var info in alert.Infos)
        {
            WriteInfo(xml, info);
        }

        xml.WriteEndElement();
    }

    private static void WriteInfo(XmlWriter xml, CapInfo info)
    {
        xml.WriteStartElement("info", CapSchema.Namespace);
        Leaf(xml, "language", info.LanguageStated ? info.Language : null);
        Leaves(xml, "category", info.Categories.Select(category => category.ToString()));
        Leaf(xml, "event", info.Event);
        Leaves(xml, "responseType", info.Responses.Select(response => response.ToString()));
        Leaf(xml, "urgency", info.Urgency.ToString());
        Leaf(xml, "severity", info.Severity.ToString());
        Leaf(xml, "certainty", info.Certainty.ToString());
        Leaf(xml, "audience", info.Audience);
        Pairs(xml, "eventCode", info.EventCodes);
        Leaf(xml, "effective", Time(info.Effective));
        Leaf(xml, "onset", Time(info.Onset));
        Leaf(xml, "expires", Time(info.Expires));
        Leaf(xml, "senderName", info.SenderName);
        Leaf(xml, "headline", info.Headline);
        Leaf(xml, "description", info.Description);
        Leaf(xml, "instruction", info.Instruction);
        Leaf(xml, "web", info.Web);
        Leaf(xml, "contact", info.Contact);
        Pairs(xml, "parameter", info.Parameters);
        foreach (var resource in info.Resources)
        {
            WriteResource(xml, resource);
        }

        foreach (var area in info.Areas)
        {
            WriteArea(xml, area);
        }

        xml.WriteEndElement();
    }

    private static void WriteResource(XmlWriter xml, CapResource resource)
    {
        xml.WriteStartElement("resource", CapSchema.Namespace);
        Leaf(xml, "resourceDesc", resource.Description);
        Leaf(xml, "mimeType", resource.MimeType);
        Leaf(xml, "size", resource.SizeBytes?.ToString(CultureInfo.InvariantCulture));
        Leaf(xml, "uri", resource.Uri);
        Leaf(xml, "derefUri", resource.DerefUri);
        Leaf(xml, "digest", resource.Digest);
        xml.WriteEndElement();
    }

    private static void WriteArea(XmlWriter xml, CapArea area)
    {
        xml.WriteStartElement("area", CapSchema.Namespace);
        Leaf(xml, "areaDesc", area.Description);
        Leaves(xml, "polygon", area.Polygons.Select(polygon => string.Join(' ', polygon.Corners.Select(Point))));
        Leaves(xml, "circle", area.Circles.Select(circle => $"{Point(circle.Centre)} {Number(circle.RadiusKilometres)}"));
        Pairs(xml, "geocode", area.Geocodes);
        Leaf(xml, "altitude", Number(area.AltitudeFeet));
        Leaf(xml, "ceiling", Number(area.CeilingFeet));
        xml.WriteEndElement();
    }

    private static void Pairs(XmlWriter xml, string name, IReadOnlyList<CapNamedValue> pairs)
    {
        foreach (var pair in pairs)
        {
            xml.WriteStartElement(name, CapSchema.Namespace);
            Leaf(xml, "valueName", pair.Name);
            Leaf(xml, "value", pair.Value);
            xml.WriteEndElement();
        }
    }

    private static void Leaves(XmlWriter xml, string name, IEnumerable<string> values)
    {
        foreach (var value in values)
        {
            Leaf(xml, name, value);
        }
    }

    private static void Leaf(XmlWriter xml, string name, string? value)
    {
        if (value is not null)
        {
            xml.WriteElementString(name, CapSchema.Namespace, Carried(value));
        }
    }

    /// <summary>XML has no place for most control characters (a text processor's line break is U+000B): a space stands for each, for no warning may fail for what was pasted into it.</summary>
    private static string Carried(string value) => value.All(XmlConvert.IsXmlChar)
        ? value
        : string.Concat(value.EnumerateRunes().Select(rune => rune.IsBmp && !XmlConvert.IsXmlChar((char)rune.Value) ? " " : rune.ToString()));

    /// <summary>Values in one element, apart by spaces; one that holds a space is quoted. Source: CAP 1.2, section 3.2.1.</summary>
    private static string? InOneElement(IReadOnlyList<string> values) =>
        values.Count == 0 ? null : string.Join(' ', values.Select(value => value.AsSpan().IndexOfAny(CapText.XmlSpaces) < 0 ? value : $"\"{value}\""));

    private static string? Time(DateTimeOffset? time) => time is { } known ? CapTime.Format(known) : null;

    private static string Point(GeoPoint point) => $"{Number(point.Latitude)},{Number(point.Longitude)}";

    private static string? Number(double? value) => value is { } known ? Number(known) : null;

    /// <summary>The shortest digits that read back as the same number; xs:decimal has no exponent, and a reader takes at most 40 characters.</summary>
    private static string Number(double value)
    {
        var shortest = value.ToString("R", CultureInfo.InvariantCulture);
        return !shortest.Contains('E', StringComparison.Ordinal) ? shortest
            : Math.Abs(value) >= 1 ? value.ToString("F0", CultureInfo.InvariantCulture)
            : value.ToString("F36", CultureInfo.InvariantCulture).TrimEnd('0');
    }
}
