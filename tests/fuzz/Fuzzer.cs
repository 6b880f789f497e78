using System.Diagnostics;

namespace EdgeWarning.Fuzz;

/// <summary>What a run found: how many inputs each parser took, and the first input on which one broke its promise.</summary>
public sealed record FuzzResult(IReadOnlyDictionary<string, long> Inputs, string Failure);

/// <summary>
/// Feeds every parser in turn, each for its share of the time. An exception that escapes, and an input that takes longer than <see cref="LongestInput"/>, ends the run and is
/// told with target, seed and bytes.
/// </summary>
public static class Fuzzer
{
    /// <summary>No parser of a board loops over an input of 6,000 bytes for so long on a PC, however busy: then it hangs.</summary>
    public static readonly TimeSpan LongestInput = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan s_slice = TimeSpan.FromMilliseconds(50);

    public static FuzzResult Run(IReadOnlyList<Target> targets, TimeSpan time, int seed)
    {
        var run = new RunOf(targets, time, seed);
        var worker = new Thread(run.Work) { IsBackground = true, Name = "fuzz" };
        worker.Start();
        long seen = -1;
        while (!worker.Join(LongestInput))
        {
            if (seen == run.Done)
            {
                return new FuzzResult(run.Inputs, $"{run.Now} does not come back: {Convert.ToHexString(run.Input)}");
            }
            seen = run.Done;
        }
        return new FuzzResult(run.Inputs, run.Failure);
    }

    private sealed class RunOf(IReadOnlyList<Target> targets, TimeSpan time, int seed)
    {
        private readonly Random _random = new(seed);

        public Dictionary<string, long> Inputs { get; } = targets.ToDictionary(target => target.Name, _ => 0L);

        public string Failure { get; private set; } = "";

        public long Done { get; private set; }

        public string Now { get; private set; } = "";

        public byte[] Input { get; private set; } = [];

        public void Work()
        {
            long started = Stopwatch.GetTimestamp();
            for (int turn = 0; Stopwatch.GetElapsedTime(started) < time; turn++)
            {
                Target target = targets[turn % targets.Count];
                long slice = Stopwatch.GetTimestamp();
                do
                {
                    if (!Feed(target))
                    {
                        return;
                    }
                }
                while (Stopwatch.GetElapsedTime(slice) < s_slice);
            }
        }

        private bool Feed(Target target)
        {
            byte[] from = target.Corpus[_random.Next(target.Corpus.Length)];
            byte[] other = target.Corpus[_random.Next(target.Corpus.Length)];
            (Now, Input) = (target.Name, Mutator.Mutate(from, other, _random));
            try
            {
                target.Try(Input);
            }
#pragma warning disable CA1031 // whatever escapes is the finding
            catch (Exception exception)
#pragma warning restore CA1031
            {
                Failure = $"{target.Name}, seed {seed}: {Convert.ToHexString(Input)}: {exception}";
                return false;
            }
            Inputs[target.Name]++;
            Done++;
            return true;
        }
    }
}
