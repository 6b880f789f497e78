using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using EdgeWarning.Gateway.Broadcast;
using EdgeWarning.Gateway.Console;
using EdgeWarning.Gateway.Devices;
using EdgeWarning.Gateway.People;
using EdgeWarning.Gateway.Platform.Mqtt;
using EdgeWarning.Gateway.Tests.Broadcast;
using EdgeWarning.Gateway.Tests.Platform;
using EdgeWarning.Protocol;

namespace EdgeWarning.Gateway.Tests.Console;

public sealed class ConsoleEndpoints_Tests
{
    [Fact]
    public async Task One_warning_tells_the_story_of_every_board()
    {
        await using var office = await Office.Open(boards: 2);
        await office.Connect("horn-1");
        var id = await office.Publish(Office.Cap("w1"));
        await office.PlayBecomes(id, OrderState.Finished);
        var detail = await office.Json($"/api/warnings/{id}");
        Assert.Equal(
            ("w1", "live", "actual", "red", "actual", "暴雨红色预警", "南召县"),
            (Text(detail, "warning", "identifier"), Text(detail, "warning", "state"), Text(detail, "warning", "kind"), Text(detail, "warning", "level"),
                Text(detail, "warning", "scope"), Text(detail, "warning", "headline"), Text(detail, "warning", "area")));
        var boards = detail.GetProperty("boards").EnumerateArray().ToDictionary(board => Text(board, "board"));
        var heard = boards["horn-1"];
        Assert.Equal(("play", "heard", "finished", "heard", 610), (Text(heard, "order"), Text(heard, "verdict"), Text(heard, "state"), Text(heard, "coverage"), heard.GetProperty("toneMilliamperes").GetInt32()));
        Assert.Equal(["committed", "sent", "received", "playing", "heard", "finished"], heard.GetProperty("states").EnumerateArray().Select(step => Text(step, "state")));
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", Text(heard.GetProperty("states")[0], "at"));
        Assert.Equal(("sent", JsonValueKind.Null), (Text(boards["horn-2"], "state"), boards["horn-2"].GetProperty("verdict").ValueKind));
        var coverage = (await office.Json("/api/warnings"))[0].GetProperty("coverage");
        Assert.Equal((2, 1, 1), (coverage.GetProperty("targeted").GetInt32(), coverage.GetProperty("heard").GetInt32(), coverage.GetProperty("waiting").GetInt32()));
    }

    [Fact]
    public async Task A_bench_answers_like_a_loudspeaker_but_is_no_village_that_heard()
    {
        await using var office = await Office.Open();
        await office.Get<BoardRegistry>().Add([new NewBoard { Id = "bench-1", Kind = BoardKinds.Bench, Village = "411321100001" }], "test");
        await office.Connect("bench-1");
        var id = await office.Publish(Office.Cap("w1"));
        await office.PlayBecomes(id, OrderState.Finished, "bench-1");
        var detail = await office.Json($"/api/warnings/{id}");
        Assert.Equal(["bench-1", "horn-1"], detail.GetProperty("boards").EnumerateArray().Select(board => Text(board, "board")));
        Assert.Equal(1, detail.GetProperty("warning").GetProperty("coverage").GetProperty("targeted").GetInt32());
    }

    [Fact]
    public async Task Boards_say_where_they_are_and_what_they_last_did()
    {
        await using var office = await Office.Open();
        Assert.Equal("new", Text((await office.Json("/api/boards"))[0], "state"));
        await office.Connect("horn-1");
        var id = await office.Publish(Office.Cap("w1"));
        await office.PlayBecomes(id, OrderState.Finished);
        var board = (await office.Json("/api/boards"))[0];
        Assert.Equal(("horn-1", "online", "411321100001", "1.2.3", "heard", id), (Text(board, "id"), Text(board, "state"), Text(board, "village"), Text(board, "firmware"), Text(board, "lastOrder", "verdict"), Text(board, "lastOrder", "warning")));
    }

