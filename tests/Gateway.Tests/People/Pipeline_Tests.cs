using System.Net;
using System.Net.Http.Json;
using System.Text;
using EdgeWarning.Gateway.People;
using EdgeWarning.Gateway.Tests.Broadcast;

namespace EdgeWarning.Gateway.Tests.People;

/// <summary>What every request passes before it reaches an endpoint, and what every answer carries.</summary>
public sealed class Pipeline_Tests(OneOffice fixture) : IClassFixture<OneOffice>
{
    [Theory]
    [InlineData("/nothing")]
    [InlineData("/api/nothing")]
    [InlineData("/API/boards")]
    [InlineData("/api/boards/")]
    [InlineData("/api//boards")]
    [InlineData("/openapi/v1.json")]
    public async Task Nobody_learns_even_what_is_not_there(string path)
    {
        using var http = fixture.Office.Anonymous();
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative));
        Assert.Equal((HttpStatusCode.Unauthorized, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
    }

    [Theory]
    [InlineData("https://example.org", null, 403)]
    [InlineData("null", null, 403)]
    [InlineData(null, null, 403)]               // a browser always says where a change comes from
    [InlineData(null, "same-origin", 202)]
    [InlineData(null, "cross-site", 403)]
    [InlineData(null, "same-site", 403)]        // another port of this machine is another site to us
    [InlineData("own", "same-origin", 202)]
    [InlineData("own", null, 202)]
    [InlineData("own", "cross-site", 403)]
    public async Task Only_our_own_page_can_act_with_a_session(string? origin, string? site, int status)
    {
        using var staff = await Staff.AtWork(fixture.Office, Name(), Role.Technician);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/boards/horn-1/test-tone");
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin == "own" ? staff.Http.BaseAddress!.GetLeftPart(UriPartial.Authority) : origin);
        }

        if (site is not null)
        {
            request.Headers.Add("Sec-Fetch-Site", site);
        }

        using var answer = await staff.Http.SendAsync(request);
        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Theory]
    [InlineData("cross-site", "no-cors", "/api/boards", 403)]
    [InlineData("cross-site", "navigate", "/", 200)]
    [InlineData("same-origin", "cors", "/api/boards", 200)]
    public async Task Another_site_may_link_to_the_console_but_not_read_through_it(string site, string mode, string path, int status)
    {
        using var staff = await Staff.AtWork(fixture.Office, Name(), Role.Viewer);
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Sec-Fetch-Site", site);
        request.Headers.Add("Sec-Fetch-Mode", mode);
        using var answer = await staff.Http.SendAsync(request);
        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/health")]
    [InlineData("/api/boards")]
    [InlineData("/api/readings?board=horn-1&since=yesterday")]
    [InlineData("/nothing")]
    public async Task Every_answer_tells_the_browser_what_not_to_do(string path)
    {
        using var answer = await fixture.Office.Http.GetAsync(new Uri(path, UriKind.Relative));
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("default-src 'none'", policy);
        Assert.Contains("frame-ancestors 'none'", policy);
        Assert.DoesNotContain("unsafe", policy);
        Assert.Equal(("nosniff", "no-referrer", "DENY"), (Header(answer, "X-Content-Type-Options"), Header(answer, "Referrer-Policy"), Header(answer, "X-Frame-Options")));
        Assert.Equal(path == "/" ? "no-cache" : "no-store", Header(answer, "Cache-Control"));
    }

    [Fact]
    public async Task A_form_of_another_site_cannot_sign_a_browser_in()
    {
        using var staff = await Staff.Hire(fixture.Office, Name(), Role.Viewer);
        using var foreign = await staff.Send(HttpMethod.Post, "/api/session", new { name = staff.Name, password = Staff.Password }, origin: "https://example.org");
        Assert.Equal(HttpStatusCode.Forbidden, foreign.StatusCode);
        using var form = new StringContent($$"""{"name":"{{staff.Name}}","password":"{{Staff.Password}}"}""", Encoding.UTF8, "text/plain");
        using var plain = await staff.Http.PostAsync(new Uri("/api/session", UriKind.Relative), form);
        Assert.Equal((HttpStatusCode.Unauthorized, false), (plain.StatusCode, plain.Headers.Contains("Set-Cookie")));
    }

    [Fact]
    public async Task Nobody_can_send_a_novel_to_the_door()
    {
        using var staff = await Staff.Hire(fixture.Office, Name(), Role.Viewer);
        using var answer = await staff.Send(HttpMethod.Post, "/api/session", new { name = staff.Name, password = new string('x', 20_000) });
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Fact]
    public async Task The_api_says_itself_who_may_use_what_and_how_one_proves_it()
    {
        var api = await fixture.Office.Json("/openapi/v1.json");
        var stop = api.GetProperty("paths").GetProperty("/api/warnings/{id}/stop").GetProperty("post");
        Assert.Equal("For officer, approver.", stop.GetProperty("description").GetString());
        Assert.Equal(["session", "key"], stop.GetProperty("security").EnumerateArray().Select(way => way.EnumerateObject().Single().Name));
        Assert.Equal(["key", "session"], api.GetProperty("components").GetProperty("securitySchemes").EnumerateObject().Select(scheme => scheme.Name).Order());
        Assert.False(api.GetProperty("paths").GetProperty("/health").GetProperty("get").TryGetProperty("security", out _));
    }

    private static string Name() => $"p{Guid.NewGuid():N}"[..12];

    private static string Header(HttpResponseMessage answer, string name) => answer.Headers.GetValues(name).Single();
}

/// <summary>One office for tests that change nothing in it.</summary>
public sealed class OneOffice : IAsyncLifetime
{
    internal Office Office { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Office = await Office.Open();

    public ValueTask DisposeAsync() => Office.DisposeAsync();
}
