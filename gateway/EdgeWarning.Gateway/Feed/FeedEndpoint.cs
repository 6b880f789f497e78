using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using EdgeWarning.Gateway.Desk;
using EdgeWarning.Gateway.Platform;
using EdgeWarning.Gateway.Voice;
using EdgeWarning.Gateway.Warnings;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace EdgeWarning.Gateway.Feed;

/// <summary>The door for hubs that poll: the newest alerts, and by the link "next" every older one.</summary>
public static class FeedEndpoint
{
    /// <summary>Of a page: some 100 KB, as the large hubs ask for.</summary>
    public const int EntriesOfPage = 50;

    public static IEndpointRouteBuilder MapFeed(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/feed", Serve).Produces(StatusCodes.Status200OK, contentType: AlertFeed.MediaType).Produces(StatusCodes.Status304NotModified)
            .WithName("Feed").WithSummary("Public alerts as Atom, the newest first, 50 a page; 304 when nothing is new. Each entry links to its CAP file.");
        routes.MapGet("/api/feed/{alert}/{sound}", Sound).Produces(StatusCodes.Status200OK, contentType: Clip.MimeType)
            .WithName("SoundOfFeed").WithSummary("A recording, by the address that an alert of the feed names it by; no other sound.");
        return routes;
    }

    /// <param name="before">Id of the last alert of the page before.</param>
    private static IResult Serve(HttpContext context, WarningStore warnings, IOptionsMonitor<DeskSettings> desk, IOptionsMonitor<WarningSettings> settings, TimeProvider clock, string? before = null)
    {
        var now = clock.GetUtcNow();
        var newest = warnings.NewestId();
        var updated = newest?.ReceivedAt ?? DateTimeOffset.UnixEpoch;
        var tag = TagOf(newest?.Id ?? "", updated, before ?? "", desk.CurrentValue);
        var headers = context.Response.GetTypedHeaders();
        headers.ETag = tag;
        headers.CacheControl = new CacheControlHeaderValue { Private = true, NoCache = true };
        // Another alert may come within the same second: until that has passed, the time alone says nothing.
        headers.LastModified = now - updated > TimeSpan.FromSeconds(1) ? updated : null;
        if (IsKnown(context.Request.GetTypedHeaders(), tag, headers.LastModified))
        {
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        }

        var (page, next) = Page(warnings, before);
        if (page is null)
        {
            return Fault.Answer(StatusCodes.Status404NotFound, "No such page", Fault.Of("feed.page", $"there is no alert {before}"));
        }

        Uri At(string path) => new($"{context.Request.Scheme}://{context.Request.Host}{context.Request.PathBase}{path}");
        string Before(string id) => $"/api/feed?before={Uri.EscapeDataString(id)}";
        var head = new FeedHead(desk.CurrentValue.Office, desk.CurrentValue.Sender, At(before is null ? "/api/feed" : Before(before)), At("/api/feed"), next is null ? null : At(Before(next)), updated);
        return TypedResults.Bytes(AlertFeed.Write(head, page, id => At($"/api/warnings/{Uri.EscapeDataString(id)}/cap"), (alert, id) => Clip.AddressIn(At(""), alert, id), settings.CurrentValue), AlertFeed.MediaType + "; charset=utf-8");
    }

    /// <summary>What the feed tells everybody of is given to whoever may read it; a sound that no alert of it names is not.</summary>
    private static Results<PhysicalFileHttpResult, NotFound> Sound(string alert, string sound, WarningStore warnings, ClipLibrary clips)
    {
        var named = warnings.Identified(alert).Where(warning => AlertFeed.Holds(warning.Alert)).SelectMany(warning => AlertFeed.SoundsOf(warning.Alert));
        return named.FirstOrDefault(id => sound == $"{id}.wav") is { } found && clips.Find(found) is { } clip && File.Exists(clips.OnDisk(clip))
            ? TypedResults.PhysicalFile(clips.OnDisk(clip), Clip.MimeType, enableRangeProcessing: true)
            : TypedResults.NotFound();
    }

    /// <summary>A page of what the feed holds, and where the next begins; null when there is no such place to begin.</summary>
    private static (IReadOnlyList<StoredWarning>? Page, string? Next) Page(WarningStore warnings, string? before)
    {
        var page = new List<StoredWarning>();
        var from = before;
        while (true)
        {
            if (warnings.Older(from, EntriesOfPage) is not { } some)
            {
                return (null, null);
            }

            foreach (var one in some)
            {
                if (page.Count == EntriesOfPage)
                {
                    return (page, from);
                }

                from = one.Id;
                if (AlertFeed.Holds(one.Alert))
                {
                    page.Add(one);
                }
            }

            if (some.Count < EntriesOfPage)
            {
                return (page, null);
            }
        }
    }

    private static EntityTagHeaderValue TagOf(string newest, DateTimeOffset updated, string before, DeskSettings desk)
    {
        var all = string.Create(CultureInfo.InvariantCulture, $"{newest}\n{updated.ToUnixTimeMilliseconds()}\n{before}\n{desk.Office}\n{desk.Sender}");
        return new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all)).AsSpan(0, 12))}\"");
    }

    /// <summary>RFC 9110, section 13.2.2: the tag decides where one was sent, else the time.</summary>
    private static bool IsKnown(Microsoft.AspNetCore.Http.Headers.RequestHeaders request, EntityTagHeaderValue tag, DateTimeOffset? modified) =>
        request.IfNoneMatch.Count > 0
            ? request.IfNoneMatch.Any(known => known.Tag == "*" || known.Compare(tag, useStrongComparison: false))
            : request.IfModifiedSince is { } since && modified is { } at && at.ToUnixTimeSeconds() <= since.ToUnixTimeSeconds();
}
