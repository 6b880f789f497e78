using EdgeWarning.Gateway.People;

namespace EdgeWarning.Gateway.Console;

/// <summary>GET /api/live: server-sent events (WHATWG HTML, 9.2), with ids, so that a client that comes back misses nothing.</summary>
public static class LiveEndpoint
{
    /// <summary>Also how soon a dead connection is noticed, and a right that was taken away.</summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(10);

    /// <summary>A client that takes nothing for so long is gone.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    public static async Task Serve(HttpContext context, LiveFeed feed, Callers callers, IHostApplicationLifetime lifetime)
    {
        using var subscription = feed.Subscribe(context.Request.Headers["Last-Event-ID"].FirstOrDefault());
        if (subscription is null)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            context.Response.Headers.RetryAfter = "5";
            return;
        }

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["X-Accel-Buffering"] = "no"; // a proxy in between must not collect events
        try
        {
            await Send(context, [subscription.Greeting, .. subscription.Missed.Select(missed => missed.Bytes)], ended.Token);
            await Follow(context, subscription, callers, ended.Token);
        }
        catch (OperationCanceledException)
        {
            // The client went, was too slow, or the gateway stops.
        }
    }

    private static async Task Follow(HttpContext context, LiveSubscription subscription, Callers callers, CancellationToken ended)
    {
        var batch = new List<byte[]>();
        var more = subscription.Events.WaitToReadAsync(ended).AsTask();
        var heartbeat = Task.Delay(Heartbeat, ended);
        while (true)
        {
            if (await Task.WhenAny(heartbeat, more) == heartbeat)
            {
                ended.ThrowIfCancellationRequested();
                if (!callers.MayStay(context))
                {
                    return; // signed out, or may not come in any more: the page comes back and is told
                }

                heartbeat = Task.Delay(Heartbeat, ended);
                await Send(context, [": still here\nevent: tick\ndata: null\n\n"u8.ToArray()], ended);
                continue;
            }

            if (!await more)
            {
                return; // dropped: it could not keep up
            }

            batch.Clear();
            while (subscription.Events.TryRead(out var happened))
            {
                batch.Add(happened.Bytes);
            }

            await Send(context, batch, ended);
            more = subscription.Events.WaitToReadAsync(ended).AsTask();
        }
    }

    private static async Task Send(HttpContext context, IReadOnlyList<byte[]> events, CancellationToken ended)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ended);
        patience.CancelAfter(s_patience);
        foreach (var bytes in events)
        {
            await context.Response.Body.WriteAsync(bytes, patience.Token);
        }

        await context.Response.Body.FlushAsync(patience.Token);
    }
}
