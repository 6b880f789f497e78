using System.Security.Cryptography;
using System.Text;
using EdgeWarning.Gateway.Devices;
using EdgeWarning.Gateway.Platform;
using EdgeWarning.Protocol;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace EdgeWarning.Gateway.Upkeep;

/// <summary>
/// Files for boards, over plain HTTP and in ranges. A board shows a token that opens one path to it alone (docs/PROTOCOL.md, Files); people and machine keys are no
/// boards. What a board fetched counts only with the seal of its order, so nobody between can change it.
/// </summary>
public static class FileEndpoints
{
    private const string Scheme = "Board ";

    public static IEndpointRouteBuilder MapFiles(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/files/{**path}", Serve)
            .WithName("File").WithSummary("A file for a board: Authorization: Board <id>:<token>, Range: bytes=a-b.")
            .Produces(StatusCodes.Status206PartialContent).ExcludeFromDescription();
        return routes;
    }

    /// <summary>Lets boards, and nobody else, in at the address that is for boards only.</summary>
    public static IApplicationBuilder UseFilesAddress(this WebApplication app)
    {
        var port = app.Services.GetRequiredService<IOptions<PlatformOptions>>().Value.FilesOnlyPort;
        return port == 0 ? app : app.Use((context, next) =>
        {
            if (context.Connection.LocalPort == port && !context.Request.Path.StartsWithSegments("/files"))
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
            }

            return next(context);
        });
    }

    private static Results<PhysicalFileHttpResult, UnauthorizedHttpResult, NotFound> Serve(HttpContext context, BoardRegistry boards, FileStore files)
    {
        var path = context.Request.Path.Value ?? "";
        if (!IsFromABoard(context.Request.Headers.Authorization.ToString(), path, boards))
        {
            return TypedResults.Unauthorized();
        }

        return files.Find(path) is { } file && File.Exists(files.OnDisk(file))
            ? TypedResults.PhysicalFile(files.OnDisk(file), "application/octet-stream", enableRangeProcessing: true)
            : TypedResults.NotFound();
    }

    private static bool IsFromABoard(string authorization, string path, BoardRegistry boards)
    {
        if (!authorization.StartsWith(Scheme, StringComparison.Ordinal) || authorization[Scheme.Length..].Split(':') is not [var board, var token])
        {
            return false;
        }

        // An unknown board costs the same time as a wrong token.
        var key = boards.KeyOf(board) ?? new byte[Credentials.KeyBytes];
        var fits = CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Credentials.FetchToken(key, path)), Encoding.ASCII.GetBytes(token));
        return fits && boards.KeyOf(board) is not null;
    }
}
