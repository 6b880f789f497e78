using System.Net.Http.Json;
using System.Text.Json;
using EdgeWarning.Gateway.People;
using EdgeWarning.Gateway.Platform.Audit;
using EdgeWarning.Gateway.Platform.Storage;
using EdgeWarning.Gateway.Tests.Broadcast;

namespace EdgeWarning.Gateway.Tests.People;

/// <summary>Somebody who works in a test's office and uses the console's API from a browser: with cookies, and an Origin on what changes something.</summary>
internal sealed class Staff : IDisposable
{
    public const string Password = "three blind mice ran";

    private readonly Office _office;

    private Staff(Office office, string name)
    {
        _office = office;
        Name = name;
        Http = office.Anonymous();
    }

    public string Name { get; }

    public HttpClient Http { get; }

    /// <summary>Makes an account; nobody is signed in yet.</summary>
    public static async Task<Staff> Hire(Office office, string name, Role roles, bool mustChange = false)
    {
        var person = new Person(name, name, roles, mustChange, null, default, null);
        Assert.True(await office.Get<PersonStore>().Add(person, office.Get<Passwords>().Hash(Password), Actor.Gateway));
        return new Staff(office, name);
    }

    /// <summary>Makes an account and signs in.</summary>
    public static async Task<Staff> AtWork(Office office, string name, Role roles)
    {
        var staff = await Hire(office, name, roles);
        using var answer = await staff.SignIn();
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return staff;
    }

    /// <summary>The same person, or another, at another computer.</summary>
    public Staff Elsewhere(string? name = null) => new(_office, name ?? Name);

    /// <summary>Makes an account; a browser in which it is signed in already, on a page of ours.</summary>
    public static async Task<HttpClient> Browser(Office office, string name, Role roles)
    {
        using var staff = await Hire(office, name, roles);
        var http = await staff.Browser();
        http.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
        return http;
    }

    /// <summary>A browser in which this person is signed in already, without the cost of looking at a password; it does not say whose page calls.</summary>
    public async Task<HttpClient> Browser()
    {
        var token = Secrets.Make();
        await _office.Get<Database>().Write((db, transaction) => _office.Get<SessionStore>().Begin(db, transaction, Name, token, "", ""));
        var http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = Http.BaseAddress };
        http.DefaultRequestHeaders.Add("Cookie", $"edgewarning={token}");
        return http;
    }

    public void Dispose() => Http.Dispose();

    public async Task<HttpResponseMessage> SignIn(string password = Password) => await Send(HttpMethod.Post, "/api/session", new { name = Name, password });

    public async Task<HttpResponseMessage> Send(HttpMethod method, string path, object? body = null, string? origin = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Add("Origin", origin ?? Http.BaseAddress!.GetLeftPart(UriPartial.Authority));
        request.Content = body is null ? null : JsonContent.Create(body);
        return await Http.SendAsync(request);
    }

    public async Task<JsonElement> Session() => await Http.GetFromJsonAsync<JsonElement>(new Uri("/api/session", UriKind.Relative));
}
