using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using EdgeWarning.Gateway.People;
using EdgeWarning.Gateway.Platform.Audit;
using EdgeWarning.Gateway.Tests.Broadcast;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace EdgeWarning.Gateway.Tests.People;

/// <summary>Every endpoint of the running gateway, asked by nobody, by a person of each role and by a key of each role.</summary>
public sealed class Rights_Tests
{
    /// <summary>Who may, once more and by hand: o officer, a approver, t technician, r reporter, v viewer, A administrator; * open; p every person; K keys only, P people only.</summary>
    private static readonly Dictionary<string, string> s_expected = new()
    {
        ["GET /health"] = "*",
        ["GET /api/session"] = "*",
        ["POST /api/session"] = "*",
        ["POST /api/set-up"] = "*",
        ["DELETE /api/session"] = "p",
        ["DELETE /api/sessions"] = "p",
        ["POST /api/session/password"] = "p",
        ["GET /api/warnings"] = "oatrvA",
        ["GET /api/warnings/{id}"] = "oatrvA",
        ["GET /api/feed"] = "oatvA",
        ["GET /api/feed/{alert}/{sound}"] = "oatvA",
        ["GET /api/boards"] = "oatvA",
        ["GET /api/boards/{id}/timeline"] = "oatvA",
        ["GET /api/boards/{id}"] = "oatvA",
        ["GET /api/readings"] = "oatvA",
        ["GET /api/live"] = "oatvA",
        ["GET /openapi/{documentName}.json"] = "oatvA",
        ["GET /api/rights"] = "oatvA",
        ["POST /api/cap"] = "Ko",
        ["POST /api/warnings/{id}/stop"] = "oa",
        ["GET /api/events"] = "oatvA",
        ["POST /api/drafts/preview"] = "oa",
        ["GET /api/drafts"] = "oavA",
        ["GET /api/drafts/{id}"] = "oavA",
        ["POST /api/drafts"] = "o",
        ["PUT /api/drafts/{id}"] = "o",
        ["POST /api/drafts/{id}/submit"] = "o",
        ["POST /api/drafts/{id}/sign"] = "Pa",
        ["POST /api/drafts/{id}/return"] = "oa",
        ["POST /api/drafts/{id}/withdraw"] = "o",
        ["POST /api/drafts/{id}/issue"] = "o",
        ["POST /api/warnings/{id}/all-clear"] = "o",
        ["POST /api/warnings/{id}/reached"] = "or",
        ["POST /api/warnings/{id}/resend"] = "o",
        ["GET /api/warnings/{id}/delivery"] = "oatrvA",
        ["GET /api/coverage"] = "oatvA",
        ["GET /api/reviews"] = "oatvA",
        ["GET /api/warnings/{id}/timeline"] = "oatrvA",
        ["GET /api/warnings/{id}/report"] = "oatrvA",
        ["GET /api/warnings/{id}/all-clear"] = "oa",
        ["POST /api/warnings/{id}/go-on"] = "o",
        ["POST /api/warnings/{id}/hold"] = "oa",
        ["GET /api/stop-all"] = "oatvA",
        ["POST /api/stop-all"] = "oa",
        ["POST /api/stop-all/lift"] = "Poa",
        ["POST /api/warnings/{id}/review"] = "Pa",
        ["GET /api/warnings/{id}/steps"] = "oatrvA",
        ["GET /api/warnings/{id}/cap"] = "oatrvA",
        ["POST /api/voice/preview"] = "oa",
        ["GET /api/clips"] = "oavA",
        ["GET /api/clips/{id}"] = "oavA",
        ["POST /api/clips"] = "o",
        ["GET /api/lexicon"] = "oatvA",
        ["PUT /api/lexicon"] = "oA",
        ["GET /api/settings"] = "oatvA",
        ["PUT /api/settings"] = "A",
        ["GET /api/programmes"] = "oatvA",
        ["GET /api/programmes/week"] = "oatvA",
        ["POST /api/programmes"] = "o",
        ["PUT /api/programmes/{id}"] = "o",
        ["DELETE /api/programmes/{id}"] = "o",
        ["POST /api/programmes/{id}/stop"] = "o",
        ["GET /api/programmes/{id}/plays"] = "oatvA",
        ["GET /api/templates"] = "oatvA",
        ["GET /api/templates/{event}/{language}"] = "oatvA",
        ["PUT /api/templates/{event}/{language}"] = "aA",
        ["DELETE /api/templates/{event}/{language}"] = "aA",
        ["POST /api/templates/preview"] = "oatvA",
        ["GET /api/places"] = "oatvA",
        ["GET /api/places/boundaries"] = "oatvA",
        ["GET /api/places/groups"] = "oatvA",
        ["POST /api/places/divisions"] = "tA",
        ["POST /api/places/boundaries"] = "tA",
        ["PUT /api/places/{code}"] = "otA",
        ["PUT /api/places/groups/{name}"] = "o",
        ["DELETE /api/places/groups/{name}"] = "o",
        ["POST /api/boards/{id}/test-tone"] = "ot",
        ["GET /api/boards/{id}/health"] = "oatvA",
        ["POST /api/boards/{id}/log"] = "t",
        ["GET /api/boards/{id}/configuration"] = "oatvA",
        ["PUT /api/boards/{id}/configuration"] = "t",
        ["GET /api/updates"] = "oatvA",
        ["POST /api/updates/{id}/resume"] = "t",
        ["GET /api/rollouts"] = "oatvA",
        ["POST /api/rollouts/{number}/go-on"] = "tA",
        ["POST /api/rollouts/{number}/give-up"] = "tA",
        ["POST /api/county-settings/preview"] = "tA",
        ["POST /api/county-settings"] = "tA",
        ["POST /api/applications"] = "tA",
        ["POST /api/updates"] = "tA",
        ["GET /api/county-settings"] = "oatvA",
        ["GET /api/site-settings"] = "oatvA",
        ["POST /api/boards"] = "t",
        ["POST /api/boards/{id}/replace"] = "t",
        ["DELETE /api/boards/{id}"] = "t",
        ["GET /api/boards/{id}/label"] = "oatvA",
        ["GET /api/map"] = "oatvA",
        ["GET /tiles/{z}/{x}/{y}"] = "oatvA",
        ["GET /files/{**path}"] = "*",
        ["POST /api/boards/{id}/stop"] = "ot",
        ["GET /api/people"] = "A",
        ["POST /api/people"] = "A",
        ["PUT /api/people/{name}"] = "A",
        ["POST /api/people/{name}/password"] = "A",
        ["GET /api/keys"] = "A",
        ["POST /api/keys"] = "A",
        ["DELETE /api/keys/{name}"] = "A",
        ["GET /api/audit"] = "aA",
        ["GET /api/audit/verdict"] = "aA",
    };

