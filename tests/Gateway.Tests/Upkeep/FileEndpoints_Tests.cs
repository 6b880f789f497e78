using System.Net;
using System.Net.Http.Headers;
using EdgeWarning.Gateway.Devices;
using EdgeWarning.Gateway.Tests.Broadcast;
using EdgeWarning.Gateway.Upkeep;
using EdgeWarning.Protocol;

namespace EdgeWarning.Gateway.Tests.Upkeep;

/// <summary>Files go to boards that prove who they are, and to nobody else.</summary>
public sealed class FileEndpoints_Tests
{
    private static readonly byte[] s_content = [.. Enumerable.Range(0, 10_000).Select(i => (byte)(i * 7))];

    [Fact]
    public async Task A_board_gets_the_range_that_it_asks_for()
    {
        await using var office = await Office.Open();
        var file = await office.Get<FileStore>().Add("siren.wav", s_content);
        using var answer = await Ask(office, file.Path, Token(office, file.Path), "bytes=4096-8191");
        Assert.Equal(HttpStatusCode.PartialContent, answer.StatusCode);
        Assert.Equal("bytes 4096-8191/10000", answer.Content.Headers.ContentRange!.ToString());
        Assert.Equal(4_096, answer.Content.Headers.ContentLength);
        Assert.Equal(s_content[4096..8192], await answer.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Whoever_is_no_board_or_asks_for_another_path_gets_nothing()
    {
        await using var office = await Office.Open(boards: 2);
        var file = await office.Get<FileStore>().Add("siren.wav", s_content);
        var other = await office.Get<FileStore>().Add("other.wav", [1, 2, 3]);
        string right = Token(office, file.Path);
        foreach (var wrong in new[] { "", "horn-1", "horn-1:", $"horn-2:{right.Split(':')[1]}", $"nobody:{right.Split(':')[1]}", right[..^1] + "g", $"{right}:x", Token(office, other.Path) })
        {
            using var answer = await Ask(office, file.Path, wrong, "bytes=0-9");
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        }

        using var person = await office.Http.GetAsync(new Uri(file.Path, UriKind.Relative));
        Assert.Equal(HttpStatusCode.Unauthorized, person.StatusCode);
    }

    [Theory]
    [InlineData("/files/nothing")]
    [InlineData("/files/../gateway.db")]
    [InlineData("/files/%2e%2e%2fgateway.db")]
    public async Task What_is_not_registered_is_not_there(string path)
    {
        await using var office = await Office.Open();
        await office.Get<FileStore>().Add("siren.wav", s_content);
        using var answer = await Ask(office, path, Token(office, path), "bytes=0-9");
        Assert.Contains(answer.StatusCode, new[] { HttpStatusCode.NotFound, HttpStatusCode.Unauthorized });
    }

    [Fact]
    public async Task The_address_for_boards_serves_nothing_else()
    {
        int port = FreePorts.Take();
        await using var office = await Office.Open(1, ("FilesUrl", $"http://127.0.0.1:{port}"));
        var file = await office.Get<FileStore>().Add("siren.wav", s_content);
        using var boards = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        using var health = await boards.GetAsync(new Uri("/health", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, health.StatusCode);
        boards.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", "Board " + Token(office, file.Path));
        Assert.Equal(s_content, await boards.GetByteArrayAsync(new Uri(file.Path, UriKind.Relative)));
    }

    private static string Token(Office office, string path) => $"horn-1:{Credentials.FetchToken(office.Get<BoardRegistry>().KeyOf("horn-1")!, path)}";

    private static async Task<HttpResponseMessage> Ask(Office office, string path, string token, string range)
    {
        using var http = office.Anonymous();
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Range = RangeHeaderValue.Parse(range) } };
        request.Headers.TryAddWithoutValidation("Authorization", "Board " + token);
        return await http.SendAsync(request);
    }
}
