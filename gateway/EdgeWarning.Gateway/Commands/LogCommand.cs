using System.CommandLine;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace EdgeWarning.Gateway.Commands;

/// <summary><c>gateway board log</c>: asks a running gateway, which alone is linked with boards, for the last lines that a board wrote about itself.</summary>
internal static class LogCommand
{
    private const string KeyVariable = "EDGEWARNING_KEY";

    /// <summary>The gateway itself waits 15 s for a board.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    public static Command Create()
    {
        var board = new Argument<string>("ID") { Description = "The board" };
        var gateway = new Option<string>("--gateway") { Description = "Where the running gateway serves its console and API", HelpName = "URL", DefaultValueFactory = _ => GatewayApp.DefaultUrls };
        var keyFile = new Option<string?>("--key-file") { Description = $"A file that holds a key with the role technician (gateway key add) [default: what {KeyVariable} says]", HelpName = "FILE" };
        var command = new Command("log", "Fetches a board's log by an order and prints it. Needs the running gateway.") { board, gateway, keyFile };
        command.SetAction(async (parsed, stopping) =>
        {
            var output = parsed.InvocationConfiguration.Output;
            var (text, whole) = await Fetch(parsed.GetValue(board)!, AddressOf(parsed.GetValue(gateway)!), KeyOf(parsed.GetValue(keyFile)), stopping);
            await output.WriteAsync(text);
            if (!whole)
            {
                await parsed.InvocationConfiguration.Error.WriteLineAsync("gateway: pages of this log are missing; fetch it again");
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static async Task<(string Text, bool Whole)> Fetch(string board, Uri gateway, string key, CancellationToken stopping)
    {
        using var http = new HttpClient { BaseAddress = gateway, Timeout = s_patience };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        try
        {
            using var answer = await http.PostAsync(new Uri($"/api/boards/{Uri.EscapeDataString(board)}/log", UriKind.Relative), null, stopping);
            var body = await answer.Content.ReadAsStringAsync(stopping);
            if (answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
            {
                throw new CommandException("this key may not fetch logs: it is wrong, revoked, or without the role technician");
            }

            using var json = JsonDocument.Parse(body);
            return answer.IsSuccessStatusCode
                ? (json.RootElement.GetProperty("text").GetString()!, json.RootElement.GetProperty("whole").GetBoolean())
                : throw new CommandException(json.RootElement.GetProperty("detail").GetString() ?? $"the gateway answered {(int)answer.StatusCode}");
        }
        catch (Exception cannot) when (cannot is HttpRequestException or TaskCanceledException && !stopping.IsCancellationRequested)
        {
            throw new CommandException($"could not reach a gateway at {gateway}: {cannot.Message}");
        }
        catch (Exception strange) when (strange is JsonException or KeyNotFoundException)
        {
            throw new CommandException($"what answers at {gateway} is no gateway");
        }
    }

    private static Uri AddressOf(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? address : throw new CommandException($"--gateway {text}: expected an address such as {GatewayApp.DefaultUrls}");

    private static string KeyOf(string? file)
    {
        var key = file is null ? Environment.GetEnvironmentVariable(KeyVariable) : File.ReadAllText(file);
        return string.IsNullOrWhiteSpace(key) ? throw new CommandException($"no key: name its file with --key-file or put it into {KeyVariable}; \"gateway key add NAME --roles technician\" makes one") : key.Trim();
    }
}
