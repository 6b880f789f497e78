using System.Text.RegularExpressions;

namespace EdgeWarning.Gateway.Warnings.Cap;

/// <summary>
/// What is odd in a message that may be acted on. An officer sees it; the village hears the warning all the same. The
/// list follows google/cap-library's validator.
/// </summary>
internal static partial class CapLint
{
    /// <summary>Comparing every edge with every other costs the square; larger rings are taken as they are.</summary>
    private const int MostEdgesCompared = 600;

    /// <summary>Markup further back is beyond what is spoken.</summary>
    private const int MostCharactersLookedAt = 20_000;

    private static readonly string[] Spoken = ["event", "headline", "description", "instruction"];

    public static void Check(CapNode alert, CapFindings findings)
    {
        var infos = alert.All("info").ToArray();
        CheckEnvelope(alert, infos, findings);
        CheckSameText(infos, findings);
        foreach (var info in infos)
        {
            CheckTimes(alert, info, findings);
            CheckTexts(info, findings);
            CheckLanguage(info, findings);
            foreach (var resource in info.All("resource"))
            {
                CheckResource(resource, findings);
            }

            foreach (var area in info.All("area"))
            {
                CheckArea(area, findings);
            }
        }
    }

    private static void CheckEnvelope(CapNode alert, CapNode[] infos, CapFindings findings)
    {
        var kind = alert.Child("msgType")!;
        var references = CapText.Words(alert.Child("references")?.Text ?? "");
        var sent = CapTime.Parse(alert.Child("sent")!.Text, out _);
        if (kind.Text.Trim() != nameof(CapMessageType.Alert) && references.Length == 0)
        {
            findings.Warn(CapRule.NoReferences, kind, $"{kind.Text.Trim()} should reference the message it speaks of");
        }

        foreach (var written in references)
        {
            if (CapValues.ReadReference(written, out _)?.Sent > sent)
            {
                findings.Warn(CapRule.PostdatedReference, alert.Child("references")!, $"\"{CapText.Shorten(written)}\" was sent after this message");
            }
        }

        if (alert.Child("scope")!.Text.Trim() == nameof(CapScope.Restricted) && string.IsNullOrWhiteSpace(alert.Child("restriction")?.Text))
        {
            findings.Warn(CapRule.NoRestriction, alert.Child("scope")!, "scope Restricted should say in a restriction who may read it");
        }

        var tells = kind.Text.Trim() is nameof(CapMessageType.Alert) or nameof(CapMessageType.Update);
        if (tells && infos.Length == 0)
        {
            findings.Warn(CapRule.NoInfo, alert, "has no info block: there is nothing to say and nobody to say it to");
        }
        else if (tells && !infos.SelectMany(info => info.All("area")).Any(HasPlace))
        {
            findings.Warn(CapRule.NoArea, alert, "no area has a polygon, circle or geocode: it reaches nobody");
        }
    }

    private static bool HasPlace(CapNode area) =>
        area.Children.Exists(child => child.Element.Name is "geocode" || (child.Element.Name is "polygon" or "circle" && !string.IsNullOrWhiteSpace(child.Text)));

    private static void CheckTimes(CapNode alert, CapNode info, CapFindings findings)
    {
        var sent = CapTime.Parse(alert.Child("sent")!.Text, out _);
        var effective = info.Child("effective") is { } from ? CapTime.Parse(from.Text, out _) : null;
        if (info.Child("expires") is { } expires)
        {
            var until = CapTime.Parse(expires.Text, out _);
            if (until <= sent || until <= effective)
            {
                findings.Warn(CapRule.Expires, expires, $"it expires before it {(until <= sent ? "was sent" : "takes effect")}, so it is never live");
            }
        }

        if (effective > sent)
        {
            findings.Warn(CapRule.EffectiveLater, info.Child("effective")!, "takes effect after it was sent; loudspeakers do not wait for that");
        }
    }

    private static void CheckTexts(CapNode info, CapFindings findings)
    {
        if (string.IsNullOrWhiteSpace(info.Child("event")!.Text))
        {
            findings.Warn(CapRule.Empty, info.Child("event")!, "is empty: it should name the event");
        }

        foreach (var node in info.Children.Where(child => child.Element.Check == CapValues.Text))
        {
            var start = node.Text.Length > MostCharactersLookedAt ? node.Text[..MostCharactersLookedAt] : node.Text;
            if (Html().Match(start) is { Success: true } markup)
            {
                findings.Warn(CapRule.Html, node, $"holds HTML (\"{CapText.Shorten(markup.Value)}\"), which is taken out before it is spoken");
            }
        }

        if (info.Child("web") is { } web && !string.IsNullOrWhiteSpace(web.Text) && !Absolute().IsMatch(web.Text.Trim()))
        {
            findings.Warn(CapRule.RelativeUri, web, $"\"{CapText.Shorten(web.Text)}\" is not a full web address");
        }
    }

