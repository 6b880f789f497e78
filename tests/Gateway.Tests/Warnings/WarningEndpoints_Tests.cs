using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using EdgeWarning.Gateway.Platform.Audit;
using EdgeWarning.Gateway.Platform.Storage;
using EdgeWarning.Gateway.Tests.Platform;
using EdgeWarning.Gateway.Warnings;
using EdgeWarning.Gateway.Warnings.Cap;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EdgeWarning.Gateway.Tests.Warnings;

public sealed class WarningEndpoints_Tests : IAsyncLifetime
{
    private readonly TestFolder _folder = new();
    private readonly SetClock _clock = new(new DateTimeOffset(2026, 11, 22, 14, 45, 0, TimeSpan.FromHours(8)));
    private readonly HttpClient _http = new();
    private WebApplication _app = null!;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls", "http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<TimeProvider>(_clock).AddSingleton(_ => Database.Open(_folder.File("gateway.db"), _clock)).AddSingleton<AuditLog>().AddWarnings();
        _app = builder.Build();
        _app.MapWarnings();
        await _app.StartAsync();
        _http.BaseAddress = new Uri(_app.Urls.Single());
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_warning_that_sounds_is_created()
    {
        var (status, body) = await Post(CapFiles.Golden("red-rainstorm"));
        Assert.Equal(HttpStatusCode.Created, status);
        Assert.Equal(("W-20261122-001", "actual", true), (body.GetProperty("id").GetString(), body.GetProperty("kind").GetString(), body.GetProperty("sounds").GetBoolean()));
        Assert.Equal(0, body.GetProperty("warnings").GetArrayLength());
    }

    [Theory]
    [InlineData("test", "test")]
    [InlineData("cancel-of-unknown", "cancel-of-unknown")]
    [InlineData("expired-before-sent", "expired")]
    [InlineData("private", "not-public")]
    public async Task What_sounds_nothing_is_stored_and_says_why(string name, string kind)
    {
        var (status, body) = await Post(CapFiles.Golden(name));
        Assert.Equal((HttpStatusCode.OK, kind, false), (status, body.GetProperty("kind").GetString(), body.GetProperty("sounds").GetBoolean()));
        Assert.NotEmpty(body.GetProperty("note").GetString()!);
    }

    [Fact]
    public async Task The_same_again_answers_with_the_first_id()
    {
        await Post(CapFiles.Golden("red-rainstorm"));
        var (status, body) = await Post(CapFiles.Golden("red-rainstorm"));
        Assert.Equal((HttpStatusCode.OK, "duplicate", "W-20261122-001"), (status, body.GetProperty("kind").GetString(), body.GetProperty("id").GetString()));
    }

    [Fact]
    public async Task A_refusal_lists_every_reason_with_element_and_line()
    {
        var (status, body) = await Post(CapFiles.With("<severity>Extreme", "<severity>Red"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        var rejections = body.GetProperty("rejections").EnumerateArray().ToArray();
        Assert.Equal(2, rejections.Length);
        Assert.Equal(("value", "alert/info[1]/severity"), (rejections[0].GetProperty("rule").GetString(), rejections[0].GetProperty("element").GetString()));
        Assert.True(rejections[0].GetProperty("line").GetInt32() > 0);
        Assert.Equal(422, body.GetProperty("status").GetInt32());
    }

    [Theory]
    [InlineData("application/cap+xml")]
    [InlineData("text/xml")]
    [InlineData("application/x-www-form-urlencoded")]   // what curl says of any file
    [InlineData("application/octet-stream")]
    public async Task A_warning_is_taken_whatever_its_sender_calls_it(string label) =>
        Assert.Equal(HttpStatusCode.Created, (await Post(CapFiles.Golden("red-rainstorm"), label)).Status);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]     // chunked: nobody says how much comes
    public async Task More_than_a_megabyte_is_refused(bool announced)
    {
        using HttpContent content = announced ? new ByteArrayContent(new byte[CapReader.MostBytes + 1]) : new StreamContent(new EndlessStream(3 * CapReader.MostBytes));
        using var response = await _http.PostAsync("/api/cap", content);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    /// <summary>A background service that fails takes the whole gateway down with it.</summary>
    [Fact]
    public async Task Warming_up_ends_well_and_leaves_nothing_behind()
    {
        var warmUp = Assert.Single(_app.Services.GetServices<IHostedService>().OfType<BackgroundService>(), service => service.GetType().Name == "WarmUp");
        await warmUp.ExecuteTask!.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Empty(_app.Services.GetRequiredService<WarningStore>().Newest(9));
    }

    private async Task<(HttpStatusCode Status, JsonElement Body)> Post(byte[] file, string? label = null)
    {
        using var content = new ByteArrayContent(file);
        content.Headers.ContentType = label is null ? null : new MediaTypeHeaderValue(label);
        using var response = await _http.PostAsync("/api/cap", content);
        return (response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>());
    }

    private sealed class EndlessStream(long length) : Stream
    {
        private long _left = length;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = (int)Math.Min(count, _left);
            _left -= read;
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
