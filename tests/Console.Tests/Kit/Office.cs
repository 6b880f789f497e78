using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;
using EdgeWarning.Console.Tests.Kit;
using EdgeWarning.Village;
using EdgeWarning.Village.County;
using EdgeWarning.Village.Watching;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Office))]

namespace EdgeWarning.Console.Tests.Kit;

/// <summary>
/// The office that all tests share: one browser, one gateway with its broker, boards with the real firmware in real divisions, a storm, a red warning that one
/// village could not hear, a drill, a draft that waits, and people.
/// </summary>
public sealed class Office : IAsyncLifetime
{
    public const string Password = "nine villages by the river";

    /// <summary>Markup in the name of a village: it must be read, never run.</summary>
    public const string HostileName = "<img src=x onerror=alert(1)>";

    private const string WithoutBoards = "41132130520";

    private readonly ConcurrentDictionary<View, Lazy<Task<Seat>>> _seats = new();
    private IPlaywright? _playwright;

    public IBrowser Browser { get; private set; } = null!;

    public LiveCounty County { get; private set; } = null!;

    /// <summary>What a page's address leaves open: {warning} is the red warning in force ...</summary>
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);

    public async ValueTask InitializeAsync()
    {
        CancellationToken stopping = TestContext.Current.CancellationToken;
        _playwright = await Playwright.CreateAsync();
        Browser = await Chromium.Start(_playwright);
        IReadOnlyList<PlacedBoard> placed = Placement.InNanzhao(12);
        PlacedBoard[] boards = [.. placed, placed[0] with { Id = "ls-hostile", Village = "411321999001", VillageName = HostileName }];
        County = await Start(boards);
        await County.ImportDivisions(await DivisionsOf(boards), stopping);
        await County.AddPerson("officer", Password, stopping);
        await County.AddPerson("approver", Password, stopping, "approver");
        await County.AddPerson("viewer", Password, stopping, "viewer");
        await County.AddPerson("reporter", Password, stopping, "reporter");
        _names["{gauge}"] = boards.First(board => board.Kind == "water-level").Id;
        _names["{speaker}"] = boards.First(board => board.Kind == "loudspeaker").Id;
        await County.Simulator.Horn(_names["{speaker}"], connected: false, stopping);
        await County.Simulator.StartWeather(stopping);
        _names["{warning}"] = await Publish("Actual");
        await Publish("Exercise");
        await WriteWhatWaits();
    }

    /// <summary>A draft that waits for a signature, and a programme of every morning.</summary>
    private async Task WriteWhatWaits()
    {
        await using Seat officer = await SitDown(View.Office);
        object where = new { codes = new[] { "411321101" }, groups = Array.Empty<string>(), polygons = Array.Empty<object>(), circles = Array.Empty<object>() };
        string draft = await officer.Post("/api/drafts", new { @event = "flood", colour = "yellow", scope = "actual", area = where, minutes = 180, detail = "河水上涨", cause = new { kind = "report", who = "村干部", text = "水位" }, languages = new[] { "zh-CN" } });
        await officer.Post($"/api/drafts/{draft}/submit", new { reason = "" });
        _names["{programme}"] = await officer.Post("/api/programmes", new
        {
            name = "早间广播",
            days = new[] { "saturday", "sunday" },
            time = "07:00:00",
            area = where,
            text = "乡亲们早上好。",
            language = "zh-CN",
            volumePercent = 60,
            repeats = 1,
            enabled = true,
        });
    }

    /// <summary>A county with short tones, removed at its end.</summary>
    public static Task<LiveCounty> Start(params PlacedBoard[] boards) => LiveCounty.Start(
        new CountySetup(Directory.CreateTempSubdirectory("edgewarning-console-").FullName, boards) { ToneMilliseconds = 1_000, Repeats = 1, IsTemporary = true },
        progress: null,
        TestContext.Current.CancellationToken);

    /// <summary>The officer's seat with this view, one for all tests that only look.</summary>
    public Task<Seat> SeatOf(View view) => _seats.GetOrAdd(view, _ => new(() => SitDown(view))).Value;

    public Task Show(ConsolePage page, Seat seat) => page.Show(seat, route => _names.Aggregate(route, (filled, name) => filled.Replace(name.Key, name.Value, StringComparison.Ordinal)));

    /// <summary>Somebody sits down, signed in, with the console open.</summary>
    public async Task<Seat> SitDown(View view, string who = "officer", string route = "/map")
    {
        Seat seat = await Seat.Take(Browser, County.Console, view);
        await seat.SignIn(who, Password);
        await seat.Open(route);
        await seat.Page.Locator("nav a").First.WaitForAsync();
        return seat;
    }

    public async ValueTask DisposeAsync()
    {
        if (Browser is not null)
        {
            await Browser.DisposeAsync();
        }

        _playwright?.Dispose();
        if (County is not null)
        {
            await County.DisposeAsync();
        }
    }

    /// <summary>The county's townships and of their villages those where a board stands, and a few without: axe takes its time with each.</summary>
    private async Task<string> DivisionsOf(PlacedBoard[] boards)
    {
        const int VillageDigits = 12;
        HashSet<string> kept = [.. boards.Select(board => board.Village)];
        string[] lines = await File.ReadAllLinesAsync(Sources.In("village/county/divisions.csv"), TestContext.Current.CancellationToken);
        string csv = Path.Combine(County.Data, "divisions.csv");
        await File.WriteAllLinesAsync(csv, lines.Where(line => line.Split(',')[0] is var code && (code.Length < VillageDigits || kept.Contains(code) || code.StartsWith(WithoutBoards, StringComparison.Ordinal))), TestContext.Current.CancellationToken);
        return csv;
    }

    private async Task<string> Publish(string status)
    {
        CancellationToken stopping = TestContext.Current.CancellationToken;
        PlayedWarning rainstorm = PlayedWarning.Read(Sources.In("village/warnings/red-rainstorm.xml"), DateTimeOffset.UtcNow, out string refusal) ?? throw new InvalidDataException(refusal);
        string xml = Encoding.UTF8.GetString(rainstorm.Xml).Replace("<status>Actual<", $"<status>{status}<", StringComparison.Ordinal).Replace("NZ-20261122", $"{status}-20261122", StringComparison.Ordinal);
        // The headline alone is soon spoken.
        xml = Regex.Replace(xml, "<(?<name>description|instruction)>.*?</\\k<name>>", "", RegexOptions.Singleline);
        (Intake? intake, string? refused) = await County.Gateway.Publish(Encoding.UTF8.GetBytes(xml), stopping);
        Assert.True(intake is not null, $"the gateway refused the warning: {refused}");
        return intake.Id;
    }
}
