using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using EdgeWarning.Gateway.Platform.Audit;
using EdgeWarning.Gateway.Tests.Broadcast;
using EdgeWarning.Gateway.Voice;

namespace EdgeWarning.Gateway.Tests.Voice;

/// <summary>The voice as the console uses it, with the real espeak-ng.</summary>
public sealed class VoiceEndpoints_Tests
{
    [Fact]
    public async Task A_text_is_heard_before_it_is_issued_and_a_drill_says_that_it_is_one()
    {
        await using var office = await Office.Open();
        var real = await Listen(office, new { text = "请立即向高处转移。", language = "zh-CN" });
        var drill = await Listen(office, new { text = "请立即向高处转移。", language = "zh-CN", isDrill = true });
        Assert.InRange(real.Milliseconds, 1_000, 5_000);
        Assert.InRange(drill.Milliseconds, real.Milliseconds + 3_000, real.Milliseconds + 9_000);
    }

    [Theory]
    [InlineData("", "zh-CN", "a text of 1 to")]
    [InlineData("nuqneH", "tlh", "no voice for the language")]
    [InlineData("请", "", "a language are needed")]
    public async Task What_cannot_be_said_is_answered_with_the_reason(string text, string language, string why)
    {
        await using var office = await Office.Open();
        using var answer = await office.Http.PostAsJsonAsync(new Uri("/api/voice/preview", UriKind.Relative), new { text, language });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains(why, await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_gateway_without_espeak_says_how_to_get_it()
    {
        await using var office = await Office.Open(1, ("Voice:Espeak", "/nowhere/espeak-ng"));
        using var answer = await office.Http.PostAsJsonAsync(new Uri("/api/voice/preview", UriKind.Relative), new { text = "请转移", language = "zh-CN" });
        Assert.Contains("apt-get install -y espeak-ng", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_recording_is_taken_listed_and_played_back()
    {
        await using var office = await Office.Open();
        using var answer = await Bring(office, WavFile.Write(Studio.Hum(2, 4_000)), "?name=%E5%96%8A%E8%AF%9D");
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var made = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("recorded", made.GetProperty("origin").GetString());
        var listed = Assert.Single((await office.Json("/api/clips")).EnumerateArray());
        Assert.Equal("喊话", listed.GetProperty("name").GetString());
        using var sound = await office.Http.GetAsync(answer.Headers.Location);
        Assert.Equal("audio/wav", sound.Content.Headers.ContentType!.MediaType);
        Assert.Equal(2_000, WavFile.Read(await sound.Content.ReadAsByteArrayAsync(), out _)!.Milliseconds, 100.0);
        Assert.Equal(HttpStatusCode.NotFound, (await office.Http.GetAsync(new Uri("/api/clips/nothing", UriKind.Relative))).StatusCode);
    }

    [Fact]
    public async Task What_is_no_sound_for_boards_is_refused_and_nothing_is_kept()
    {
        await using var office = await Office.Open();
        using var wrong = await Bring(office, [1, 2, 3]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        Assert.Contains("no WAV", await wrong.Content.ReadAsStringAsync());
        using var big = await Bring(office, new byte[ClipLibrary.MostUploadBytes + 1]);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, big.StatusCode);
        Assert.Empty((await office.Json("/api/clips")).EnumerateArray());
    }

    [Fact]
    public async Task The_offices_words_are_replaced_as_a_whole_or_not_at_all()
    {
        await using var office = await Office.Open();
        using var saved = await office.Http.PutAsJsonAsync(new Uri("/api/lexicon", UriKind.Relative), new { words = new[] { new { word = "大埔", reading = "da4 bu4" } } });
        Assert.Equal(HttpStatusCode.NoContent, saved.StatusCode);
        using var refused = await office.Http.PutAsJsonAsync(new Uri("/api/lexicon", UriKind.Relative), new { words = new[] { new { word = "大埔", reading = "dabu" } } });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        using var empty = await office.Http.PutAsJsonAsync(new Uri("/api/lexicon", UriKind.Relative), new { });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, empty.StatusCode);
        Assert.Equal("da4 bu4", (await office.Json("/api/lexicon")).GetProperty("words")[0].GetProperty("reading").GetString());
        Assert.Contains(office.Get<AuditLog>().Newest(5), row => row is { Act: "lexicon changed", Who: "key office" });
    }

    private static async Task<Sound> Listen(Office office, object text)
    {
        using var answer = await office.Http.PostAsJsonAsync(new Uri("/api/voice/preview", UriKind.Relative), text);
        var wav = await answer.Content.ReadAsByteArrayAsync();
        Assert.True(answer.IsSuccessStatusCode, System.Text.Encoding.UTF8.GetString(wav));
        return WavFile.Read(wav, out _)!;
    }

    private static async Task<HttpResponseMessage> Bring(Office office, byte[] wav, string query = "")
    {
        using var content = new ByteArrayContent(wav) { Headers = { ContentType = new MediaTypeHeaderValue("audio/wav") } };
        return await office.Http.PostAsync(new Uri("/api/clips" + query, UriKind.Relative), content);
    }
}
