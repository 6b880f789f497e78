using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using EdgeWarning.Gateway.Feed;
using EdgeWarning.Gateway.People;
using EdgeWarning.Gateway.Platform.Audit;
using EdgeWarning.Gateway.Tests.Broadcast;
using EdgeWarning.Gateway.Tests.Warnings;
using EdgeWarning.Gateway.Tests.Warnings.Cap;
using EdgeWarning.Gateway.Warnings.Cap;

namespace EdgeWarning.Gateway.Tests.Feed;

/// <summary>A hub polls the feed with a key that may only look, follows its links, and has every public alert as it came.</summary>
public sealed class Feed_Tests
{
    private static readonly string[] s_status = ["Actual", "Exercise", "Test"];
    private static readonly string[] s_types = ["Alert", "Update", "Cancel"];

    [Fact]
    public async Task Every_real_file_is_taken_stored_and_given_back_in_the_feed_as_it_came()
    {
        // Some files of the corpus bear the same name (sender, identifier, sent) with other bytes: one gateway takes the first, so the others have one of their own.
        var rounds = CapFiles.FilesAtHand("valid").Select(File.ReadAllBytes).GroupBy(file => CapFiles.Accepted(file).Alert.Reference.ToString(), StringComparer.Ordinal)
            .SelectMany(named => named.Select((file, round) => (File: file, Round: round))).GroupBy(one => one.Round, one => one.File).ToList();
        Assert.InRange(rounds[0].Count(), 20, 100);
        foreach (var round in rounds)
        {
            await ComesBackAsItWas([.. round]);
        }
    }

    private static async Task ComesBackAsItWas(IReadOnlyList<byte[]> files)
    {
        await using var office = await Office.Open();
        using var hub = await Hub(office);
        var given = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            using var answer = await office.Http.PostAsync(new Uri("/api/cap", UriKind.Relative), new ByteArrayContent(file), Stopping);
            var body = await answer.Content.ReadAsStringAsync(Stopping);
            Assert.True(answer.IsSuccessStatusCode, body);
            given.Add(JsonDocument.Parse(body).RootElement.GetProperty("id").GetString()!, file);
        }

        foreach (var (id, file) in given)
        {
            var exported = await hub.GetByteArrayAsync(new Uri($"/api/warnings/{id}/cap", UriKind.Relative), Stopping);
            Assert.Equal(CapMeaning.Of(file), CapMeaning.Of(exported));
            Assert.Equal(file, exported);                       // and a signature over it still holds
        }

        var found = new List<string>();
        foreach (var entry in (await Pages(hub)).SelectMany(page => page.Entries))
        {
            var address = Atom.LinkOf(entry, "alternate")!;
            var alert = CapFiles.Accepted(await hub.GetByteArrayAsync(address, Stopping)).Alert;
            Assert.Equal((alert.Identifier, alert.Sender, $"{alert.Status}"), (Cap(entry, "identifier"), Cap(entry, "sender"), Cap(entry, "status")));
            found.Add(address.Segments[^2].TrimEnd('/'));
        }

