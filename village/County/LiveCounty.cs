using System.Diagnostics;
using System.Globalization;
using EdgeWarning.Simulator;
using EdgeWarning.Simulator.County;
using EdgeWarning.Village.Watching;

namespace EdgeWarning.Village.County;

/// <summary>
/// A running county: gateway (with its own broker) and simulated boards as processes of their own, and hands that reach into it. Used by
/// village.sh and by the village tests. Everything it writes lies in its data folder; disposing it leaves no process.
/// </summary>
public sealed class LiveCounty : IAsyncDisposable
{
    /// <summary>
    /// Least time between two tips: a reed closes for 135 ms and a board tells two tips apart from 150 ms on, so a machine that is so busy
    /// that a board sees an edge 100 ms late still loses none. A real bucket in the heaviest rain takes 750 ms.
    /// </summary>
    private const int TipSpacingMilliseconds = 300;

    private static readonly TimeSpan s_startPatience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(100);

    private readonly CountySetup _setup;
    private readonly int _httpPort;
    private readonly int _mqttPort;
    private readonly int _controlPort;
    private ChildProcess? _gateway;
    private ChildProcess? _simulator;
    private double _gatewayPeakMegabytes;

    private LiveCounty(CountySetup setup)
    {
        _setup = setup;
        int[] ports = FreePorts.Take(3);
        (_httpPort, _mqttPort, _controlPort) = (ports[0], ports[1], ports[2]);
        Gateway = new GatewayClient(new Uri($"http://127.0.0.1:{_httpPort}"));
        Simulator = new SimulatorClient(_controlPort);
    }

    public string Data => _setup.Data;

    public IReadOnlyList<PlacedBoard> Boards => _setup.Boards;

    public GatewayClient Gateway { get; }

    public SimulatorClient Simulator { get; }

    public Uri Console => Gateway.Address;

    public int MqttPort => _mqttPort;

    /// <summary>Start of the gateway's process to the first "200" of /health.</summary>
    public TimeSpan GatewayReady { get; private set; }

    /// <summary>The most that any gateway process of this county held, MiB.</summary>
    public double GatewayPeakMegabytes => Math.Max(_gatewayPeakMegabytes, _gateway?.PeakMegabytes ?? 0);

    public double SimulatorPeakMegabytes => _simulator?.PeakMegabytes ?? 0;

    /// <summary>Every process of this county, also those that its children started: programs of ours whose command line names its folders.</summary>
    public IReadOnlyList<int> Processes => [.. new[] { GatewayData, SimulatorData }
        .SelectMany(ChildProcess.Naming)
        .Distinct()
        .Where(id => ChildProcess.NameOf(id) is "dotnet" or "mosquitto" or "espeak-ng")];

    /// <summary>The broker that the gateway started.</summary>
    public IReadOnlyList<int> Brokers => [.. ChildProcess.Naming(GatewayData).Where(id => ChildProcess.NameOf(id) == "mosquitto")];

    public string BrokerFolder => Path.Combine(GatewayData, "broker");

    /// <summary>The CA that boards trust.</summary>
    public string CaFile => Path.Combine(GatewayData, "ca.pem");

    /// <summary>The gateway's store.</summary>
    public string Database => Path.Combine(GatewayData, "gateway.db");

    /// <summary>What the gateway printed.</summary>
    public string GatewayLog => Path.Combine(Data, "gateway.log");

    private string GatewayData => Path.Combine(Data, "gateway");

    private string Cards => Path.Combine(Data, "boards");

    private string SimulatorData => Path.Combine(Data, "simulator");

