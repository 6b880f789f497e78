using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using EdgeWarning.Gateway.People;
using EdgeWarning.Gateway.Places;
using EdgeWarning.Gateway.Platform.Audit;
using EdgeWarning.Gateway.Tests.Broadcast;
using EdgeWarning.Gateway.Tests.People;

namespace EdgeWarning.Gateway.Tests.Places;

/// <summary>Files of places at the console: seen before they count, whole or not at all.</summary>
public class PlaceImport_Tests
{
    private const string Csv = "code,name,people,shelter\n411321,南召县\n411321100001,河头村,1203,村小学\n411321100002,河尾村\n";
    private const string Outlines = """{"features":[{"properties":{"adcode":411321},"geometry":{"type":"Polygon","coordinates":[[[112,33],[113,33],[113,34],[112,33]]]}},{"properties":{"code":"411322"},"geometry":{"type":"Polygon","coordinates":[[[112,33],[113,33],[113,34],[112,33]]]}}]}""";

    [Fact]
    public async Task Divisions_are_looked_at_first_and_then_taken()
    {
        await using var office = await Office.Open();
        var store = office.Get<PlaceStore>();
        await store.Put([new Division("411321100001", "河头", "411321", null, null, "老王")], Actor.Gateway);
        using var technician = await Technician(office);
        var ahead = await Json(await Post(technician, "/api/places/divisions?dryRun=true", Csv));
        Assert.Equal((false, 2, 1, 0), Counts(ahead));
        Assert.Equal("name: 河头 -> 河头村; people: nothing -> 1203; shelter: nothing -> 村小学", ahead.GetProperty("lines")[1].GetProperty("detail").GetString());
        Assert.Single(store.Divisions());

        Assert.Equal((true, 2, 1, 0), Counts(await Json(await Post(technician, "/api/places/divisions", Csv))));
        Assert.Equal(new Division("411321100001", "河头村", "411321", 1203, "村小学", "老王"), store.Find("411321100001"));
        Assert.Equal((false, 0, 0, 3), Counts(await Json(await Post(technician, "/api/places/divisions?dryRun=true", Csv))));
        Assert.Equal(("divisions imported", "t"), office.Get<AuditLog>().Newest(1).Select(row => (row.Act, row.Who)).Single());
    }

    [Fact]
    public async Task A_file_of_villages_alone_leaves_them_in_their_townships_and_finds_the_township_of_a_new_one()
    {
        await using var office = await Office.Open();
        var store = office.Get<PlaceStore>();
        await store.Put([new Division("411321", "南召县", null), new Division("411321100", "城关镇", "411321"), new Division("411321100001", "河头村", "411321")], Actor.Gateway);
        using var technician = await Technician(office);
        var ahead = await Json(await Post(technician, "/api/places/divisions?dryRun=true", "code,name\n411321100001,河头\n411321100002,河尾村\n"));
        Assert.Equal("name: 河头村 -> 河头; parent: 411321 -> 411321100", ahead.GetProperty("lines")[0].GetProperty("detail").GetString());
        await Post(technician, "/api/places/divisions", "code,name\n411321100001,河头\n411321100002,河尾村\n");
        Assert.Equal(["411321100", "411321100"], store.Divisions().Where(division => division.IsVillage).Select(division => division.Parent!));
        await store.Put([new Division("411321100001", "河头村", null)], Actor.Gateway);
        Assert.Equal("411321100", store.Find("411321100001")!.Parent);
    }

    [Fact]
    public async Task A_file_with_faults_changes_nothing_and_each_is_named_by_its_line()
    {
        await using var office = await Office.Open();
        using var technician = await Technician(office);
        foreach (var query in new[] { "", "?dryRun=true" })
        {
            var faults = await Refused(await Post(technician, $"/api/places/divisions{query}", Csv + "41132x,坏\n411321100003,\n"));
            Assert.Equal(2, faults.Count);
            Assert.StartsWith("line 5: code \"41132x\"", faults[0], StringComparison.Ordinal);
            Assert.Equal("line 6: 411321100003 has no name", faults[1]);
            Assert.Equal(["feature 2: 411321 is there twice"], await Refused(await Post(technician, $"/api/places/boundaries{query}", Outlines.Replace("411322", "411321", StringComparison.Ordinal))));
        }

        Assert.Empty(office.Get<PlaceStore>().Divisions());
        Assert.Empty(office.Get<PlaceStore>().Boundaries());
    }