    private static void CheckLanguage(CapNode info, CapFindings findings)
    {
        var unstated = string.IsNullOrEmpty(info.Child("language")?.Text);
        if (unstated && SpokenText.HanShare(info.Child("headline")?.Text ?? info.Child("event")!.Text) > 0.3)
        {
            findings.Warn(CapRule.LanguageUnstated, info, "has no language, which means en-US, but is written in Chinese; it is spoken as zh-CN");
        }
    }

    /// <summary>A text that was forgotten in translation: the same words in two languages.</summary>
    private static void CheckSameText(CapNode[] infos, CapFindings findings)
    {
        foreach (var name in Spoken)
        {
            var seen = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var info in infos)
            {
                var language = info.Child("language")?.Text.Trim() is { Length: > 0 } tag ? tag.Split('-')[0] : "en";
                if (info.Child(name) is { } node && node.Text.Trim() is { Length: > 0 } text
                    && !seen.TryAdd(text, language) && !string.Equals(seen[text], language, StringComparison.OrdinalIgnoreCase))
                {
                    findings.Warn(CapRule.SameText, node, $"is the same text in language \"{seen[text]}\" and \"{language}\"");
                }
            }
        }
    }

    private static void CheckResource(CapNode resource, CapFindings findings)
    {
        if (!MimeType().IsMatch(resource.Child("mimeType")!.Text.Trim()))
        {
            findings.Warn(CapRule.MimeType, resource.Child("mimeType")!, $"\"{CapText.Shorten(resource.Child("mimeType")!.Text)}\" is not a media type such as image/png");
        }

        if (resource.Child("size") is { } size && CapBuilder.SizeBytes(size.Text) is null or < 0)
        {
            findings.Warn(CapRule.ResourceSize, resource.Child("size")!, "is not a possible size in bytes");
        }

        if (resource.Child("uri") is { } uri && resource.Child("derefUri") is null && !Absolute().IsMatch(uri.Text.Trim()))
        {
            findings.Warn(CapRule.RelativeUri, uri, "is relative, and no derefUri brings the content");
        }

        if (resource.Child("derefUri") is { } inside && !IsBase64(inside.Text))
        {
            findings.Warn(CapRule.DerefUri, inside, "is not base64");
        }
    }

    private static bool IsBase64(string text) =>
        Convert.TryFromBase64String(text, new byte[(text.Length * 3 / 4) + 3], out _);

    private static void CheckArea(CapNode area, CapFindings findings)
    {
        if (!HasPlace(area))
        {
            findings.Warn(CapRule.NoArea, area, "has no polygon, circle or geocode: it reaches nobody");
        }

        foreach (var polygon in area.All("polygon").Where(polygon => CrossesItself(CapBuilder.Corners(polygon.Text))))
        {
            findings.Warn(CapRule.PolygonCrossesItself, polygon, "its edges cross; points between them may count as outside");
        }
    }

    private static bool CrossesItself(IReadOnlyList<GeoPoint> ring)
    {
        var edges = ring.Count - 1;
        for (var one = 0; one < edges && edges <= MostEdgesCompared; one++)
        {
            // Neighbours share a corner, and so do the first and the last edge.
            for (var other = one + 2; other < edges - (one == 0 ? 1 : 0); other++)
            {
                if (Cross(ring[one], ring[one + 1], ring[other], ring[other + 1]))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool Cross(GeoPoint a, GeoPoint b, GeoPoint c, GeoPoint d) =>
        Side(a, b, c) * Side(a, b, d) < 0 && Side(c, d, a) * Side(c, d, b) < 0;

    private static int Side(GeoPoint a, GeoPoint b, GeoPoint point) =>
        Math.Sign(((b.Longitude - a.Longitude) * (point.Latitude - a.Latitude)) - ((b.Latitude - a.Latitude) * (point.Longitude - a.Longitude)));

    [GeneratedRegex(@"</?[a-zA-Z][^<>]{0,200}>|&(#[0-9]{1,6}|[a-zA-Z]{2,8});", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Html();

    [GeneratedRegex(@"^[a-zA-Z][a-zA-Z0-9+.-]*:", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Absolute();

    [GeneratedRegex(@"^[a-zA-Z0-9!#$&^_.+-]+/[a-zA-Z0-9!#$&^_.+-]+(\s*;.*)?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1000)]
    private static partial Regex MimeType();
}
