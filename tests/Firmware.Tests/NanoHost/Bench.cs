using System.Diagnostics;
using NanoHost;

namespace EdgeWarning.Firmware.Tests.OnNanoHost;

/// <summary>Board and folder of one test.</summary>
internal sealed class Bench : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nanohost-").FullName;

    public Bench(Action<BenchOptions>? change = null)
    {
        var options = new BenchOptions();
        change?.Invoke(options);
        Machine = new Machine(new MachineOptions
        {
            Name = "bench",
            FlashPath = Path.Combine(_folder, "flash"),
            FlashBytes = options.FlashBytes,
            Chip = options.Chip,
            Psram = options.Psram,
            ClockSetAtBoot = options.ClockSetAtBoot,
            WifiOn = options.WifiOn,
            Seed = options.Seed,
        });
    }

    public Machine Machine { get; }

    public string File(string name) => Path.Combine(_folder, name);

    /// <summary>Waits for a condition and tells the last state when it never comes.</summary>
    public static void Until(Func<bool> condition, Func<string> state, int seconds = 60)
    {
        long started = Stopwatch.GetTimestamp();
        while (!condition())
        {
            if (Stopwatch.GetElapsedTime(started).TotalSeconds > seconds)
            {
                Assert.Fail($"did not happen within {seconds} s: {state()}");
            }

            Thread.Sleep(2);
        }
    }

    public void Dispose()
    {
        Machine.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    internal sealed class BenchOptions
    {
        public long FlashBytes { get; set; } = 2 * 1024 * 1024;

        public Chip Chip { get; set; } = Chip.Esp32;

        public bool Psram { get; set; }

        public bool ClockSetAtBoot { get; set; }

        public bool WifiOn { get; set; } = true;

        public int Seed { get; set; } = 1;
    }
}