    [Fact]
    public async Task A_warning_can_be_silenced_from_the_console()
    {
        await using var office = await Office.Open();
        await office.Connect("horn-1", board => board.Answers = HandMadeBoard.KeepsPlaying);
        var id = await office.Publish(Office.Cap("w1"));
        await office.PlayBecomes(id, OrderState.Heard);
        using var stopped = await office.Http.PostAsync(new Uri($"/api/warnings/{id}/stop", UriKind.Relative), null);
        Assert.Equal(HttpStatusCode.OK, stopped.StatusCode);
        await office.PlayBecomes(id, OrderState.Stopped);
        Assert.Equal("cancelled", Text(await office.Json($"/api/warnings/{id}"), "warning", "state"));
        using var again = await office.Http.PostAsync(new Uri($"/api/warnings/{id}/stop", UriKind.Relative), null);
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
    }

    [Fact]
    public async Task A_drill_is_silenced_as_a_drill()
    {
        await using var office = await Office.Open();
        await office.Connect("horn-1", board => board.Answers = HandMadeBoard.KeepsPlaying);
        var id = await office.Publish(Office.Cap("w1", status: "Exercise"));
        await office.PlayBecomes(id, OrderState.Heard);
        using var stopped = await office.Http.PostAsync(new Uri($"/api/warnings/{id}/stop", UriKind.Relative), null);
        await office.PlayBecomes(id, OrderState.Stopped);
        Assert.Equal(Scope.Drill, office.Orders.OfWarning(id).Single(order => order.Kind == OrderKind.Stop).Scope);
    }

    [Fact]
    public async Task A_test_tone_is_an_order_like_any_other_and_no_warning()
    {
        await using var office = await Office.Open();
        var board = await office.Connect("horn-1");
        using var answer = await office.Http.PostAsync(new Uri("/api/boards/horn-1/test-tone", UriKind.Relative), null);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var sequence = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("sequence").GetInt64();
        var key = new OrderKey("horn-1", sequence);
        await Eventually.Equal(OrderState.Finished, () => office.Orders.Find(key)!.Progress.State);
        var order = Assert.Single(board.Told);
        Assert.Equal((OrderKind.Test, Scope.Test, Tone.Test, "", ""), (order.Kind, order.Scope, order.Tone, order.Text, order.Warning));
        Assert.Empty((await office.Json("/api/warnings")).EnumerateArray());
    }

