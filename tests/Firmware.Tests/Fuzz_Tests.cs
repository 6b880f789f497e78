using EdgeWarning.Fuzz;

namespace EdgeWarning.Firmware.Tests;

/// <summary>Ten seconds here; tests/fuzz/README.md says how to look longer.</summary>
[Collection(Busy.Name)]
public class Fuzz_Tests(ITestOutputHelper output)
{
    private static readonly int Seconds = Number("EDGEWARNING_FUZZ_SECONDS", 10);
    private static readonly int Seed = Number("EDGEWARNING_FUZZ_SEED", 20210720);

    [Fact]
    public void No_parser_throws_hangs_or_breaks_its_promise()
    {
        var targets = Targets.All();
        var result = Fuzzer.Run(targets, TimeSpan.FromSeconds(Seconds), Seed);
        output.WriteLine($"{result.Inputs.Values.Sum()} inputs in {Seconds} s, seed {Seed}: " + string.Join(", ", result.Inputs.Select(one => $"{one.Key} {one.Value}")));
        Assert.True(result.Failure.Length == 0, result.Failure);
        Assert.All(result.Inputs, one => Assert.True(one.Value > 0, $"{one.Key} got no input"));
    }

    /// <summary>The test of the test: a parser that throws, and one that believes what a length says.</summary>
    [Fact]
    public void Tells_a_parser_that_throws_with_the_bytes_that_did_it()
    {
        var planted = new Target("planted", [[1, 2, 3, 4]], bytes => _ = bytes[bytes.Length > 6 ? bytes.Length : 0]);
        var result = Fuzzer.Run([planted], TimeSpan.FromSeconds(5), 1);
        Assert.StartsWith("planted, seed 1: ", result.Failure);
        Assert.Contains(nameof(IndexOutOfRangeException), result.Failure);
    }

    private static int Number(string name, int otherwise) => int.TryParse(Environment.GetEnvironmentVariable(name), out var number) ? number : otherwise;
}
