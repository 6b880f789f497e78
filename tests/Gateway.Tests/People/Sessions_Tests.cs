using System.Net;
using System.Text;
using System.Text.Json;
using EdgeWarning.Gateway.People;
using EdgeWarning.Gateway.Platform.Audit;
using EdgeWarning.Gateway.Tests.Broadcast;
using EdgeWarning.Gateway.Tests.Platform;

namespace EdgeWarning.Gateway.Tests.People;

/// <summary>People in the whole running gateway, over HTTP, as browsers do it.</summary>
public sealed class Sessions_Tests
{
    private const string Better = "the river is very high";

    [Fact]
    public async Task A_session_outlives_the_gateway()
    {
        await using var office = await Office.Open();
        using var staff = await Staff.Hire(office, "li.na", Role.Viewer);
        using var answer = await staff.SignIn();
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"), cookie => cookie.StartsWith("edgewarning=", StringComparison.Ordinal)).ToLowerInvariant();
        Assert.Contains("httponly", cookie);
        Assert.Contains("samesite=strict", cookie);
        Assert.Contains("path=/", cookie);
        await office.Stop();
        await office.Start();
        using var http = office.Anonymous();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/boards");
        request.Headers.Add("Cookie", cookie.Split(';')[0].Replace(cookie.Split(';')[0], answer.Headers.GetValues("Set-Cookie").First().Split(';')[0], StringComparison.Ordinal));
        using var after = await http.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
    }

    [Fact]
    public async Task Signing_out_ends_this_browser_and_signing_out_everywhere_ends_them_all()
    {
        await using var office = await Office.Open();
        using var desk = await Staff.AtWork(office, "li.na", Role.Viewer);
        using var phone = desk.Elsewhere();
        Assert.Equal(HttpStatusCode.OK, (await phone.SignIn()).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await phone.Send(HttpMethod.Delete, "/api/session")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, await Look(phone));
        Assert.Equal(HttpStatusCode.OK, await Look(desk));
        Assert.Equal(HttpStatusCode.OK, (await phone.SignIn()).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await phone.Send(HttpMethod.Delete, "/api/sessions")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, await Look(desk));
    }

