using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using EdgeWarning.Gateway.People;
using EdgeWarning.Gateway.Places;
using EdgeWarning.Gateway.Platform.Audit;
using EdgeWarning.Gateway.Tests.Broadcast;
using EdgeWarning.Gateway.Tests.People;

namespace EdgeWarning.Gateway.Tests.Places;

public class PlaceEndpoints_Tests
{
    [Fact]
    public async Task Facts_and_groups_are_kept_shown_and_audited()
    {
        var stopping = TestContext.Current.CancellationToken;
        await using var office = await Office.Open();
        var store = office.Get<PlaceStore>();
        await store.Put([new Division("411321", "南召县", null), new Division("411321100001", "河头村", "411321", 1203)], Actor.Gateway);
        await store.Put([new Boundary("411321", """{"type":"Polygon","coordinates":[[[112,33],[113,33],[113,34],[112,33]]]}""")], Actor.Gateway);
        var officer = await Staff.Browser(office, "officer", Role.Officer);

        Assert.Equal(HttpStatusCode.NoContent, (await officer.PutAsJsonAsync("/api/places/411321100001", new { people = 1204, shelter = " 村小学 ", contact = "", phone = " 138 ０000 0000" }, stopping)).StatusCode);
        Assert.Equal(new Division("411321100001", "河头村", "411321", 1204, "村小学", Phone: "13800000000"), store.Find("411321100001"));
        Assert.Equal(HttpStatusCode.NotFound, (await officer.PutAsJsonAsync("/api/places/411321100002", new { people = 1 }, stopping)).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await officer.PutAsJsonAsync("/api/places/411321100001", new { people = -1 }, stopping)).StatusCode);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await officer.PutAsJsonAsync("/api/places/411321100001", new { contact = "老王", phone = "老王" }, stopping)).StatusCode);

        Assert.Equal(HttpStatusCode.NoContent, (await officer.PutAsJsonAsync("/api/places/groups/白河下游", new { codes = new[] { "411321100001", "411321100001" } }, stopping)).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await officer.PutAsJsonAsync("/api/places/groups/x", new { codes = new[] { "410000" } }, stopping)).StatusCode);
        Assert.Equal("411321100001", Assert.Single(Assert.Single(store.Groups()).Codes));

        var outlines = JsonDocument.Parse(await officer.GetStringAsync("/api/places/boundaries", stopping)).RootElement;
        Assert.Equal("411321", outlines.GetProperty("features")[0].GetProperty("properties").GetProperty("code").GetString());
        Assert.Equal("河头村", JsonDocument.Parse(await officer.GetStringAsync("/api/places", stopping)).RootElement[1].GetProperty("name").GetString());

        Assert.Equal(HttpStatusCode.NoContent, (await officer.DeleteAsync("/api/places/groups/白河下游", stopping)).StatusCode);
        Assert.Equal(["place group removed", "place group saved", "division changed"], office.Get<AuditLog>().Newest(3).Select(row => row.Act));
    }
}
