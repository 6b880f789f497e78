using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using EdgeWarning.Gateway.Desk;
using EdgeWarning.Gateway.People;
using EdgeWarning.Gateway.Places;
using EdgeWarning.Gateway.Platform.Audit;
using EdgeWarning.Gateway.Tests.Broadcast;
using EdgeWarning.Gateway.Tests.People;
using EdgeWarning.Gateway.Tests.Platform;
using EdgeWarning.Gateway.Voice;
using EdgeWarning.Gateway.Warnings.Cap;

namespace EdgeWarning.Gateway.Tests.Voice;

/// <summary>喊话: what a person spoke into the console goes out like every other warning, under the same rights and guards.</summary>
public sealed class LiveAnnouncement_Tests
{
    [Fact]
    public async Task A_recording_stands_in_the_message_with_its_size_and_digest_and_can_be_heard_there()
    {
        await using var office = await County();
        var officer = await Staff.Browser(office, "wang", Role.Officer | Role.Approver);
        var clip = await Record(office);
        var alert = await Issue(office, officer, Body(clip.Id, "red", "actual"));
        var resource = Assert.Single(alert.Infos[0].Resources);
        Assert.Equal(("audio/wav", Clip.AddressIn(officer.BaseAddress!, alert.Identifier, clip.Id).AbsoluteUri, clip.Sha1, (long)clip.Bytes), (resource.MimeType, resource.Uri, resource.Digest, resource.SizeBytes));
        var heard = await officer.GetByteArrayAsync(new Uri(resource.Uri!, UriKind.Absolute), Stopping);
        Assert.Equal(resource.Digest, Sha1(heard));
    }

    [Fact]
    public async Task A_hub_polls_the_feed_and_fetches_the_recording_that_the_message_names_and_no_other_sound()
    {
        const string Office = "https://warning.county.example";
        await using var office = await County(("Desk:Address", Office));
        var officer = await Staff.Browser(office, "wang", Role.Officer | Role.Approver);
        var (clip, unsaid) = (await Record(office), await Record(office, 440));
        await Issue(office, officer, Body(clip.Id, "red", "actual"));
        using var hub = office.Anonymous();
        hub.DefaultRequestHeaders.Authorization = new("Bearer", (await office.Get<ApiKeyStore>().Add("hub", Role.Technician, Actor.Gateway))!);

        var entry = Assert.Single(Feed.Atom.Read(await hub.GetByteArrayAsync(new Uri("/api/feed", UriKind.Relative), Stopping)).Entries);
        var alert = Warnings.CapFiles.Accepted(await hub.GetByteArrayAsync(Feed.Atom.LinkOf(entry, "alternate")!, Stopping)).Alert;
        var resource = Assert.Single(alert.Infos[0].Resources);
        var named = new Uri(resource.Uri!, UriKind.Absolute);
        Assert.Equal((Office, Feed.Atom.LinkOf(entry, "enclosure")!.PathAndQuery), (named.GetLeftPart(UriPartial.Authority), named.PathAndQuery));

        using var answer = await hub.GetAsync(new Uri(named.PathAndQuery, UriKind.Relative), Stopping);
        var sound = await answer.Content.ReadAsByteArrayAsync(Stopping);
        Assert.Equal(("audio/wav", resource.SizeBytes, resource.Digest), (answer.Content.Headers.ContentType!.MediaType, sound.Length, Sha1(sound)));
        Assert.Equal(HttpStatusCode.NotFound, (await hub.GetAsync(new Uri(named.PathAndQuery.Replace(clip.Id, unsaid.Id, StringComparison.Ordinal), UriKind.Relative), Stopping)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await hub.GetAsync(new Uri(unsaid.Uri, UriKind.Relative), Stopping)).StatusCode);
    }

    [Fact]
    public async Task A_recorded_drill_is_announced_before_and_after_in_the_recording_itself()
    {
        await using var office = await County();
        var officer = await Staff.Browser(office, "wang", Role.Officer | Role.Approver);
        var approver = await Staff.Browser(office, "li", Role.Approver);
        var clip = await Record(office);
        var draft = await Write(officer, Body(clip.Id, "red", "drill"));
        await Sign(officer, approver, draft);
        var alert = await Issued(office, officer, draft);
        Assert.Equal(CapStatus.Exercise, alert.Status);
        var clips = office.Get<ClipLibrary>();
        var sent = clips.Listen(clips.Find(Clip.IdIn(alert.Infos[0].Resources[0].Uri)!)!)!;
        var marks = new[] { DrillMarks.Before("zh-CN"), DrillMarks.After("zh-CN") }.Select(mark => office.Get<SpeechRenderer>().Render(mark, "zh-CN", Stopping)).ToArray();
        var (before, after) = ((await marks[0]).Clip!, (await marks[1]).Clip!);
        Assert.InRange(sent.Milliseconds, before.Milliseconds + clip.Milliseconds + after.Milliseconds, before.Milliseconds + clip.Milliseconds + after.Milliseconds + 1_500);
        var (begins, ends) = (clips.Listen(before)!.Samples, clips.Listen(after)!.Samples);
        Assert.Equal(begins, sent.Samples[..begins.Length]);
        Assert.Equal(ends, sent.Samples[^ends.Length..]);
    }

    [Fact]
    public async Task A_drill_that_cannot_be_announced_does_not_go_out()
    {
        await using var office = await County(("Voice:Espeak", "/nowhere/espeak-ng"));
        var officer = await Staff.Browser(office, "wang", Role.Officer | Role.Approver);
        var approver = await Staff.Browser(office, "li", Role.Approver);
        var draft = await Write(officer, Body((await Record(office)).Id, "red", "drill"));
        await Sign(officer, approver, draft);
        var refused = await officer.PostAsJsonAsync($"/api/drafts/{draft}/issue", new { typed = "1" }, Stopping);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("cannot be announced as a drill", await refused.Content.ReadAsStringAsync(Stopping));
        Assert.Equal(DraftState.Signed, office.Get<DraftStore>().Find(draft)!.State);
    }

