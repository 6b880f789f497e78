using System.Net;
using System.Net.Http.Json;
using EdgeWarning.Gateway.People;
using EdgeWarning.Gateway.Platform.Audit;
using EdgeWarning.Gateway.Tests.Broadcast;

namespace EdgeWarning.Gateway.Tests.People;

public sealed class SetUp_Tests
{
    private const string Password = "the river is high";

    [Fact]
    public async Task The_code_lets_the_first_person_in_and_nobody_after()
    {
        await using var office = await Office.Open();
        using var first = office.Anonymous();
        var before = await Session(first);
        Assert.Equal((false, true), (before.SignedIn, before.SetUpNeeded));
        using var made = await SetUp(first, office.Get<SetUp>().Code!);
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        var after = await Session(first);
        Assert.Equal((true, false, "zhang"), (after.SignedIn, after.SetUpNeeded, after.Name));
        Assert.Equal(["officer", "technician", "administrator"], after.Roles);
        Assert.Contains("POST /api/drafts", after.May);
        Assert.DoesNotContain("POST /api/cap", after.May);
        Assert.DoesNotContain("POST /api/set-up ", after.May);
        Assert.Equal(HttpStatusCode.OK, (await first.GetAsync(new Uri("/api/people", UriKind.Relative))).StatusCode);
        Assert.Null(office.Get<SetUp>().Code);
        using var second = office.Anonymous();
        using var refused = await SetUp(second, "aaaaa-aaaaa-aaaaa-aaaaa", "wang");
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Equal(["zhang"], office.Get<PersonStore>().All().Select(person => person.Name));
        Assert.Contains(office.Get<AuditLog>().Newest(9), row => row is { Who: "zhang", Act: "person added", Origin: "127.0.0.1" });
    }

    [Fact]
    public async Task A_code_is_typed_as_people_type_and_is_good_for_one_start_only()
    {
        await using var office = await Office.Open();
        var old = office.Get<SetUp>().Code!;
        await office.Stop();
        await office.Start();
        Assert.NotEqual(old, office.Get<SetUp>().Code);
        using var http = office.Anonymous();
        using var late = await SetUp(http, old);
        Assert.Equal(HttpStatusCode.Forbidden, late.StatusCode);
        using var made = await SetUp(http, $" {office.Get<SetUp>().Code!.ToUpperInvariant()} ");
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
    }

    [Fact]
    public async Task Of_many_who_know_the_code_only_one_becomes_the_first()
    {
        await using var office = await Office.Open();
        var code = office.Get<SetUp>().Code!;
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(async number =>
        {
            using var http = office.Anonymous();
            using var answer = await SetUp(http, code, $"person{number}");
            return answer.StatusCode;
        }));
        Assert.Single(answers, HttpStatusCode.Created);
        Assert.Single(office.Get<PersonStore>().All());
    }

    [Fact]
    public async Task Guessing_the_code_costs_its_address_ever_longer_waits()
    {
        await using var office = await Office.Open();
        using var http = office.Anonymous();
        for (var guess = 0; guess < SignInFailures.FreeOfAddress; guess++)
        {
            using var wrong = await SetUp(http, "aaaaa-aaaaa-aaaaa-aaaaa");
            Assert.Equal(HttpStatusCode.Forbidden, wrong.StatusCode);
        }

        using var wait = await SetUp(http, office.Get<SetUp>().Code!);
        Assert.Equal(HttpStatusCode.TooManyRequests, wait.StatusCode);
        Assert.InRange(wait.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 15);
    }

    [Theory]
    [InlineData("zhang", "short", "it needs 12")]
    [InlineData("z", Password, "2 to 40 letters")]
    [InlineData("zhang san", Password, "2 to 40 letters")]
    [InlineData("gateway", Password, "is what the audit calls somebody else")]
    [InlineData(null, null, "2 to 40 letters")]
    public async Task A_first_person_who_cannot_be_is_told_why_and_the_code_stays_good(string? name, string? password, string why)
    {
        await using var office = await Office.Open();
        using var http = office.Anonymous();
        using var answer = await http.PostAsJsonAsync(new Uri("/api/set-up", UriKind.Relative), new { code = office.Get<SetUp>().Code, name, password });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains(why, await answer.Content.ReadAsStringAsync());
        Assert.NotNull(office.Get<SetUp>().Code);
    }

    private static Task<HttpResponseMessage> SetUp(HttpClient http, string code, string name = "zhang") =>
        http.PostAsJsonAsync(new Uri("/api/set-up", UriKind.Relative), new { code, name, fullName = "张三", password = Password });

    private static async Task<SessionView> Session(HttpClient http) => (await http.GetFromJsonAsync<SessionView>(new Uri("/api/session", UriKind.Relative)))!;
}
