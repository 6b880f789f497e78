using System.Net;
using System.Text.Json;
using EdgeWarning.Gateway.Commands;
using EdgeWarning.Gateway.Devices;
using EdgeWarning.Gateway.Tests.Broadcast;
using EdgeWarning.Gateway.Tests.Platform;
using EdgeWarning.Protocol;

namespace EdgeWarning.Gateway.Tests.Console;

public sealed class BoardEndpoints_Tests
{
    [Fact]
    public async Task A_board_tells_its_health()
    {
        await using var office = await Office.Open();
        using var silent = await office.Http.GetAsync(new Uri("/api/boards/horn-1/health", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, silent.StatusCode);
        var board = await office.Connect("horn-1");
        board.BornAgain(status =>
        {
            status.Restarts = 8;
            status.RestartReason = "player hangs";
            status.SafeMode = true;
            status.Parts = Status.SpeakerPart | Status.SpeechPart;
            status.TemperatureDecidegrees = 415;
            status.ClockQuality = ClockQuality.Gateway;
            status.ClockErrorMilliseconds = 37;
            status.LinkLosses = 3;
        });
        await Eventually.True(() => office.Get<BoardStates>().Of("horn-1").Status?.SafeMode == true, () => "not in safe mode yet");
        var health = await office.Json("/api/boards/horn-1/health");
        Assert.Equal(("player hangs", true, 41.5, "gateway", 37, 3), (
            health.GetProperty("restartReason").GetString(), health.GetProperty("safeMode").GetBoolean(), health.GetProperty("temperatureCelsius").GetDouble(),
            health.GetProperty("clock").GetString(), health.GetProperty("clockErrorMilliseconds").GetInt32(), health.GetProperty("linkLosses").GetInt32()));
        Assert.Equal(["speaker", "speech"], health.GetProperty("parts").EnumerateArray().Select(part => part.GetString()));
        Assert.Equal(["safe-mode"], (await office.Json("/api/boards"))[0].GetProperty("troubles").EnumerateArray().Select(trouble => trouble.GetString()));
        Assert.Equal(JsonValueKind.Null, health.GetProperty("signalDbm").ValueKind);
        board.BornAgain(status => status.SignalDbm = -71);
        await Eventually.True(() => office.Get<BoardStates>().Of("horn-1").Status?.SignalDbm == -71, () => "no signal yet");
        health = await office.Json("/api/boards/horn-1/health");
        Assert.Equal(-71, health.GetProperty("signalDbm").GetInt32());
        Assert.Equal(JsonValueKind.Null, health.GetProperty("temperatureCelsius").ValueKind);
    }

    [Fact]
    public async Task A_boards_log_is_fetched_page_by_page()
    {
        await using var office = await Office.Open();
        var board = await office.Connect("horn-1", board => board.Answers = order => Pages(board, order));
        using var answer = await office.Http.PostAsync(new Uri("/api/boards/horn-1/log", UriKind.Relative), null);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using var log = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal(("1 horn-1: link up\n2 horn-1: 水位上涨\n", true), (log.RootElement.GetProperty("text").GetString(), log.RootElement.GetProperty("whole").GetBoolean()));
        Assert.Equal(OrderKind.SendLog, Assert.Single(board.Told).Kind);
    }

    [Fact]
    public async Task A_technician_prints_a_boards_log_at_the_command_line_or_is_told_why_not()
    {
        await using var office = await Office.Open();
        await office.Connect("horn-1", board => board.Answers = order => Pages(board, order));
        using var folder = new TestFolder();
        await File.WriteAllTextAsync(folder.File("key"), office.Http.DefaultRequestHeaders.Authorization!.Parameter + "\n");
        await File.WriteAllTextAsync(folder.File("wrong"), "no key\n");
        Assert.Equal((ExitCode.Ok, "1 horn-1: link up\n2 horn-1: 水位上涨\n", ""), await Log("horn-1", "key"));
        Assert.Equal("gateway: there is no board nobody", (await Log("nobody", "key")).Error.Trim());
        Assert.Contains("this key may not fetch logs", (await Log("horn-1", "wrong")).Error);
        var address = office.Http.BaseAddress!.ToString();
        await office.Stop();
        Assert.Contains("could not reach a gateway at", (await Log("horn-1", "key", address)).Error);
        await office.Start();

        async Task<(int Code, string Output, string Error)> Log(string board, string key, string? address = null)
        {
            using var output = new StringWriter();
            using var error = new StringWriter();
            var code = await GatewayCommand.Run(["board", "log", board, "--gateway", address ?? office.Http.BaseAddress!.ToString(), "--key-file", folder.File(key)], output, error);
            return (code, output.ToString(), error.ToString());
        }
    }

    [Fact]
    public async Task There_is_no_log_of_an_unknown_board()
    {
        await using var office = await Office.Open();
        using var answer = await office.Http.PostAsync(new Uri("/api/boards/nobody/log", UriKind.Relative), null);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private static IEnumerable<Receipt> Pages(HandMadeBoard board, Order order)
    {
        yield return HandMadeBoard.Of(order, ReceiptState.Received);
        board.Say(new LogPage { Board = board.Id, Sequence = order.Sequence, Page = 1, IsLast = true, Text = "2 horn-1: 水位上涨\n" });      // the broker may turn them round
        board.Say(new LogPage { Board = board.Id, Sequence = order.Sequence, Page = 0, Text = "1 horn-1: link up\n" });
        yield return HandMadeBoard.Of(order, ReceiptState.Finished);
    }
}