    [Theory]
    [InlineData("GET", "/api/warnings/W-1", 404)]
    [InlineData("POST", "/api/warnings/W-1/stop", 404)]
    [InlineData("POST", "/api/boards/nobody/test-tone", 404)]
    [InlineData("GET", "/api/readings?board=nobody", 404)]
    [InlineData("GET", "/api/readings?board=horn-1&limit=0", 400)]
    [InlineData("GET", "/api/readings", 400)]
    [InlineData("GET", "/api/readings?board=horn-1&since=yesterday", 400)]
    [InlineData("GET", "/nothing", 404)]
    public async Task What_is_not_there_is_answered_with_problem_details(string method, string path, int status)
    {
        await using var office = await Office.Open();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var answer = await office.Http.SendAsync(request);
        Assert.Equal((status, "application/problem+json"), ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
    }

    [Fact]
    public async Task Another_site_can_neither_act_nor_look_through_the_browser_of_an_officer()
    {
        await using var office = await Office.Open();
        using var foreign = new HttpRequestMessage(HttpMethod.Post, "/api/boards/horn-1/test-tone");
        foreign.Headers.Add("Origin", "https://example.org");
        using var refused = await office.Http.SendAsync(foreign);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        using var rebound = new HttpRequestMessage(HttpMethod.Get, "/api/boards");
        rebound.Headers.Host = "gateway.example.org";
        using var misdirected = await office.Http.SendAsync(rebound);
        Assert.Equal(HttpStatusCode.MisdirectedRequest, misdirected.StatusCode);
        using var own = new HttpRequestMessage(HttpMethod.Post, "/api/boards/horn-1/test-tone");
        own.Headers.Add("Origin", office.Http.BaseAddress!.GetLeftPart(UriPartial.Authority));
        using var accepted = await office.Http.SendAsync(own);
        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
    }

    [Fact]
    public async Task Health_says_when_the_gateway_could_not_warn()
    {
        await using var office = await Office.Open();
        Assert.True((await office.Json("/health")).GetProperty("ableToWarn").GetBoolean());
        // The broker's port is taken while it is down, so that it cannot come back.
        var port = office.Get<BrokerFolder>().Port;
        using (var broker = System.Diagnostics.Process.GetProcessById(office.Get<PrivateBroker>().ProcessId!.Value))
        {
            broker.Kill();
            await broker.WaitForExitAsync();
        }

        using var squatter = new System.Net.Sockets.TcpListener(IPAddress.Loopback, port) { ExclusiveAddressUse = false };
        squatter.Start();
        var last = "";
        await Eventually.True(
            () =>
            {
                using var answer = office.Http.GetAsync(new Uri("/health", UriKind.Relative)).GetAwaiter().GetResult();
                last = answer.Content.ReadAsStringAsync().GetAwaiter().GetResult();
                return answer.StatusCode == HttpStatusCode.ServiceUnavailable;
            },
            () => last);
        Assert.Contains("no link to the boards", last);
    }

    [Fact]
    public async Task Who_watches_sees_a_warning_its_orders_and_the_boards_as_they_come()
    {
        await using var office = await Office.Open();
        using var watching = await Watch(office, null);
        await office.Connect("horn-1");
        var id = await office.Publish(Office.Cap("w1"));
        var events = new List<(string Id, string Kind, JsonElement Data)>();
        // A warning is told as it stands then: it may count as heard a moment before its order is told.
        await ReadUntil(watching, events, _ =>
            events.Exists(happened => happened.Kind == "board" && Text(happened.Data, "state") == "online")
            && events.Exists(happened => happened.Kind == "order" && Text(happened.Data, "warning") == id && Text(happened.Data, "verdict") == "heard")
            && events.Exists(happened => happened.Kind == "warning" && happened.Data.GetProperty("coverage").GetProperty("heard").GetInt32() == 1));

        // Away for a while, then back: nothing is missed.
        var seen = events[0].Id;
        using var back = await Watch(office, seen);
        var again = new List<(string Id, string Kind, JsonElement Data)>();
        await ReadUntil(back, again, happened => happened.Id == events[^1].Id);
        Assert.Equal(events.Skip(1).Select(happened => happened.Id), again.Where(happened => happened.Kind != "tick").Select(happened => happened.Id));
    }

    [Fact]
    public async Task An_open_console_does_not_keep_the_gateway_from_ending()
    {
        await using var office = await Office.Open();
        using var watching = await Watch(office, null);
        Assert.Equal("event: tick", await watching.ReadLineAsync() is { } id && id.StartsWith("id: ", StringComparison.Ordinal) ? await watching.ReadLineAsync() : null);
        await office.Stop();
        // It ends as an answer ends; one that the host had to cut by force, when its patience was over, would fail here.
        await watching.ReadToEndAsync(TestContext.Current.CancellationToken);
        await office.Start();
    }

    [Fact]
    public async Task The_page_asks_nobody_outside_and_may_not_be_framed()
    {
        await using var office = await Office.Open();
        using var page = await office.Http.GetAsync(new Uri("/", UriKind.Relative));
        Assert.Equal(SecurityHeaders.ContentSecurityPolicy, page.Headers.GetValues("Content-Security-Policy").Single());
        var html = await page.Content.ReadAsStringAsync();
        var files = System.Text.RegularExpressions.Regex.Matches(html, "(?:src|href)=\"([^\"#]+)\"").Select(match => match.Groups[1].Value).Distinct().ToArray();
        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            Assert.DoesNotContain(":", file);
            using var answer = await office.Http.GetAsync(new Uri("/" + file, UriKind.Relative));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            using var same = new HttpRequestMessage(HttpMethod.Get, "/" + file);
            same.Headers.IfNoneMatch.Add(answer.Headers.ETag!);
            using var unchanged = await office.Http.SendAsync(same);
            Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
        }
    }