    /// <summary>Registers the boards, starts gateway and simulator, and returns when every board has announced itself.</summary>
    public static async Task<LiveCounty> Start(CountySetup setup, Action<string>? progress, CancellationToken stopping)
    {
        var county = new LiveCounty(setup);
        try
        {
            Directory.CreateDirectory(setup.Data);
            progress?.Invoke("registering boards");
            await county.RegisterBoards(stopping);
            county.Gateway.SignIn(await county.NewKey(stopping));
            progress?.Invoke("starting the gateway");
            await county.StartGateway(stopping);
            progress?.Invoke("starting the boards");
            await county.StartSimulator(progress, stopping);
            return county;
        }
        catch
        {
            await county.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits for a condition; when it does not come, says what was seen last.</summary>
    public async Task<T> Until<T>(string what, Func<Task<T>> look, Func<T, bool> enough, Func<T, string> describe, TimeSpan patience, CancellationToken stopping)
    {
        var watch = Stopwatch.StartNew();
        string last = "nothing was seen";
        while (true)
        {
            try
            {
                T seen = await look();
                if (enough(seen))
                {
                    return seen;
                }
                last = describe(seen);
            }
            catch (Exception gone) when (gone is HttpRequestException or TaskCanceledException && !stopping.IsCancellationRequested)
            {
                last = gone.Message;      // the gateway may just have been killed on purpose
            }
            ThrowIfEnded(_simulator);
            if (watch.Elapsed > patience)
            {
                throw new TimeoutException($"waited {patience.TotalSeconds:F0} s for {what}; last seen: {last}");
            }
            await Task.Delay(s_look, stopping);
        }
    }

    public async Task StartGateway(CancellationToken stopping)
    {
        List<string> arguments =
        [
            "run", "--data", GatewayData, "--urls", $"http://127.0.0.1:{_httpPort}", "--mqtt-port", _mqttPort.ToString(CultureInfo.InvariantCulture),
        ];
        if (_setup.ToneMilliseconds is { } tone)
        {
            arguments.AddRange(["--tone-ms", tone.ToString(CultureInfo.InvariantCulture)]);
        }
        if (_setup.Repeats is { } repeats)
        {
            arguments.AddRange(["--repeats", repeats.ToString(CultureInfo.InvariantCulture)]);
        }
        var watch = Stopwatch.StartNew();
        _gateway = ChildProcess.Start("gateway", Sources.Gateway, arguments, GatewayLog);
        while (!await Gateway.IsReady(stopping))
        {
            ThrowIfEnded(_gateway);
            if (watch.Elapsed > s_startPatience)
            {
                throw new TimeoutException($"the gateway was not ready after {s_startPatience.TotalSeconds:F0} s; it said:{Environment.NewLine}{_gateway.LastWords()}");
            }
            await Task.Delay(10, stopping);
        }
        GatewayReady = watch.Elapsed;
    }

    /// <summary>kill -9 of the gateway; its broker dies with it.</summary>
    public async Task KillGateway()
    {
        _gatewayPeakMegabytes = GatewayPeakMegabytes;
        await _gateway!.Kill();
    }

    /// <summary>kill -9 of the broker; whatever it remembered dies with it, for it writes nothing down (checked). The gateway starts another.</summary>
    public void KillBrokerAndWipe()
    {
        IReadOnlyList<int> brokers = Brokers;
        if (brokers.Count == 0)
        {
            throw new InvalidOperationException($"no broker runs for {GatewayData}");
        }
        foreach (int broker in brokers)
        {
            ChildProcess.KillProcess(broker);
        }
        string[] memory = Directory.GetFiles(GatewayData, "mosquitto*.db*", SearchOption.AllDirectories);
        if (memory.Length > 0)
        {
            throw new InvalidOperationException($"the broker has written down what it should forget: {string.Join(", ", memory)}");
        }
    }

    /// <summary>The settings that the gateway wrote for a board, with its key.</summary>
    public string SettingsOf(string board) => Path.Combine(Cards, board, "settings.txt");

    /// <summary>What the village of this board heard so far.</summary>
    public async Task<Wav> Listen(string board, CancellationToken stopping)
    {
        BoardTruth truth = (await Simulator.Boards(stopping)).Single(one => one.Id == board);
        return Wav.Read(truth.Wav ?? throw new InvalidOperationException($"\"{board}\" has no loudspeaker"));
    }

    public async ValueTask DisposeAsync()
    {
        if (_simulator is not null)
        {
            await _simulator.Stop(TimeSpan.FromSeconds(10));
            _simulator.Dispose();
        }
        if (_gateway is not null)
        {
            _gatewayPeakMegabytes = GatewayPeakMegabytes;
            await _gateway.Stop(TimeSpan.FromSeconds(10));
            _gateway.Dispose();
        }
        foreach (int left in Processes)
        {
            ChildProcess.KillProcess(left);
        }
        Gateway.Dispose();
        Simulator.Dispose();
        if (_setup.IsTemporary)
        {
            Directory.Delete(Data, recursive: true);
        }
    }

    /// <summary>Lets a person sign in at the console with this password.</summary>
    public async Task AddPerson(string name, string password, CancellationToken stopping, string roles = "officer,approver,technician,administrator") =>
        await Run("a person's account", ["person", "add", name, "--roles", roles, "--data", GatewayData], stopping, password);

    /// <summary>Gives the gateway the county's divisions, so that the console can warn by township.</summary>
    public async Task ImportDivisions(string csv, CancellationToken stopping) =>
        await Run("the county's divisions", ["place", "import", csv, "--data", GatewayData], stopping);

    /// <summary>Runs a command of the gateway beside the running one; returns what it printed.</summary>
    public async Task<string> Command(string[] arguments, CancellationToken stopping)
    {
        string log = Path.Combine(Data, $"command-{Guid.NewGuid():N}.log");
        await Run(string.Join(' ', arguments), [.. arguments, "--data", GatewayData], stopping, log: log);
        return await File.ReadAllTextAsync(log, stopping);
    }

    /// <summary>The folder that is a simulated board's flash.</summary>
    public string FlashOf(string board) => Path.Combine(SimulatorData, board, "flash");

    /// <summary>A key for the program that runs this county.</summary>
    private async Task<string> NewKey(CancellationToken stopping)
    {
        string file = Path.Combine(Data, "key.txt");
        await Run("the county's key", ["key", "add", "village", "--roles", "officer,technician", "--data", GatewayData], stopping, log: file);
        string key = (await File.ReadAllLinesAsync(file, stopping)).First(line => line.StartsWith("ewk_", StringComparison.Ordinal));
        File.Delete(file);
        return key;
    }

    private async Task RegisterBoards(CancellationToken stopping)
    {
        string csv = Path.Combine(Data, "boards.csv");
        IEnumerable<string> rows = Boards.Select(board => string.Create(
            CultureInfo.InvariantCulture, $"{board.Id},{board.Kind},{board.Village},{board.VillageName},{board.Latitude:F6},{board.Longitude:F6}"));
        await File.WriteAllLinesAsync(csv, ["board,kind,village,village_name,latitude,longitude", .. rows], stopping);
        await Run("board registration", ["board", "import", csv, "--out", Cards, "--data", GatewayData, "--mqtt-port", _mqttPort.ToString(CultureInfo.InvariantCulture), "--files-url", $"http://127.0.0.1:{_httpPort}"], stopping);
        foreach (PlacedBoard board in Boards)
        {
            string file = SettingsOf(board.Id);
            IEnumerable<string> kept = (await File.ReadAllLinesAsync(file, stopping)).Where(line => !_setup.BoardSettings.ContainsKey(line.Split('=')[0].Trim()));
            await File.WriteAllLinesAsync(file, [.. kept, .. _setup.BoardSettings.Select(setting => $"{setting.Key} = {setting.Value}")], stopping);
        }
    }

    /// <param name="input">The first line that it reads; null for nothing.</param>
    /// <param name="log">Takes what it prints.</param>
    private async Task Run(string name, string[] arguments, CancellationToken stopping, string? input = null, string? log = null)
    {
        using ChildProcess process = ChildProcess.Start(name, Sources.Gateway, arguments, log ?? Path.Combine(Data, "register.log"));
        if (input is not null)
        {
            process.Tell(input);
        }
        while (!process.HasExited)
        {
            await Task.Delay(10, stopping);
        }
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{name} ended with {process.ExitCode}: {process.LastWords()}");
        }
    }

    private async Task StartSimulator(Action<string>? progress, CancellationToken stopping)
    {
        string plan = Path.Combine(Data, "plan.json");
        new SimulatorPlan(Cards, [.. Boards.Select(board => new PlannedBoard(
            board.Id, board.Kind, board.Village, board.VillageName, "", board.Latitude, board.Longitude))]).Write(plan);
        List<string> arguments =
        [
            "--plan", plan, "--out", SimulatorData, "--control-port", _controlPort.ToString(CultureInfo.InvariantCulture),
            "--speed", _setup.Speed.ToString(CultureInfo.InvariantCulture), "--wait",
            "--tip-spacing", TipSpacingMilliseconds.ToString(CultureInfo.InvariantCulture),
        ];
        if (_setup.Rain is { } rain)
        {
            arguments.AddRange(["--rain", rain]);
        }
        if (_setup.Level is { } level)
        {
            arguments.AddRange(["--level", level]);
        }
        if (_setup.DryJump > TimeSpan.Zero)
        {
            arguments.AddRange(["--dry-jump", _setup.DryJump.TotalHours.ToString(CultureInfo.InvariantCulture)]);
        }
        if (_setup.SeriesEnd is { } end)
        {
            arguments.AddRange(["--to", end.TotalHours.ToString(CultureInfo.InvariantCulture)]);
        }
        _simulator = ChildProcess.Start("simulator", Sources.Simulator, arguments, Path.Combine(Data, "simulator.log"));
        await Until(
            "every board to announce itself",
            () => Gateway.Boards(stopping),
            boards =>
            {
                int online = boards.Count(board => board.State == "online");
                progress?.Invoke($"boards online: {online} of {Boards.Count}");
                return online == Boards.Count;
            },
            boards => string.Join(", ", boards.Where(board => board.State != "online").Select(board => $"{board.Id} is {board.State}").Take(8)),
            s_startPatience,
            stopping);
    }

    private static void ThrowIfEnded(ChildProcess? process)
    {
        if (process is { HasExited: true })
        {
            throw new InvalidOperationException($"the {process.Name} ended by itself with code {process.ExitCode}; it said:{Environment.NewLine}{process.LastWords()}");
        }
    }
}
