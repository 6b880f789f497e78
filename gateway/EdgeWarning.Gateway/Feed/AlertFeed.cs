using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using EdgeWarning.Gateway.Voice;
using EdgeWarning.Gateway.Warnings;
using EdgeWarning.Gateway.Warnings.Cap;

namespace EdgeWarning.Gateway.Feed;

/// <summary>What a feed says about itself.</summary>
/// <param name="Office">Whose it is.</param>
/// <param name="Self">Its own address.</param>
/// <param name="Next">Address of the page with older alerts; null on the last page.</param>
public sealed record FeedHead(string Office, string Sender, Uri Self, Uri First, Uri? Next, DateTimeOffset Updated);

/// <summary>
/// Alerts as Atom (RFC 4287). Which field becomes what: OASIS "Example Practices: CAP Feeds Version 1.0"; the CAP elements in each entry are those that
/// the feeds of the US National Weather Service carry, so that a hub need not open every alert. Pure: everything is given.
/// </summary>
public static class AlertFeed
{
    public const string MediaType = "application/atom+xml";
    public const string CapMediaType = "application/cap+xml";

    /// <summary>A summary is no alert, characters.</summary>
    private const int LongestSummary = 600;

    private static readonly XNamespace s_atom = "http://www.w3.org/2005/Atom";
    private static readonly XNamespace s_cap = "urn:oasis:names:tc:emergency:cap:1.2";

    /// <summary>Namespace of the names that ids are made from; chosen once, at random.</summary>
    private static readonly Guid s_names = new("6f0c2a57-9a1e-4b0c-8d53-2f6f1c7be9a4");

    /// <summary>True for what everybody may read: public alerts, updates and cancels that are meant, exercised or tested.</summary>
    public static bool Holds(CapAlert alert) =>
        alert is { Scope: CapScope.Public, Status: CapStatus.Actual or CapStatus.Exercise or CapStatus.Test, MessageType: CapMessageType.Alert or CapMessageType.Update or CapMessageType.Cancel };

    /// <summary>Ids of the sounds of this gateway that an alert names.</summary>
    public static IEnumerable<string> SoundsOf(CapAlert alert) => Sounds(alert).Select(sound => sound.Id);

    /// <param name="alerts">The newest first.</param>
    /// <param name="addressOf">Where the alert itself is, by the gateway's id of it.</param>
    /// <param name="soundAt">Where a sound is that an alert names, by the alert's identifier and the sound's id.</param>
    public static byte[] Write(FeedHead head, IEnumerable<StoredWarning> alerts, Func<string, Uri> addressOf, Func<string, string, Uri> soundAt, WarningSettings settings)
    {
        var feed = new XElement(
            s_atom + "feed",
            new XAttribute(XNamespace.Xmlns + "cap", s_cap.NamespaceName),
            new XElement(s_atom + "id", IdOf($"feed {head.Sender}")),
            new XElement(s_atom + "title", $"{head.Office} · CAP"),
            new XElement(s_atom + "updated", Time(head.Updated)),
            new XElement(s_atom + "author", new XElement(s_atom + "name", head.Office)),
            new XElement(s_atom + "generator", "EdgeWarning"),
            Link("self", MediaType, head.Self),
            Link("first", MediaType, head.First),
            head.Next is null ? null : Link("next", MediaType, head.Next),
            alerts.Select(alert => Entry(alert, addressOf(alert.Id), soundAt, settings)));
        return new UTF8Encoding(false).GetBytes("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n" + feed.ToString(SaveOptions.DisableFormatting));
    }

    private static XElement Entry(StoredWarning stored, Uri address, Func<string, string, Uri> soundAt, WarningSettings settings)
    {
        var alert = stored.Alert;
        var info = LiveWarnings.Preferred(alert, settings);
        return new XElement(
            s_atom + "entry",
            info is null ? null : new XAttribute(XNamespace.Xml + "lang", info.Language),
            new XElement(s_atom + "id", IdOf(alert.Reference.ToString())),
            new XElement(s_atom + "title", TitleOf(alert, info)),
            new XElement(s_atom + "updated", Time(stored.ReceivedAt)),
            new XElement(s_atom + "published", Time(alert.Sent)),
            new XElement(s_atom + "author", new XElement(s_atom + "name", info?.SenderName ?? alert.Sender)),
            Link("alternate", CapMediaType, address),
            Sounds(alert).Select(sound => Enclosure(soundAt(alert.Identifier, sound.Id), sound.Resource)),
            Category("status", alert.Status),
            Category("msgType", alert.MessageType),
            info?.Categories.Distinct().Select(category => Category("category", category)),
            new XElement(s_atom + "summary", SummaryOf(alert, info)),
            new XElement(s_cap + "identifier", alert.Identifier),
            new XElement(s_cap + "sender", alert.Sender),
            new XElement(s_cap + "sent", CapTime.Format(alert.Sent)),
            new XElement(s_cap + "status", alert.Status),
            new XElement(s_cap + "msgType", alert.MessageType),
            new XElement(s_cap + "scope", alert.Scope),
            alert.References.Count == 0 ? null : new XElement(s_cap + "references", string.Join(' ', alert.References)),
            info is null ? null : Facts(alert, info));
    }

