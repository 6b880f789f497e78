using EdgeWarning.Village.County;
using EdgeWarning.Village.Watching;
using static EdgeWarning.Village.Tests.Kit.Cap;

namespace EdgeWarning.Village.Tests.Kit;

/// <summary>Small counties with short tones, and words for what the tests wait for.</summary>
internal static class Counties
{
    public const int ToneMilliseconds = 1_000;

    /// <summary>No condition of these tests takes a tenth of this; a loaded machine may.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static string Village(int number) => $"411321100{number:D3}";

    public static PlacedBoard Loudspeaker(int village) => new($"ls-{village}", "loudspeaker", Village(village), $"village {village}", 33.4 + (village * 0.01), 112.4);

    public static PlacedBoard RainGauge(int village) => new($"rg-{village}", "rain-gauge", Village(village), $"village {village}", 33.4 + (village * 0.01), 112.4);

    public static PlacedBoard WaterLevel(int village) => new($"wl-{village}", "water-level", Village(village), $"village {village}", 33.4 + (village * 0.01), 112.4);

    public static Task<LiveCounty> Start(params PlacedBoard[] boards) => Start(setup => setup, boards);

    public static Task<LiveCounty> Start(Func<CountySetup, CountySetup> change, params PlacedBoard[] boards) => LiveCounty.Start(
        change(new CountySetup(Directory.CreateTempSubdirectory("edgewarning-test-").FullName, boards) { ToneMilliseconds = ToneMilliseconds, Repeats = 1, IsTemporary = true }),
        progress: null,
        TestContext.Current.CancellationToken);

    /// <summary>Writes a series into the county's own folder and gives its path.</summary>
    public static string Series(CountySetup setup, string name, params string[] lines)
    {
        string path = Path.Combine(setup.Data, name);
        File.WriteAllLines(path, lines);
        return path;
    }

    /// <summary>Gives a warning in and fails when it is refused.</summary>
    public static async Task<Intake> Publish(this LiveCounty county, CapMessage message)
    {
        (Intake? intake, string? refusal) = await county.Gateway.Publish(message.Xml, TestContext.Current.CancellationToken);
        Assert.True(intake is not null, $"the gateway refused the warning: {refusal}");
        return intake;
    }

    /// <summary>Waits until the warning's play order on this board satisfies the condition.</summary>
    public static async Task<OrderSeen> Until(this LiveCounty county, Intake warning, string board, string what, Func<OrderSeen, bool> enough)
    {
        OrderSeen? order = await county.Until(
            $"{board}: {what}",
            () => county.Play(warning, board),
            order => order is not null && enough(order),
            order => order is null ? "no order" : string.Join(", ", order.States.Select(step => step.State)),
            Patience,
            TestContext.Current.CancellationToken);
        return order!;
    }

    public static Task<OrderSeen> UntilHeard(this LiveCounty county, Intake warning, string board) =>
        county.Until(warning, board, "heard", order => order.Verdict == "heard");

    public static async Task<OrderSeen?> Play(this LiveCounty county, Intake warning, string board) =>
        (await county.Gateway.Warning(warning.Id, TestContext.Current.CancellationToken)).Boards.FirstOrDefault(order => order.Board == board);

    public static Task<Wav> Listen(this LiveCounty county, string board) => county.Listen(board, TestContext.Current.CancellationToken);

    /// <summary>How much of the first second of sound is one frequency, in its best quarter of a second.</summary>
    public static double ShareOfFirstTone(this Wav wav, double hertz)
    {
        TimeSpan start = wav.FirstSound ?? throw new InvalidOperationException("the WAV is silent");
        return wav.LargestShareOf(hertz, start, start + TimeSpan.FromSeconds(1));
    }
}