    [Fact]
    public async Task The_console_travels_compressed_to_whoever_can_read_it_so()
    {
        await using var office = await Office.Open();
        var plain = await office.Http.GetByteArrayAsync(new Uri("/console.js", UriKind.Relative));
        using var asked = new HttpRequestMessage(HttpMethod.Get, "/console.js");
        asked.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip"));
        using var answer = await office.Http.SendAsync(asked);
        Assert.Equal(["gzip"], answer.Content.Headers.ContentEncoding);
        Assert.Contains("Accept-Encoding", answer.Headers.Vary);
        var sent = await answer.Content.ReadAsByteArrayAsync();
        using var unzipped = new MemoryStream();
        await using (var gzip = new System.IO.Compression.GZipStream(new MemoryStream(sent), System.IO.Compression.CompressionMode.Decompress))
        {
            await gzip.CopyToAsync(unzipped, TestContext.Current.CancellationToken);
        }

        Assert.Equal(plain, unzipped.ToArray());
        Assert.InRange(sent.Length, 1, plain.Length / 2);
    }

    [Fact]
    public async Task Answers_travel_compressed_to_whoever_can_read_them_so()
    {
        await using var office = await Office.Open(boards: 20);
        var plain = await office.Http.GetByteArrayAsync(new Uri("/api/boards", UriKind.Relative));
        using var answer = await office.Http.SendAsync(Zipped("/api/boards"));
        Assert.Contains("Accept-Encoding", answer.Headers.Vary);
        var sent = await answer.Content.ReadAsByteArrayAsync();
        Assert.InRange(sent.Length, 1, plain.Length / 4);
        using var unzipped = new StreamReader(Unzipped(answer, new MemoryStream(sent)));
        Assert.Equal(JsonDocument.Parse(plain).RootElement.EnumerateArray().Select(board => Text(board, "id")), JsonDocument.Parse(await unzipped.ReadToEndAsync(TestContext.Current.CancellationToken)).RootElement.EnumerateArray().Select(board => Text(board, "id")));
    }

    [Fact]
    public async Task So_do_events_each_as_it_comes()
    {
        await using var office = await Office.Open();
        using var answer = await office.Http.SendAsync(Zipped("/api/live"), HttpCompletionOption.ResponseHeadersRead);
        using var watching = new StreamReader(Unzipped(answer, await answer.Content.ReadAsStreamAsync()), Encoding.UTF8);
        await office.Connect("horn-1");
        await ReadUntil(watching, [], happened => happened.Kind == "board" && Text(happened.Data, "state") == "online");
    }

    [Fact]
    public async Task The_api_describes_itself()
    {
        await using var office = await Office.Open();
        var described = (await office.Json("/openapi/v1.json")).GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(method => $"{method.Name.ToUpperInvariant()} {path.Name}"));
        Assert.Equal(Rights.Table.Keys.Where(row => !row.Contains("/openapi/") && !row.Contains("/files/") && !row.Contains("/tiles/")).Order(StringComparer.Ordinal), described.Order(StringComparer.Ordinal));
    }

    private static HttpRequestMessage Zipped(string path)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip"));
        return request;
    }

    private static System.IO.Compression.GZipStream Unzipped(HttpResponseMessage answer, Stream sent)
    {
        Assert.Equal(["gzip"], answer.Content.Headers.ContentEncoding);
        return new System.IO.Compression.GZipStream(sent, System.IO.Compression.CompressionMode.Decompress);
    }

    private static async Task<StreamReader> Watch(Office office, string? lastEventId)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/api/live");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        var answer = await office.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        return new StreamReader(await answer.Content.ReadAsStreamAsync(), Encoding.UTF8);
    }

    private static async Task ReadUntil(StreamReader stream, List<(string Id, string Kind, JsonElement Data)> events, Func<(string Id, string Kind, JsonElement Data), bool> enough)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var (id, kind, data) = ("", "", "");
        while (await stream.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.Length == 0 && kind.Length > 0)
            {
                var happened = (id, kind, JsonDocument.Parse(data).RootElement);
                kind = "";
                if (happened.Item2 != "tick")
                {
                    events.Add(happened);
                    if (enough(happened))
                    {
                        return;
                    }
                }
            }
            else if (line.Split(": ", 2) is [var name, var value])
            {
                (id, kind, data) = (name == "id" ? value : id, name == "event" ? value : kind, name == "data" ? value : data);
            }
        }

        Assert.Fail($"the stream ended after {string.Join(", ", events.Select(happened => happened.Kind))}");
    }

    private static string Text(JsonElement element, params string[] path) => path.Aggregate(element, (at, name) => at.GetProperty(name)).GetString()!;
}
