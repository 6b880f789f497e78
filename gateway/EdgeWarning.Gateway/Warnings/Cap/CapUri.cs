using System.Text.RegularExpressions;

namespace EdgeWarning.Gateway.Warnings.Cap;

/// <summary>
/// xs:anyURI: spaces and other letters may stand as they are (they would be escaped), the rest must be a URI or a relative reference
/// of RFC 3986. Agrees with libxml2's schema validator, which judged the corpus.
/// </summary>
internal static partial class CapUri
{
    public static bool IsPossible(string uri)
    {
        var fragment = uri.IndexOf('#');
        var query = (fragment < 0 ? uri : uri[..fragment]).IndexOf('?');
        var rest = uri[..(query >= 0 ? query : fragment >= 0 ? fragment : uri.Length)];
        var asked = query < 0 ? "" : uri[query..(fragment < 0 ? uri.Length : fragment)];
        if ((fragment >= 0 && uri.IndexOf('#', fragment + 1) >= 0) || BrokenEscape().IsMatch(uri) || HasBracket(asked))
        {
            return false;
        }

        var scheme = Scheme().Match(rest);
        rest = rest[scheme.Length..];
        if (rest.StartsWith("//", StringComparison.Ordinal))
        {
            var path = rest.IndexOf('/', 2);
            return IsAuthority(rest[2..(path < 0 ? rest.Length : path)]) && (path < 0 || !HasBracket(rest[path..]));
        }

        // Without a scheme a colon in the first step would look like one.
        return !HasBracket(rest) && (scheme.Success || !rest.Split('/')[0].Contains(':', StringComparison.Ordinal));
    }

    /// <summary>[user@]host[:port]; only an address of IP version 6 stands in brackets.</summary>
    private static bool IsAuthority(string authority)
    {
        var at = authority.LastIndexOf('@');
        var host = authority[(at + 1)..];
        return (at < 0 || (!HasBracket(authority[..at]) && authority.IndexOf('@', StringComparison.Ordinal) == at))
            && (host.StartsWith('[') ? InBrackets().IsMatch(host) : HostAndPort().IsMatch(host));
    }

    private static bool HasBracket(string text) => text.AsSpan().IndexOfAny('[', ']') >= 0;

    [GeneratedRegex(@"^[a-zA-Z][a-zA-Z0-9+.-]*:", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Scheme();

    [GeneratedRegex(@"%(?![0-9A-Fa-f]{2})", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex BrokenEscape();

    [GeneratedRegex(@"^[^\[\]:]*(:[0-9]+)?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex HostAndPort();

    [GeneratedRegex(@"^\[[^\[\]]*\](:[0-9]+)?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex InBrackets();
}
