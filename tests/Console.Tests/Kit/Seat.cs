using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace EdgeWarning.Console.Tests.Kit;

/// <summary>One person in front of one browser, and everything that this browser complained about.</summary>
public sealed class Seat : IAsyncDisposable
{
    /// <summary>No condition of these tests takes a tenth of this; a loaded machine may.</summary>
    public const float PatienceMilliseconds = 30_000;

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
    public async Task SignIn(string name, string password)
    {
        IAPIResponse answer = await _context.APIRequest.PostAsync(
            new Uri(Console, "/api/session").AbsoluteUri,
            new() { DataObject = new { name, password }, Headers = new Dictionary<string, string> { ["Sec-Fetch-Site"] = "same-origin" } });
        Assert.True(answer.Ok, $"{name} could not sign in: {answer.Status} {await answer.TextAsync()}");
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