        Assert.Equal(given.Where(one => IsPublic(one.Value)).Select(one => one.Key).Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Drills_and_tests_say_so_before_anything_else_and_what_is_not_for_everybody_stays_out()
    {
        await using var office = await Office.Open();
        using var hub = await Hub(office);
        foreach (var name in new[] { "red-rainstorm", "exercise", "test", "restricted", "private", "draft", "system", "ack", "error", "cancel-of-unknown" })
        {
            await office.Publish(System.Text.Encoding.UTF8.GetString(CapFiles.Golden(name)));
        }

        var feed = (await Pages(hub)).Single();
        var titles = feed.Entries.ToDictionary(entry => Cap(entry, "identifier"), entry => entry.Element(Atom.Ns + "title")!.Value, StringComparer.Ordinal);
        Assert.Equal(4, titles.Count);
        Assert.StartsWith("[演练 EXERCISE] ", titles[CapFiles.Alert("exercise").Identifier], StringComparison.Ordinal);
        Assert.StartsWith("[测试 TEST] ", titles[CapFiles.Alert("test").Identifier], StringComparison.Ordinal);
        Assert.StartsWith("[取消 CANCEL] ", titles[CapFiles.Alert("cancel-of-unknown").Identifier], StringComparison.Ordinal);
        Assert.Equal(CapFiles.Alert("red-rainstorm").Infos[0].Headline, titles[CapFiles.Alert("red-rainstorm").Identifier]);
        var drill = feed.Entries.Single(entry => Cap(entry, "status") == "Exercise");
        Assert.Contains("Exercise", Atom.Terms(drill));
        Assert.StartsWith("演练，不是真实预警。This is an exercise. ", drill.Element(Atom.Ns + "summary")!.Value, StringComparison.Ordinal);
        Assert.DoesNotContain("Actual", Atom.Terms(drill));
    }

    [Fact]
    public async Task A_hub_that_has_everything_is_told_so_and_one_that_has_not_gets_what_is_new()
    {
        await using var office = await Office.Open();
        using var hub = await Hub(office);
        var empty = await hub.GetAsync(new Uri("/api/feed", UriKind.Relative), Stopping);
        Assert.Empty(Atom.Read(await empty.Content.ReadAsByteArrayAsync(Stopping)).Entries);
        Assert.Equal("application/atom+xml", empty.Content.Headers.ContentType!.MediaType);

        await office.Publish(Office.Cap("one"));
        using var first = await Asked(hub, known: empty.Headers.ETag);
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Single(Atom.Read(await first.Content.ReadAsByteArrayAsync(Stopping)).Entries);
        using var again = await Asked(hub, known: first.Headers.ETag);
        Assert.Equal((HttpStatusCode.NotModified, first.Headers.ETag, ""), (again.StatusCode, again.Headers.ETag, await again.Content.ReadAsStringAsync(Stopping)));
        Assert.True(again.Headers.CacheControl is { Private: true, NoCache: true, NoStore: false });

        // The time alone, which counts in whole seconds, is said only once that second is over.
        var time = default(DateTimeOffset?);
        await Platform.Eventually.True(() => (time = Asked(hub).GetAwaiter().GetResult().Content.Headers.LastModified) is not null, () => "no Last-Modified");
        Assert.Equal(HttpStatusCode.NotModified, (await Asked(hub, since: time)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Asked(hub, since: time!.Value.AddSeconds(-1))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Asked(hub, new EntityTagHeaderValue("\"other\""), time)).StatusCode);

        await office.Publish(Office.Cap("two"));
        using var more = await Asked(hub, first.Headers.ETag);
        Assert.Equal(["two", "one"], Atom.Read(await more.Content.ReadAsByteArrayAsync(Stopping)).Entries.Select(entry => Cap(entry, "identifier")));
    }

    [Fact]
    public async Task Older_alerts_are_on_further_pages_and_none_stands_twice_or_nowhere()
    {
        await using var office = await Office.Open();
        using var hub = await Hub(office);
        const int All = (2 * FeedEndpoint.EntriesOfPage) + 3;
        for (var number = 1; number <= All; number++)
        {
            await office.Publish(Office.Cap($"{number}", status: "Test"));
            if (number % 10 == 0)
            {
                await office.Publish(Office.Cap($"draft-{number}", status: "Draft"));
            }
        }

        var pages = await Pages(hub);
        Assert.Equal([FeedEndpoint.EntriesOfPage, FeedEndpoint.EntriesOfPage, 3], pages.Select(page => page.Entries.Count));
        Assert.Equal(Enumerable.Range(1, All).Reverse().Select(number => $"{number}"), pages.SelectMany(page => page.Entries).Select(entry => Cap(entry, "identifier")));
        Assert.All(pages, page => Assert.Equal(pages[0].Link("self"), page.Link("first")));
        Assert.Equal(HttpStatusCode.NotFound, (await hub.GetAsync(new Uri("/api/feed?before=W-1", UriKind.Relative), Stopping)).StatusCode);
    }

    [Fact]
    public async Task The_same_alert_has_the_same_id_in_every_gateway_and_another_alert_another()
    {
        string[] ids = new string[2];
        for (var at = 0; at < ids.Length; at++)
        {
            await using var office = await Office.Open();
            using var hub = await Hub(office);
            await office.Publish(System.Text.Encoding.UTF8.GetString(CapFiles.Golden("red-rainstorm")));
            await office.Publish(System.Text.Encoding.UTF8.GetString(CapFiles.Golden("exercise")));
            ids[at] = string.Join(' ', (await Pages(hub)).Single().Entries.Select(entry => entry.Element(Atom.Ns + "id")!.Value));
        }

        Assert.Equal(ids[0], ids[1]);
        Assert.Matches("^(urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12} ?){2}$", ids[0]);
    }

    [Fact]
    public async Task What_an_alert_says_can_break_neither_the_feed_nor_its_bounds()
    {
        await using var office = await Office.Open();
        using var hub = await Hub(office);
        await office.Publish(Office.Cap("a", text: "&lt;/summary&gt;]]&gt;&amp;amp; " + string.Concat(Enumerable.Repeat("𠀀", 5_000))));
        var entry = (await Pages(hub)).Single().Entries.Single();
        var summary = entry.Element(Atom.Ns + "summary")!.Value;
        Assert.StartsWith("</summary>]]>&amp; 𠀀", summary, StringComparison.Ordinal);
        Assert.InRange(summary.Length, 500, 601);
        Assert.EndsWith("𠀀…", summary, StringComparison.Ordinal);
    }

    private static CancellationToken Stopping => TestContext.Current.CancellationToken;

    private static async Task<HttpClient> Hub(Office office)
    {
        var key = (await office.Get<ApiKeyStore>().Add("hub", Role.Viewer, Actor.Gateway))!;
        var http = office.Anonymous();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return http;
    }

    private static async Task<HttpResponseMessage> Asked(HttpClient hub, EntityTagHeaderValue? known = null, DateTimeOffset? since = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/feed") { Headers = { IfModifiedSince = since } };
        if (known is not null)
        {
            request.Headers.IfNoneMatch.Add(known);
        }

        return await hub.SendAsync(request, Stopping);
    }

    private static async Task<IReadOnlyList<Atom>> Pages(HttpClient hub)
    {
        var pages = new List<Atom>();
        for (var at = new Uri(hub.BaseAddress!, "/api/feed"); at is not null; at = pages[^1].Link("next"))
        {
            pages.Add(Atom.Read(await hub.GetByteArrayAsync(at, Stopping)));
            Assert.Equal(at, pages[^1].Link("self"));
            Assert.True(pages.Count < 20, "the pages never end");
        }

        return pages;
    }

    private static string Cap(System.Xml.Linq.XElement entry, string name) => entry.Element(Atom.Cap + name)!.Value;

    private static bool IsPublic(byte[] file)
    {
        using var stream = new MemoryStream(file);
        var alert = System.Xml.Linq.XDocument.Load(stream).Root!;
        string Of(string name) => alert.Element(Atom.Cap + name)!.Value.Trim();
        return Of("scope") == "Public" && s_status.Contains(Of("status")) && s_types.Contains(Of("msgType"));
    }
}