    [Fact]
    public async Task A_file_as_a_Chinese_spreadsheet_writes_it_is_read_and_said_so()
    {
        await using var office = await Office.Open();
        using var technician = await Technician(office);
        var ahead = await Json(await Post(technician, "/api/places/divisions", CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!.GetBytes(Csv)));
        Assert.StartsWith("the file is not UTF-8", ahead.GetProperty("notes")[0].GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal("河尾村", office.Get<PlaceStore>().Find("411321100002")!.Name);
        await Post(technician, "/api/places/divisions", Encoding.UTF8.GetPreamble().Concat(Encoding.UTF8.GetBytes(Csv.Replace("河尾", "河中", StringComparison.Ordinal))).ToArray());
        Assert.Equal("河中村", office.Get<PlaceStore>().Find("411321100002")!.Name);
    }

    [Fact]
    public async Task Outlines_are_looked_at_first_and_then_taken_and_strangers_are_noted()
    {
        await using var office = await Office.Open();
        await office.Get<PlaceStore>().Put([new Division("411321", "南召县", null)], Actor.Gateway);
        using var technician = await Technician(office);
        var ahead = await Json(await Post(technician, "/api/places/boundaries?dryRun=true", Outlines));
        Assert.Equal((false, 2, 0, 0), Counts(ahead));
        Assert.Equal("1 outlines are of divisions that are not known: 411322", ahead.GetProperty("notes")[0].GetProperty("text").GetString());
        Assert.Empty(office.Get<PlaceStore>().Boundaries());
        Assert.Equal((true, 2, 0, 0), Counts(await Json(await Post(technician, "/api/places/boundaries", Outlines))));
        Assert.Equal((false, 0, 1, 1), Counts(await Json(await Post(technician, "/api/places/boundaries?dryRun=true", Outlines.Replace("\"411322\"},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[112,33]", "\"411322\"},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[111,33]", StringComparison.Ordinal)))));
    }

    [Fact]
    public async Task A_file_that_is_too_large_is_refused_before_it_is_read()
    {
        await using var office = await Office.Open();
        using var technician = await Technician(office);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await Post(technician, "/api/places/divisions", new byte[(8 * 1024 * 1024) + 1])).StatusCode);
    }

    private static CancellationToken Stopping => TestContext.Current.CancellationToken;

    private static Task<HttpClient> Technician(Office office) => Staff.Browser(office, "t", Role.Technician);

    private static Task<HttpResponseMessage> Post(HttpClient browser, string path, string file) => Post(browser, path, Encoding.UTF8.GetBytes(file));

    private static async Task<HttpResponseMessage> Post(HttpClient browser, string path, byte[] file)
    {
        using var content = new ByteArrayContent(file) { Headers = { ContentType = new MediaTypeHeaderValue("text/csv") } };
        return await browser.PostAsync(new Uri(path, UriKind.Relative), content, Stopping);
    }

    private static (bool IsDone, int Added, int Changed, int Unchanged) Counts(JsonElement summary) =>
        (summary.GetProperty("isDone").GetBoolean(), summary.GetProperty("added").GetInt32(), summary.GetProperty("changed").GetInt32(), summary.GetProperty("unchanged").GetInt32());

    private static async Task<JsonElement> Json(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync(Stopping);
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement;
    }

    private static async Task<IReadOnlyList<string>> Refused(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        return [.. JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Stopping)).RootElement.GetProperty("errors").GetProperty("file").EnumerateArray().Select(fault => fault.GetString()!)];
    }
}
