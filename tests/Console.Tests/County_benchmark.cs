using System.Diagnostics;
using EdgeWarning.Console.Tests.Kit;
using EdgeWarning.Village;
using EdgeWarning.Village.County;
using EdgeWarning.Village.Watching;
using Microsoft.Playwright;

namespace EdgeWarning.Console.Tests;

/// <summary>A real county: 348 villages, 400 boards, one warning for all of them from the first click to the all-clear. tests/benchmarks/county.sh runs it.</summary>
public class County_benchmark(Office office)
{
    private const int Boards = 400;
    private const string Officer = "officer";

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(5);

    private static CancellationToken Stopping => TestContext.Current.CancellationToken;

    [Fact(Explicit = true)]
    public async Task A_warning_for_the_whole_county_is_composed_guarded_issued_heard_and_closed_while_the_pages_stay_quick()
    {
        var setup = new CountySetup(Directory.CreateTempSubdirectory("edgewarning-county-").FullName, Placement.InNanzhao(Boards)) { IsTemporary = true };
        var faults = new List<string>();
        await using LiveCounty county = await LiveCounty.Start(setup, progress: null, Stopping);
        await county.ImportDivisions(Sources.In("village/county/divisions.csv"), Stopping);
        await county.AddPerson(Officer, Office.Password, Stopping);
        await using Seat desk = await SitDown(county, "/compose");
        await using Seat map = await SitDown(county, "/map");
        await county.Simulator.StartWeather(Stopping);
        Tell($"{Boards} boards, {county.Boards.Select(board => board.Village).Distinct().Count()} villages, gateway ready in {county.GatewayReady.TotalMilliseconds:F0} ms, {county.GatewayPeakMegabytes:F1} MB before the warning");

        (var deskHands, var mapHands) = (new Hands(desk.Page), new Hands(map.Page));
        string warning = await Issue(desk.Page, deskHands);
        WarningSeen heard = await Follow(county, warning, deskHands, mapHands);
        faults.AddRange(heard.Boards.Where(order => Outcome.HasHorn(order.Kind) && order.Verdict != "heard").Select(order => $"{order.Board}: {order.State} {order.Reason}"));
        Tell($"desk: {await deskHands.Times()}");
        Tell($"map: {await mapHands.Times()}");

        string end = await Close(county, desk.Page, deskHands);
        Tell($"all-clear {end}: {Latencies(await county.Gateway.Warning(end, Stopping))}");
        ReportedReadings readings = await ReadingsLedger.Settle(county, s_patience, Stopping);
        Tell($"readings: {readings.Sent} made, {readings.Committed} stored, {readings.Lost} lost; rain {readings.RainMmFallen:F3} mm fallen, {readings.RainMmCommitted:F3} mm stored");
        Tell($"memory: gateway at most {county.GatewayPeakMegabytes:F1} MB, simulator {county.SimulatorPeakMegabytes:F1} MB");

        Sound.None([.. faults, .. desk.TakeComplaints(), .. map.TakeComplaints()]);
        Assert.Equal(0, readings.Lost);
        Assert.Equal(0, (await deskHands.Times()).Over);
        Assert.Equal(0, (await mapHands.Times()).Over);
    }

    private async Task<Seat> SitDown(LiveCounty county, string route)
    {
        Seat seat = await Seat.Take(office.Browser, county.Console, View.OfficeInEnglish);
        await Hands.Attach(seat);
        await seat.SignIn(Officer, Office.Password);
        await seat.Open(route);
        await seat.Page.Locator(".line.live").WaitForAsync();
        return seat;
    }

    /// <summary>A red rainstorm for the whole county: the guard asks for the number of villages.</summary>
    private static async Task<string> Issue(IPage page, Hands hands)
    {
        await hands.Click("button.cell.red");
        await hands.Click(".places label");
        ILocator guard = page.Locator(".issue input[inputmode=numeric]");
        await guard.WaitForAsync();
        Assert.Equal(0, await page.Locator("button.big.danger:enabled").CountAsync());
        string asked = await page.Locator(".issue .field").InnerTextAsync();
        await hands.Type(".issue input[inputmode=numeric]", string.Concat(asked.Where(char.IsAsciiDigit)));
        await hands.Click("button.big.danger");
        await page.Locator(".delivery-line").WaitForAsync();
        return page.Url.Split('/')[^1];
    }

