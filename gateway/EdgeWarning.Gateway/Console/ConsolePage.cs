using System.Collections.Frozen;
using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace EdgeWarning.Gateway.Console;

/// <summary>Serves the console's files, which are part of the program: nothing to install, nothing to find, nothing outside to ask.</summary>
public static class ConsolePage
{
    private const string Folder = "www/";

    private static readonly FrozenDictionary<string, string> s_contentTypes = new Dictionary<string, string>
    {
        [".html"] = "text/html; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".svg"] = "image/svg+xml",
        [".png"] = "image/png",
    }.ToFrozenDictionary();

    public static void MapConsolePage(this IEndpointRouteBuilder routes)
    {
        var assembly = typeof(ConsolePage).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Folder)))
        {
            var path = name[Folder.Length..];
            var file = new Lazy<ConsoleFile>(() => Read(name));
            routes.MapGet(path == "index.html" ? "/" : "/" + path, (HttpContext context) => Serve(context, file.Value)).AllowAnonymous().ExcludeFromDescription();
        }
    }

    private static ConsoleFile Read(string name)
    {
        using var stream = typeof(ConsolePage).Assembly.GetManifestResourceStream(name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return new ConsoleFile(bytes, Zip(bytes), s_contentTypes[Path.GetExtension(name)], Convert.ToHexStringLower(SHA256.HashData(bytes))[..32]);
    }

    private static byte[] Zip(byte[] bytes)
    {
        using var zipped = new MemoryStream();
        using (var gzip = new GZipStream(zipped, CompressionLevel.SmallestSize))
        {
            gzip.Write(bytes);
        }

        return zipped.ToArray();
    }

    private static FileContentHttpResult Serve(HttpContext context, ConsoleFile file)
    {
        var headers = context.Response.Headers;
        headers.CacheControl = "no-cache"; // asked every time, sent only when changed: a new gateway never meets an old page
        headers.Vary = HeaderNames.AcceptEncoding;
        if (!context.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase))
        {
            return TypedResults.Bytes(file.Bytes, file.ContentType, entityTag: new EntityTagHeaderValue($"\"{file.Hash}\""));
        }

        headers.ContentEncoding = "gzip";
        return TypedResults.Bytes(file.Zipped, file.ContentType, entityTag: new EntityTagHeaderValue($"\"{file.Hash}-gzip\""));
    }

    private sealed record ConsoleFile(byte[] Bytes, byte[] Zipped, string ContentType, string Hash);
}
