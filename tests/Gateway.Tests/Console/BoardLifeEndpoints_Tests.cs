using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using EdgeWarning.Gateway.Devices;
using EdgeWarning.Gateway.People;
using EdgeWarning.Gateway.Platform.Audit;
using EdgeWarning.Gateway.Tests.Broadcast;
using EdgeWarning.Gateway.Tests.People;

namespace EdgeWarning.Gateway.Tests.Console;

/// <summary>A board's life as a technician leads it in a browser.</summary>
public sealed class BoardLifeEndpoints_Tests
{
    [Fact]
    public async Task A_board_is_added_and_its_key_is_in_that_answer_and_nowhere_else()
    {
        await using var office = await Office.Open();
        using var technician = await Staff.AtWork(office, "wang", Role.Technician);
        using var answer = await technician.Send(HttpMethod.Post, "/api/boards", new
        {
            kind = "village-station",
            village = "411321100002",
            villageName = "西庄村",
            latitude = 33.48,
            longitude = 112.38,
            site = new Dictionary<string, string> { ["stage.zero.millimetres"] = "4200", ["volume.percent"] = "" },
            wifiName = "village",
            wifiPassword = "long enough",
        });
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
        var card = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("village-station-1", card.GetProperty("board").GetString());
        var key = Convert.ToHexStringLower(office.Get<BoardRegistry>().KeyOf("village-station-1")!);
        var settings = card.GetProperty("settings").GetString()!;
        Assert.Contains($"key = {key}\n", settings);
        Assert.Contains("stage.zero.millimetres = 4200\n", settings);
        Assert.DoesNotContain("volume.percent", settings);
        Assert.Contains("BEGIN CERTIFICATE", card.GetProperty("authority").GetString());
        Assert.Contains("long enough", card.GetProperty("network").GetString());

        var rows = office.Get<AuditLog>().Newest(20);
        Assert.Contains(rows, row => row is { Act: "board added", Who: "wang" } && row.Origin is { Length: > 0 } && row.Subject.Contains("village-station-1"));
        Assert.DoesNotContain(rows, row => row.Detail.Contains(key) || row.Detail.Contains("long enough"));
        Assert.DoesNotContain(key, (await office.Json("/api/boards")).GetRawText());
        using var label = await technician.Http.GetAsync(new Uri("/api/boards/village-station-1/label", UriKind.Relative));
        Assert.Equal("image/png", label.Content.Headers.ContentType?.MediaType);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], (await label.Content.ReadAsByteArrayAsync())[..4]);
    }

    [Fact]
    public async Task What_is_wrong_with_a_board_is_said_and_nothing_is_added()
    {
        await using var office = await Office.Open();
        using var technician = await Staff.AtWork(office, "wang", Role.Technician);
        await Refused(technician, new { kind = "siren", village = "4113" }, "kind: \"siren\"");
        await Refused(technician, new { kind = "loudspeaker", village = "here" }, "village: \"here\"");
        await Refused(technician, new { kind = "loudspeaker", village = "4113", site = new Dictionary<string, string> { ["stage.probe"] = "loop" } }, "a loudspeaker has no such setting");
        await Refused(technician, new { kind = "loudspeaker", village = "4113", wifiName = "v", wifiPassword = "short" }, "a Wi-Fi password has");
        await Refused(technician, new { id = "horn-1", kind = "loudspeaker", village = "4113" }, "there is a board with this id");
        Assert.Equal("horn-1", Assert.Single(office.Get<BoardRegistry>().All).Id);
    }

    [Fact]
    public async Task A_replaced_board_gets_a_new_key_and_a_retired_one_is_gone()
    {
        await using var office = await Office.Open();
        using var technician = await Staff.AtWork(office, "wang", Role.Technician);
        var old = office.Get<BoardRegistry>().KeyOf("horn-1")!;
        using var replaced = await technician.Send(HttpMethod.Post, "/api/boards/horn-1/replace", new { });
        Assert.Equal(HttpStatusCode.Created, replaced.StatusCode);
        var now = office.Get<BoardRegistry>().KeyOf("horn-1")!;
        Assert.NotEqual(old, now);
        Assert.Contains(Convert.ToHexStringLower(now), await replaced.Content.ReadAsStringAsync());

        using var retired = await technician.Send(HttpMethod.Delete, "/api/boards/horn-1");
        Assert.Equal(HttpStatusCode.NoContent, retired.StatusCode);
        Assert.Empty(office.Get<BoardRegistry>().All);
        using var again = await technician.Send(HttpMethod.Post, "/api/boards/horn-1/replace", new { });
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
        Assert.Equal(["board replaced", "board retired"], office.Get<AuditLog>().Newest(20).Where(row => row.Who == "wang" && row.Subject == "horn-1").Select(row => row.Act).Order());
    }

    private static async Task Refused(Staff technician, object body, string why)
    {
        using var answer = await technician.Send(HttpMethod.Post, "/api/boards", body);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains(why, (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString());
    }
}
