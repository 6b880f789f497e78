using System.Diagnostics;
using EdgeWarning.Firmware.Tests.Simulator;
using EdgeWarning.Simulator.Weather;

namespace EdgeWarning.Firmware.Tests.PowerCuts;

/// <summary>A thousand days with a power cut each: rain committed is rain fallen, to the tip; and how long the flash lasts.</summary>
[Collection(Busy.Name)]
public sealed class YearsOfRain_Tests
{
    private const int Days = 1_000;
    private const string Showers = "showers and storms";
    private const long DayMilliseconds = 86_400_000;

    [Theory]
    [InlineData(3072, 100)]
    [InlineData(256, 25)]
    public void In_a_thousand_days_with_daily_power_cuts_all_rain_that_fell_is_committed_and_the_flash_lasts(int kilobytes, int years) =>
        Pass(Showers, Weather(new Random(5)), kilobytes, years);

    [Fact]
    public void So_is_the_rain_of_a_real_gauge()
    {
        string file = Repository.Shared("hydro/usgs_cooperator_BE1_tips_0.01in.csv");
        RainSeries rain = SeriesFile.ReadRain(file);
        Pass("BE1", [.. Apart(rain.Steps.SelectMany(step => Enumerable.Range(0, step.Tips).Select(tip => step.StartMilliseconds + (tip * 2_000L))))], 3072, 100);
    }

    private static void Pass(string weather, long[] tips, int kilobytes, int atLeastYears)
    {
        var watch = Stopwatch.StartNew();
        var station = new YearsOfRain(tips, Days, kilobytes * 1024, seed: 3);
        var wear = new LittlefsWear(kilobytes * 1024);
        Furnish(station.Flash, wear);
        station.Flash.Changed = wear.Observe;
        using StreamWriter? trace = weather == Showers ? Trace(station, wear, kilobytes) : null;
        station.Pass();
        double years = wear.Years(Days);
        Console.WriteLine($"{Days} days of {weather}, {kilobytes} KB: {station.Cuts} power cuts, {station.FallenMicrometres} um fell and {station.CommittedMicrometres} um were committed "
            + $"({station.TipsInTheCut} tips in a cut, {station.TipsWithoutPower} without power), {station.Readings} readings, {station.Thinned} thinned; "
            + $"{wear.Erases} erases, {wear.MostOnOneBlock} on one block: {years:F0} years; {watch.Elapsed.TotalSeconds:F1} s.");
        Assert.Equal(station.FallenMicrometres, station.CommittedMicrometres);
        Assert.True(station.Tips > 5_000 && station.Thinned > 0 && station.TipsInTheCut < Days / 20, $"{station.Tips} tips, {station.Thinned} thinned, {station.TipsInTheCut} in a cut");
        Assert.True(years >= atLeastYears, $"the flash lasts {years:F1} years");
    }

    // What lies on flash beside and hardly changes.
    private static void Furnish(CutFlash flash, LittlefsWear wear)
    {
        foreach ((string name, int bytes) in new[] { ("settings.txt", 400), ("ca.pem", 1_900), ("orders.a", 633), ("orders.b", 633) })
        {
            wear.Observe(new Change(name, null, new byte[bytes], 0));
        }

        foreach ((string name, byte[] content) in flash.Files)
        {
            wear.Observe(new Change(name, null, content, 0));
        }
    }

    // For tests/benchmarks/flash-wear.sh, which replays it on littlefs itself.
    private static StreamWriter? Trace(YearsOfRain station, LittlefsWear wear, int kilobytes)
    {
        string? folder = Environment.GetEnvironmentVariable("EDGEWARNING_FLASH_TRACES");
        if (folder is null)
        {
            return null;
        }

        var trace = new StreamWriter(Path.Combine(folder, $"{kilobytes}.trace"));
        station.Started = () => trace.WriteLine("P - 0 0");
        station.Flash.Changed = change =>
        {
            wear.Observe(change);
            trace.WriteLine(change.After is null ? $"D {change.Name} 0 0" : $"W {change.Name} {change.Position} {change.After.Length - change.Position}");
        };
        return trace;
    }

    // A bucket needs a moment between two tips; the record has minutes only.
    private static IEnumerable<long> Apart(IEnumerable<long> tips)
    {
        long last = -2_000;
        foreach (long tip in tips)
        {
            last = Math.Max(tip, last + 1_000);
            yield return last;
        }
    }

    /// <summary>
    /// Rain of a wet hill county, some 1,200 mm a year: a shower on one day in four, a storm on one in forty, tips of 0.2 mm.
    /// </summary>
    private static long[] Weather(Random random)
    {
        var tips = new List<long>();
        for (int day = 0; day < Days; day++)
        {
            int today = random.Next(40) == 0 ? random.Next(100, 600) : random.Next(4) == 0 ? random.Next(1, 60) : 0;
            long at = (day * DayMilliseconds) + random.NextInt64(DayMilliseconds / 2);
            for (int i = 0; i < today; i++)
            {
                at += 1_000 + (long)(-Math.Log(1 - random.NextDouble()) * (today > 60 ? 40_000 : 300_000));
                tips.Add(at);
            }
        }

        return [.. Apart(tips.Order())];
    }
}