    [Fact]
    public async Task A_new_password_signs_every_other_browser_out()
    {
        await using var office = await Office.Open();
        using var desk = await Staff.AtWork(office, "li.na", Role.Viewer);
        using var thief = desk.Elsewhere();
        await thief.SignIn();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await Change(desk, "not the old one", Better));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await Change(desk, Staff.Password, "short"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await Change(desk, Staff.Password, Staff.Password));
        Assert.Equal(HttpStatusCode.NoContent, await Change(desk, Staff.Password, Better));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Unauthorized), (await Look(desk), await Look(thief)));
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), ((await thief.SignIn()).StatusCode, (await thief.SignIn(Better)).StatusCode));
    }

    [Fact]
    public async Task Guessing_the_old_password_in_an_open_browser_is_locked_like_signing_in()
    {
        await using var office = await Office.Open();
        using var open = await Staff.AtWork(office, "li.na", Role.Viewer);
        for (var guess = 0; guess < SignInFailures.FreeOfName; guess++)
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, await Change(open, $"guess number {guess}", Better));
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, await Change(open, Staff.Password, Better));
    }

    [Fact]
    public async Task A_password_that_somebody_else_chose_opens_nothing_but_the_change_of_it()
    {
        await using var office = await Office.Open();
        using var boss = await Staff.AtWork(office, "boss", Role.Administrator);
        using var added = await boss.Send(HttpMethod.Post, "/api/people", new { name = "Li.Na", fullName = "李娜", roles = new[] { "viewer" }, password = Staff.Password });
        Assert.Equal(HttpStatusCode.Created, added.StatusCode);
        using var taken = await boss.Send(HttpMethod.Post, "/api/people", new { name = "li.na", roles = new[] { "viewer" }, password = Staff.Password });
        Assert.Equal(HttpStatusCode.Conflict, taken.StatusCode);
        using var fresh = boss.Elsewhere("li.na");
        Assert.Equal(HttpStatusCode.OK, (await fresh.SignIn()).StatusCode);
        Assert.True((await fresh.Session()).GetProperty("mustChangePassword").GetBoolean());
        Assert.Equal(HttpStatusCode.Forbidden, await Look(fresh));
        Assert.Equal(HttpStatusCode.NoContent, await Change(fresh, Staff.Password, Better));
        Assert.Equal(HttpStatusCode.OK, await Look(fresh));
    }

    [Fact]
    public async Task Rights_that_are_taken_count_at_once_also_in_a_live_connection()
    {
        await using var office = await Office.Open();
        using var boss = await Staff.AtWork(office, "boss", Role.Administrator);
        using var viewer = await Staff.AtWork(office, "li.na", Role.Viewer);
        using var live = await viewer.Http.GetAsync(new Uri("/api/live", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        using var stream = new StreamReader(await live.Content.ReadAsStreamAsync(), Encoding.UTF8);
        using var less = await boss.Send(HttpMethod.Put, "/api/people/li.na", new { fullName = "李娜", roles = new[] { "reporter" }, disabled = false });
        Assert.Equal(HttpStatusCode.OK, less.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, await Look(viewer));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await stream.ReadToEndAsync(patience.Token);     // ends with the next sign of life
        using var disabled = await boss.Send(HttpMethod.Put, "/api/people/li.na", new { roles = new[] { "reporter" }, disabled = true });
        Assert.Equal(HttpStatusCode.Unauthorized, await Look(viewer));
        Assert.Equal(
            ["viewer -> reporter", "may not come in any more"],
            office.Get<AuditLog>().Newest(9).Where(row => row is { Who: "boss", Subject: "li.na" }).Select(row => row.Detail.Split(';')[0]).Reverse());
    }

    [Fact]
    public async Task A_gateway_answers_to_its_listed_names_and_to_the_one_that_boards_are_told_and_to_no_other()
    {
        await using var office = await Office.Open(1, ("Hosts", "warning.county.example"), ("Mqtt:PublicHost", "boards.county.example"));
        foreach (var (host, status) in new[] { ("warning.county.example", 200), ("boards.county.example", 200), ("county.example", 421) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/boards") { Headers = { Host = host } };
            using var answer = await office.Http.SendAsync(request);
            Assert.Equal((host, status), (host, (int)answer.StatusCode));
        }
    }

    [Fact]
    public async Task The_last_administrator_cannot_be_lost()
    {
        await using var office = await Office.Open();
        using var boss = await Staff.AtWork(office, "boss", Role.Administrator);
        using var demoted = await boss.Send(HttpMethod.Put, "/api/people/boss", new { roles = new[] { "viewer" }, disabled = false });
        using var disabled = await boss.Send(HttpMethod.Put, "/api/people/boss", new { roles = new[] { "administrator" }, disabled = true });
        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.Conflict), (demoted.StatusCode, disabled.StatusCode));
        await Staff.Hire(office, "second", Role.Administrator);
        using var now = await boss.Send(HttpMethod.Put, "/api/people/boss", new { roles = new[] { "viewer" }, disabled = false });
        Assert.Equal(HttpStatusCode.OK, now.StatusCode);
    }

    [Fact]
    public async Task A_key_is_shown_once_used_and_revoked()
    {
        await using var office = await Office.Open();
        using var boss = await Staff.AtWork(office, "boss", Role.Administrator);
        using var added = await boss.Send(HttpMethod.Post, "/api/keys", new { name = "Upstream", roles = new[] { "officer" } });
        var key = JsonDocument.Parse(await added.Content.ReadAsStringAsync()).RootElement.GetProperty("key").GetString()!;
        Assert.StartsWith(ApiKeyStore.Prefix, key);
        Assert.DoesNotContain(key, await boss.Http.GetStringAsync(new Uri("/api/keys", UriKind.Relative)));
        using var machine = office.Anonymous();
        machine.DefaultRequestHeaders.Authorization = new("Bearer", key);
        using var taken = await machine.PostAsync(new Uri("/api/cap", UriKind.Relative), new StringContent(Office.Cap("w1")));
        Assert.Equal(HttpStatusCode.Created, taken.StatusCode);
        Assert.Contains(office.Get<AuditLog>().Newest(5), row => row is { Who: "key upstream", Act: "warning received", Origin: "127.0.0.1" });
        Assert.Equal("127.0.0.1", office.Get<ApiKeyStore>().All().Single(one => one.Name == "upstream").UsedFrom);
        Assert.Equal(HttpStatusCode.NoContent, (await boss.Send(HttpMethod.Delete, "/api/keys/upstream")).StatusCode);
        using var late = await machine.GetAsync(new Uri("/api/warnings", UriKind.Relative));
        Assert.Equal(HttpStatusCode.Unauthorized, late.StatusCode);
        Assert.Contains(office.Get<AuditLog>().Newest(2), row => row.Act == "key refused");
    }

    [Theory]
    [InlineData("administrator", "cannot be administrator")]
    [InlineData("king", "there is no role king")]
    [InlineData(null, "a key needs a role")]
    public async Task A_key_that_may_not_be_is_told_why(string? role, string why)
    {
        await using var office = await Office.Open();
        using var boss = await Staff.AtWork(office, "boss", Role.Administrator);
        using var answer = await boss.Send(HttpMethod.Post, "/api/keys", new { name = "upstream", roles = role is null ? null : new[] { role } });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains(why, await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task The_audit_is_shown_and_judged_and_a_refusal_stands_in_it()
    {
        await using var office = await Office.Open();
        using var boss = await Staff.AtWork(office, "boss", Role.Administrator);
        using var viewer = await Staff.AtWork(office, "li.na", Role.Viewer);
        Assert.Equal(HttpStatusCode.Forbidden, (await viewer.Send(HttpMethod.Post, "/api/boards/horn-1/test-tone")).StatusCode);
        var rows = JsonDocument.Parse(await boss.Http.GetStringAsync(new Uri("/api/audit?limit=1", UriKind.Relative))).RootElement;
        Assert.Equal(
            ("li.na", "refused", "POST /api/boards/horn-1/test-tone", "has viewer", "127.0.0.1"),
            (Text(rows[0], "who"), Text(rows[0], "act"), Text(rows[0], "subject"), Text(rows[0], "detail"), Text(rows[0], "origin")));
        var verdict = JsonDocument.Parse(await boss.Http.GetStringAsync(new Uri("/api/audit/verdict", UriKind.Relative))).RootElement;
        Assert.Equal((true, rows[0].GetProperty("id").GetInt64()), (verdict.GetProperty("whole").GetBoolean(), verdict.GetProperty("rows").GetInt64()));
        Assert.Equal(Text(rows[0], "hash"), Text(verdict, "head"));
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static async Task<HttpStatusCode> Look(Staff staff)
    {
        using var answer = await staff.Http.GetAsync(new Uri("/api/boards", UriKind.Relative));
        return answer.StatusCode;
    }

    private static async Task<HttpStatusCode> Change(Staff staff, string old, string @new)
    {
        using var answer = await staff.Send(HttpMethod.Post, "/api/session/password", new { old, @new });
        return answer.StatusCode;
    }
}