    private static readonly (Role Role, char Letter)[] s_roles =
        [(Role.Officer, 'o'), (Role.Approver, 'a'), (Role.Technician, 't'), (Role.Reporter, 'r'), (Role.Viewer, 'v'), (Role.Administrator, 'A')];

    [Fact]
    public async Task Each_endpoint_lets_in_whom_the_table_says_and_nobody_else()
    {
        await using var office = await Office.Open();
        var endpoints = EndpointsOf(office).Where(endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null).Select(Rights.NameOf).ToArray();
        Assert.Equal(s_expected.Keys.Order(StringComparer.Ordinal), endpoints.Order(StringComparer.Ordinal));
        List<string> faults = [];
        await Ask("nobody", () => Task.FromResult(office.Anonymous()), expected => expected == "*");
        foreach (var (role, letter) in s_roles)
        {
            var staff = await Staff.Hire(office, $"{role}".ToLowerInvariant(), role);
            await Ask($"{role}", staff.Browser, expected => expected is "*" or "p" || (expected.Contains(letter) && !expected.StartsWith('K')));
            if ((role & ApiKeyStore.RolesOfMachines) != Role.None)
            {
                var key = (await office.Get<ApiKeyStore>().Add($"{role}", role, Actor.Gateway))!;
                await Ask($"key of {role}", () => Task.FromResult(WithKey(office, key)), expected => expected == "*" || (expected.Contains(letter) && !expected.StartsWith('P')));
            }
        }

        var powerless = await Staff.Hire(office, "powerless", Role.None);
        await Ask("no role", powerless.Browser, expected => expected is "*" or "p");
        var fresh = await Staff.Hire(office, "fresh", Role.Officer | Role.Administrator, mustChange: true);
        await Ask("must change the password", fresh.Browser, expected => expected is "*" or "p");
        await Ask("wrong key", () => Task.FromResult(WithKey(office, "ewk_nothing")), expected => expected == "*");
        Assert.Empty(faults);

        async Task Ask(string who, Func<Task<HttpClient>> client, Func<string, bool> may)
        {
            foreach (var endpoint in endpoints)
            {
                using var http = await client();
                var isIn = await IsLetIn(http, endpoint);
                if (isIn != may(s_expected[endpoint]))
                {
                    faults.Add($"{endpoint}: {who} {(isIn ? "is let in" : "is turned away")}");
                }
            }
        }
    }