    private static IEnumerable<XElement> Facts(CapAlert alert, CapInfo info)
    {
        yield return new XElement(s_cap + "event", info.Event);
        yield return new XElement(s_cap + "urgency", info.Urgency);
        yield return new XElement(s_cap + "severity", info.Severity);
        yield return new XElement(s_cap + "certainty", info.Certainty);
        if (info.Expires is { } expires)
        {
            yield return new XElement(s_cap + "expires", CapTime.Format(expires));
        }

        var areas = WarningArea.Of(alert, info);
        if (areas.Count > 0)
        {
            yield return new XElement(s_cap + "areaDesc", Shortened(string.Join("; ", areas.Select(area => area.Description))));
        }
    }

    /// <summary>What is not meant says so first, in two languages: no reader must have to look for it.</summary>
    private static string TitleOf(CapAlert alert, CapInfo? info)
    {
        var mark = alert.Status switch { CapStatus.Exercise => "[演练 EXERCISE] ", CapStatus.Test => "[测试 TEST] ", _ => "" };
        var act = alert.MessageType == CapMessageType.Cancel ? "[取消 CANCEL] " : "";
        return Shortened(mark + act + (NotBlank(info?.Headline) ?? NotBlank(info?.Event) ?? alert.Identifier));
    }

    private static string SummaryOf(CapAlert alert, CapInfo? info)
    {
        var mark = alert.Status switch { CapStatus.Exercise => "演练，不是真实预警。This is an exercise. ", CapStatus.Test => "测试，不是真实预警。This is a test. ", _ => "" };
        return Shortened(mark + (NotBlank(info?.Description) ?? NotBlank(info?.Instruction) ?? NotBlank(alert.Note) ?? ""));
    }

    private static XElement Category(string of, Enum value) =>
        new(s_atom + "category", new XAttribute("term", value), new XAttribute("scheme", $"{s_cap.NamespaceName}:{of}"));

    private static XElement Link(string relation, string type, Uri address) =>
        new(s_atom + "link", new XAttribute("rel", relation), new XAttribute("type", type), new XAttribute("href", address.AbsoluteUri));

    private static XElement Enclosure(Uri address, CapResource sound)
    {
        var link = Link("enclosure", sound.MimeType, address);
        link.Add(sound.SizeBytes is { } bytes ? new XAttribute("length", bytes) : null);
        return link;
    }

    private static IEnumerable<(string Id, CapResource Resource)> Sounds(CapAlert alert) =>
        from resource in alert.Infos.SelectMany(info => info.Resources).DistinctBy(resource => resource.Uri)
        let id = Clip.IdIn(resource.Uri)
        where id is not null
        select (id, resource);

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    private static string? NotBlank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static string Shortened(string text) =>
        text.Length <= LongestSummary ? text : text[..(char.IsHighSurrogate(text[LongestSummary - 1]) ? LongestSummary - 1 : LongestSummary)] + "…";

    /// <summary>The same alert has the same id in the feed of every gateway: a UUID made from its name (RFC 9562, version 5).</summary>
    private static string IdOf(string name)
    {
        byte[] named = [.. s_names.ToByteArray(bigEndian: true), .. Encoding.UTF8.GetBytes(name)];
#pragma warning disable CA5350 // RFC 9562 says SHA-1; the id names and protects nothing.
        var hash = SHA1.HashData(named).AsSpan(0, 16);
#pragma warning restore CA5350
        BinaryPrimitives.WriteUInt16BigEndian(hash[6..], (ushort)((BinaryPrimitives.ReadUInt16BigEndian(hash[6..]) & 0x0FFF) | 0x5000));
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return $"urn:uuid:{new Guid(hash, bigEndian: true)}";
    }
}