    /// <summary>Uses both pages until every board has its verdict.</summary>
    private static async Task<WarningSeen> Follow(LiveCounty county, string warning, Hands desk, Hands map)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            await UseMap(map);
            await UseDesk(desk);
            WarningSeen seen = await county.Gateway.Warning(warning, Stopping);
            if (seen.Boards.All(Outcome.IsFinal))
            {
                OrderSeen[] horns = [.. seen.Boards.Where(order => Outcome.HasHorn(order.Kind))];
                Tell($"{horns.Length} loudspeakers ordered, {horns.Count(order => order.Verdict == "heard")} heard: {Latencies(seen)}");
                return seen;
            }

            Assert.True(watch.Elapsed < s_patience, $"after {s_patience.TotalSeconds} s no verdict of {string.Join(", ", seen.Boards.Where(order => !Outcome.IsFinal(order)).Select(order => $"{order.Board} {order.State}").Take(5))}");
        }
    }

    private static async Task UseMap(Hands map)
    {
        await map.Type(".map-villages input[type=search]", "41132130");
        await map.Type(".map-villages input[type=search]", "4");
        await map.Click(".map-tools input[type=checkbox]");
        await map.Click(".map-tools input[type=checkbox]");
        await map.Wheel(".map", -240);
        await map.Drag(".map", 120);
        await map.Drag(".map", -120);
        await map.Click(".village-list button");
        await map.Click(".map-villages .between button");
        await map.Click(".map-home");
    }

    private static async Task UseDesk(Hands desk)
    {
        await desk.Wheel("main", 600);
        await desk.Wheel("main", -600);
        await desk.Click("header.page-head button.danger");
        await desk.Click("dialog button.plain");
    }

    private static async Task<string> Close(LiveCounty county, IPage page, Hands hands)
    {
        string before = page.Url.Split('/')[^1];
        await hands.Click("header.page-head button.plain");
        if (await page.Locator("dialog input").CountAsync() > 0)
        {
            await hands.Type("dialog input", string.Concat((await page.Locator("dialog .field").InnerTextAsync()).Where(char.IsAsciiDigit)));
        }

        await hands.Click("dialog button.danger");
        WarningSeen ended = await county.Until(
            "the warning to be ended", () => county.Gateway.Warning(before, Stopping), seen => seen.Warning.State != "live", seen => seen.Warning.State, s_patience, Stopping);
        Tell($"closed: {ended.Warning.State}");
        string end = (await county.Gateway.Text("/api/warnings", Stopping)).Split("\"id\":\"")[1].Split('"')[0];
        await county.Until(
            "every village to hear the all-clear", () => county.Gateway.Warning(end, Stopping), seen => seen.Boards.Count > 0 && seen.Boards.All(Outcome.IsFinal), seen => $"{seen.Boards.Count(Outcome.IsFinal)} of {seen.Boards.Count}", s_patience, Stopping);
        return end;
    }

    private static string Latencies(WarningSeen seen)
    {
        IEnumerable<(string State, double Ms)> steps = seen.Boards.Where(order => Outcome.HasHorn(order.Kind))
            .SelectMany(order => order.States.Select(step => (step.State, (step.At - seen.Warning.ReceivedAt).TotalMilliseconds)));
        return string.Join(", ", steps.GroupBy(step => step.State).Where(state => state.Key is "committed" or "received" or "playing" or "heard").Select(state => $"last {state.Key} {state.Max(step => step.Ms):F0} ms"));
    }

    private static void Tell(string figures) => TestContext.Current.TestOutputHelper!.WriteLine(figures);
}