    [Fact]
    public async Task Without_the_table_only_the_consoles_own_files_are_open()
    {
        await using var office = await Office.Open();
        var open = EndpointsOf(office).Where(endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null).ToArray();
        Assert.NotEmpty(open);
        var files = typeof(Rights).Assembly.GetManifestResourceNames().Where(name => name.StartsWith("www/", StringComparison.Ordinal)).Select(name => name == "www/index.html" ? "GET /" : "GET /" + name["www/".Length..]);
        Assert.Equal(files.Order(StringComparer.Ordinal), open.Select(Rights.NameOf).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void An_endpoint_without_a_row_and_a_row_without_an_endpoint_stop_the_gateway()
    {
        var endpoint = new RouteEndpointBuilder(null, Microsoft.AspNetCore.Routing.Patterns.RoutePatternFactory.Parse("/api/new"), 0) { Metadata = { new HttpMethodMetadata(["GET"]) } };
        endpoint.RequestDelegate = _ => Task.CompletedTask;
        var fault = Assert.Throws<InvalidOperationException>(() => Rights.Check([endpoint.Build()]));
        Assert.Contains("no row for [GET /api/new]", fault.Message);
        Assert.Contains("no endpoint for [", fault.Message);
        Assert.Contains("POST /api/cap", fault.Message);
    }

    private static IEnumerable<RouteEndpoint> EndpointsOf(Office office) => office.Get<IEnumerable<EndpointDataSource>>().SelectMany(source => source.Endpoints).Cast<RouteEndpoint>();

    private static HttpClient WithKey(Office office, string key)
    {
        var http = office.Anonymous();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return http;
    }

    /// <summary>Turned away is 401 with a challenge, or 403; whatever else an endpoint says, it was reached.</summary>
    private static async Task<bool> IsLetIn(HttpClient http, string endpoint)
    {
        var (method, path) = (endpoint.Split(' ')[0], endpoint.Split(' ')[1].Replace("{documentName}", "v1").Replace("{id}", "none").Replace("{name}", "none"));
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Add("Origin", http.BaseAddress!.GetLeftPart(UriPartial.Authority));
        request.Content = method is "POST" or "PUT" ? JsonContent.Create(new { }) : null;
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        // Signing in and setting up refuse by themselves, with the same numbers: then without the door's words.
        var body = answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden ? await answer.Content.ReadAsStringAsync() : "";
        return !body.Contains("Sign in first", StringComparison.Ordinal) && !body.Contains("Not allowed", StringComparison.Ordinal);
    }
}
