using System.IO.Compression;
using Microsoft.AspNetCore.ResponseCompression;

namespace EdgeWarning.Gateway.Console;

/// <summary>
/// What is asked for and what is told live travels compressed to whoever can read it so: a county's boards, deliveries and events repeat themselves, and an office's line may be slow. What is
/// compressed already (the console's own files, pictures, sounds) goes as it is.
/// </summary>
public static class CompressedAnswers
{
    private static readonly string[] s_kinds = ["application/json", "application/problem+json", "application/geo+json", "application/cap+xml", "application/atom+xml", "text/csv", "text/event-stream"];

    public static void AddCompressedAnswers(this IServiceCollection services)
    {
        services.AddResponseCompression(answers =>
        {
            // Its length betrays a secret only where a stranger can put guesses beside it again and again (breachattack.com): our secrets are in cookies, or once in one answer.
            answers.EnableForHttps = true;
            answers.Providers.Add<GzipCompressionProvider>();
            answers.MimeTypes = s_kinds;
        });
        // A fourteenth of a county's boards is left at the fastest level, a sixteenth at the best, which takes three times as long.
        services.Configure<GzipCompressionProviderOptions>(gzip => gzip.Level = CompressionLevel.Fastest);
    }
}