    [Fact]
    public async Task Another_recording_makes_a_signature_void()
    {
        await using var office = await County();
        var officer = await Staff.Browser(office, "wang", Role.Officer);
        var approver = await Staff.Browser(office, "li", Role.Approver);
        var draft = await Write(officer, Body((await Record(office)).Id, "yellow", "actual"));
        await Sign(officer, approver, draft);
        (await officer.PutAsJsonAsync($"/api/drafts/{draft}", Body((await Record(office, 440)).Id, "yellow", "actual"), Stopping)).EnsureSuccessStatusCode();
        var refused = await officer.PostAsJsonAsync($"/api/drafts/{draft}/issue", new { }, Stopping);
        Assert.Contains("another person must sign", await refused.Content.ReadAsStringAsync(Stopping));
    }

    [Fact]
    public async Task An_announcement_of_nothing_else_is_an_event_of_its_own_and_is_nothing_without_its_recording()
    {
        await using var office = await County();
        var officer = await Staff.Browser(office, "wang", Role.Officer | Role.Approver);
        var refused = await officer.PostAsJsonAsync("/api/drafts", Body(null, "red", "actual", "live-announcement"), Stopping);
        Assert.Contains("a live announcement needs its recording", await refused.Content.ReadAsStringAsync(Stopping));

        var alert = await Issue(office, officer, Body((await Record(office)).Id, "red", "actual", "live-announcement"));
        Assert.Equal(("喊话", new CapNamedValue("EdgeWarning", "live-announcement")), (alert.Infos[0].Event, Assert.Single(alert.Infos[0].EventCodes)));
        Assert.Equal("喊话", (await office.Json("/api/warnings"))[0].GetProperty("event").GetString());
    }

    [Fact]
    public async Task No_warning_waits_for_the_voice_that_announces_the_drill_of_somebody_else()
    {
        using var folder = new TestFolder();
        var (voice, go) = (folder.File("espeak"), folder.File("go"));
        await File.WriteAllTextAsync(voice, $"#!/bin/sh\nwhile [ ! -e {go} ]; do sleep 0.05; done\nexec espeak-ng \"$@\"\n", Stopping);
        File.SetUnixFileMode(voice, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        await using var office = await County(("Voice:Espeak", voice));
        var officer = await Staff.Browser(office, "wang", Role.Officer | Role.Approver);
        var approver = await Staff.Browser(office, "li", Role.Approver);
        var drill = await Write(officer, Body((await Record(office)).Id, "red", "drill"));
        await Sign(officer, approver, drill);
        var waiting = Issued(office, officer, drill);
        await Issue(office, officer, Body(null, "red", "actual"));
        Assert.False(waiting.IsCompleted);

        await File.WriteAllTextAsync(go, "", Stopping);
        Assert.Equal(CapStatus.Exercise, (await waiting).Status);
    }

    [Fact]
    public async Task A_recording_that_nobody_made_is_named()
    {
        await using var office = await County();
        var officer = await Staff.Browser(office, "wang", Role.Officer);
        var refused = await officer.PostAsJsonAsync("/api/drafts", Body("nothing", "red", "actual"), Stopping);
        Assert.Contains("there is no clip nothing", await refused.Content.ReadAsStringAsync(Stopping));
    }

#pragma warning disable CA5350 // CAP's digest
    private static string Sha1(byte[] of) => Convert.ToHexStringLower(SHA1.HashData(of));
#pragma warning restore CA5350

    private static CancellationToken Stopping => TestContext.Current.CancellationToken;

    private static object Body(string? recording, string colour, string scope, string what = "rainstorm") => new
    {
        @event = what,
        colour,
        scope,
        area = new { codes = new[] { "411321100001" } },
        minutes = 60,
        languages = new[] { "zh-CN" },
        recording,
    };

    private static async Task<Clip> Record(Office office, double hertz = 300) =>
        (await office.Get<ClipLibrary>().Add(Studio.Hum(2, 5_000, hertz: hertz), ClipOrigin.Recorded, "喊话", Studio.Officer, Stopping)).Clip!;

    private static async Task<Office> County(params (string, string)[] settings)
    {
        var office = await Office.Open(1, settings);
        await office.Get<PlaceStore>().Put([new Division("411321", "南召县", null), new Division("411321100001", "河头村", "411321")], Actor.Gateway);
        return office;
    }

    private static async Task Sign(HttpClient officer, HttpClient approver, string draft)
    {
        (await officer.PostAsJsonAsync($"/api/drafts/{draft}/submit", new { }, Stopping)).EnsureSuccessStatusCode();
        (await approver.PostAsJsonAsync($"/api/drafts/{draft}/sign", new { }, Stopping)).EnsureSuccessStatusCode();
    }

    private static async Task<CapAlert> Issue(Office office, HttpClient officer, object body) => await Issued(office, officer, await Write(officer, body));

    private static async Task<CapAlert> Issued(Office office, HttpClient officer, string draft)
    {
        var warning = await Id(await officer.PostAsJsonAsync($"/api/drafts/{draft}/issue", new { typed = "1" }, Stopping));
        return ((CapAccepted)CapReader.Read(office.Get<Gateway.Warnings.WarningStore>().Raw(warning)!)).Alert;
    }

    private static async Task<string> Write(HttpClient officer, object body) => await Id(await officer.PostAsJsonAsync("/api/drafts", body, Stopping));

    private static async Task<string> Id(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync(Stopping);
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement.GetProperty("id").GetString()!;
    }
}
