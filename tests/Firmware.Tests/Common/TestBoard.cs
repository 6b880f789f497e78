using EdgeWarning.Common;
using NanoHost;

namespace EdgeWarning.Firmware.Tests.Common;

/// <summary>A simulated board with a settings file, whose main program the test gives. Its flash outlives its power.</summary>
public sealed class TestBoard : IDisposable
{
    public const string Id = "nz-001";

    private readonly TemporaryFolder _flash = new();

    public TestBoard(Broker broker, string kind, params string[] more)
    {
        Machine = new Machine(new MachineOptions { Name = Id, FlashPath = _flash.Path, Chip = Chip.Esp32S3, Psram = true });
        string[] lines =
        [
            $"board = {Id}", $"kind = {kind}", $"key = {Convert.ToHexString(Key)}", "gateway.host = 127.0.0.1", $"gateway.port = {broker.Port}",
            .. more.Any(line => line.StartsWith("gateway.tls", StringComparison.Ordinal)) ? more : ["gateway.tls = 0", .. more],
        ];
        File.WriteAllLines(Path.Combine(_flash.Path, Settings.FileName), lines);
    }

    public static byte[] Key { get; } = [.. Enumerable.Range(100, 32).Select(i => (byte)i)];

    public Machine Machine { get; }

    public string FlashPath => _flash.Path;

    /// <summary>The ground of the running program, when <see cref="RunLink"/> runs it.</summary>
    public Ground? Ground { get; private set; }

    public string Story => Ground == null ? "no ground" : string.Join('\n', Ground.Log.Kept()) + "\n" + string.Join('\n', Machine.Faults);

    /// <summary>Runs a board that has nothing but the ground: no sensors, no voice.</summary>
    public void RunLink(string kind = "bench", IOrderHandler? orders = null) =>
        Run(kind, static () => new BoardClock(), ground => ground.Link.Orders = orders ?? ground.Link.Orders);

    /// <summary>Runs a board as the test assembles it, on a clock of the test's choice.</summary>
    public void Run(string kind, Func<Clock> clock, Action<Ground> assemble) => Machine.Run(() =>
    {
        var ground = Ground.Open(kind, clock(), new FileFlash(Platform.FlashRoot));
        Ground = ground;
        assemble(ground);
        ground.Restore();
        ground.Supervisor.Run();
    });

    /// <summary>Calls the board's code on one of its own threads.</summary>
    public void On(Action<Ground> act)
    {
        Wait.Until(() => Ground != null, () => "the board has not opened its ground");
        Machine.Call(() => act(Ground!));
    }

    public void Dispose()
    {
        Machine.Dispose();
        _flash.Dispose();
    }
}
