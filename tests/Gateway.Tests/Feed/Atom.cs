using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace EdgeWarning.Gateway.Tests.Feed;

/// <summary>An Atom feed that was read as RFC 4287 has it; whatever that forbids fails the test.</summary>
internal sealed class Atom
{
    public static readonly XNamespace Ns = "http://www.w3.org/2005/Atom";
    public static readonly XNamespace Cap = "urn:oasis:names:tc:emergency:cap:1.2";

    private static readonly HashSet<string> s_feedOnce = ["id", "title", "updated", "generator", "icon", "logo", "rights", "subtitle"];
    private static readonly HashSet<string> s_entryOnce = ["id", "title", "updated", "published", "summary", "content", "rights", "source"];
    private static readonly HashSet<string> s_many = ["author", "category", "contributor", "link", "entry"];

    private readonly XElement _feed;

    private Atom(XElement feed) => _feed = feed;

    public IReadOnlyList<XElement> Entries => [.. _feed.Elements(Ns + "entry")];

    public static Atom Read(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        using var reader = XmlReader.Create(stream, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, CheckCharacters = true });
        var feed = XDocument.Load(reader).Root!;
        Assert.Equal(Ns + "feed", feed.Name);
        HasItsParts(feed, s_feedOnce);
        Assert.Single(feed.Elements(Ns + "author"));            // 4.1.1: else each entry needs one
        Assert.Single(feed.Elements(Ns + "link"), link => Value(link, "rel") == "self");
        var entries = feed.Elements(Ns + "entry").ToList();
        Assert.All(entries, IsEntry);
        Assert.Equal(entries.Count, entries.Select(entry => entry.Element(Ns + "id")!.Value).Distinct(StringComparer.Ordinal).Count());
        return new Atom(feed);
    }

    /// <summary>Address of the only link with this relation; null when there is none.</summary>
    public Uri? Link(string relation) => LinkOf(_feed, relation);

    public static Uri? LinkOf(XElement of, string relation) =>
        of.Elements(Ns + "link").SingleOrDefault(link => Value(link, "rel") == relation) is { } found ? new Uri(Value(found, "href"), UriKind.Absolute) : null;

    public static IEnumerable<string> Terms(XElement entry) => entry.Elements(Ns + "category").Select(category => Value(category, "term"));

    private static void IsEntry(XElement entry)
    {
        HasItsParts(entry, s_entryOnce);
        Assert.NotNull(entry.Element(Ns + "summary"));
        // 4.1.2: without content there is an alternate; and only one of each type and language.
        Assert.Single(entry.Elements(Ns + "link"), link => Value(link, "rel") == "alternate" && Value(link, "type") == "application/cap+xml");
    }

    private static void HasItsParts(XElement of, HashSet<string> once)
    {
        Assert.All(new[] { "id", "title", "updated" }, name => Assert.Single(of.Elements(Ns + name)));
        foreach (var part in of.Elements())
        {
            var name = part.Name.LocalName;
            Assert.True(part.Name.Namespace == Cap || (part.Name.Namespace == Ns && (once.Contains(name) || s_many.Contains(name))), $"{name} has no place in {of.Name.LocalName}");
            Assert.True(part.Name.Namespace == Cap || s_many.Contains(name) || of.Elements(part.Name).Count() == 1, $"{name} stands twice");
        }

        Assert.True(Uri.TryCreate(of.Element(Ns + "id")!.Value, UriKind.Absolute, out _));
        Assert.NotEqual("", of.Element(Ns + "title")!.Value.Trim());
        Assert.All(of.Elements(Ns + "updated").Concat(of.Elements(Ns + "published")), time => DateTimeOffset.ParseExact(time.Value, "yyyy-MM-dd'T'HH:mm:ss.fffK", CultureInfo.InvariantCulture));
        Assert.All(of.Elements(Ns + "author"), author => Assert.NotEqual("", Assert.Single(author.Elements(Ns + "name")).Value.Trim()));
        Assert.All(of.Elements(Ns + "category"), category => Assert.NotEqual("", Value(category, "term")));
    }

    private static string Value(XElement of, string attribute) => of.Attribute(attribute)?.Value ?? throw new Xunit.Sdk.XunitException($"{of.Name.LocalName} has no {attribute}");
}
