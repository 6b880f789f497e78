using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Playwright;

namespace EdgeWarning.Console.Tests.Kit;

/// <summary>One person in front of one browser, and everything that this browser complained about.</summary>
public sealed class Seat : IAsyncDisposable
{
    /// <summary>No condition of these tests takes a tenth of this; a loaded machine may.</summary>
    public const float PatienceMilliseconds = 60_000;

    private static readonly Dictionary<string, string> s_asPage = new(StringComparer.Ordinal) { ["Sec-Fetch-Site"] = "same-origin" };

    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _complaints = new();

    private Seat(IBrowserContext context, IPage page, Uri console, View view)
    {
        (_context, Page, Console, View) = (context, page, console, view);
        page.SetDefaultTimeout(PatienceMilliseconds);
        page.Console += (_, message) => Note(message.Type is "error" or "warning", $"console: {message.Text}");
        page.PageError += (_, fault) => Note(true, $"script: {fault}");
        page.Response += (_, response) => Note(response.Status >= 400, $"{response.Status} {response.Request.Method} {response.Url}");
        // What a page had asked for when it was left is no fault.
        page.RequestFailed += (_, request) => Note(request.Failure != "net::ERR_ABORTED", $"{request.Failure} {request.Method} {request.Url}");
    }

    public IPage Page { get; }

    public View View { get; }

    public Uri Console { get; }

    public static async Task<Seat> Take(IBrowser browser, Uri console, View view)
    {
        IBrowserContext context = await browser.NewContextAsync(new()
        {
            ViewportSize = view.Pixels,
            HasTouch = view.IsPhone,
            IsMobile = view.IsPhone,
            ColorScheme = view.IsDark ? ColorScheme.Dark : ColorScheme.Light,
            ReducedMotion = ReducedMotion.Reduce,
            TimezoneId = "Asia/Shanghai",
        });
        return new Seat(context, await context.NewPageAsync(), console, view);
    }

    /// <summary>Signs in as the page itself would; the next page that is opened knows who it is.</summary>
    public Task SignIn(string name, string password) => Post("/api/session", new { name, password });

    /// <summary>What a page would ask of the gateway; returns the id of what was made.</summary>
    public async Task<string> Post(string path, object body)
    {
        IAPIResponse answer = await _context.APIRequest.PostAsync(new Uri(Console, path).AbsoluteUri, new() { DataObject = body, Headers = s_asPage });
        Assert.True(answer.Ok, $"{path}: {answer.Status} {await answer.TextAsync()}");
        return (await answer.JsonAsync())?.TryGetProperty("id", out JsonElement id) == true ? id.GetString()! : "";
    }

    /// <summary>Loads the console at a page, as from a bookmark.</summary>
    public async Task Open(string route = "/map") =>
        await Page.GotoAsync(new Uri(Console, $"/?lang={View.Language}#{route}").AbsoluteUri, new() { WaitUntil = WaitUntilState.DOMContentLoaded });

    /// <summary>Goes to another page of the loaded console.</summary>
    public async Task Go(string route) => await Page.EvaluateAsync("route => { location.hash = '#' + route; }", route);

    /// <summary>What the gateway knows this browser by.</summary>
    public async Task<string> SessionCookie() => (await _context.CookiesAsync()).Single(cookie => cookie.Name == "edgewarning").Value;

    /// <summary>Console errors, faults of scripts and requests that failed since this was last asked.</summary>
    public IReadOnlyList<string> TakeComplaints()
    {
        string[] complaints = [.. _complaints];
        _complaints.Clear();
        return complaints;
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();

    private void Note(bool isFault, string what)
    {
        if (isFault)
        {
            _complaints.Enqueue(what);
        }
    }
}
