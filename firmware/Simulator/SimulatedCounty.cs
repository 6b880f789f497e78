using System.Diagnostics;
using EdgeWarning.Simulator.County;
using EdgeWarning.Simulator.Parts;
using EdgeWarning.Simulator.Weather;
using Speech;

namespace EdgeWarning.Simulator;

/// <summary>All boards of a plan in this process, under one weather.</summary>
public sealed class SimulatedCounty : IDisposable
{
    private readonly SpeechSynthesizer _speech;
    private readonly Action<string> _say;
    private readonly Dictionary<string, SimulatedBoard> _boards = [];
    private readonly Stopwatch _uptime = Stopwatch.StartNew();

    /// <summary>Makes the boards, without power.</summary>
    /// <param name="say">Takes a line for the person who watches.</param>
    public SimulatedCounty(
        SimulatorPlan plan, string outFolder, StormOptions weather, Action<string> say, SpeechOptions? speech = null,
        int tipSpacingMilliseconds = SimulatedBoard.UsualTipSpacingMilliseconds)
    {
        _say = say;
        _speech = new SpeechSynthesizer(speech ?? new SpeechOptions());
        Voice = new ChipVoice(_speech);
        Storm = new Storm(weather);
        TipSpacingMilliseconds = tipSpacingMilliseconds;
        foreach (PlannedBoard board in plan.Boards)
        {
            Directory.CreateDirectory(Path.Combine(outFolder, board.Id));
            _boards.Add(board.Id, new SimulatedBoard(board, plan.Settings ?? "settings", outFolder, this));
        }
    }

    public Storm Storm { get; }

    public IReadOnlyCollection<SimulatedBoard> Boards => _boards.Values;

    public TimeSpan Uptime => _uptime.Elapsed;

    /// <summary>Texts that were rendered; every other utterance was the same text again.</summary>
    public long SpeechRenderings => _speech.Renderings;

    internal ChipVoice Voice { get; }

    internal int TipSpacingMilliseconds { get; }

    public SimulatedBoard? Find(string id) => _boards.GetValueOrDefault(id);

    /// <summary>Gives power to every board, one after the other as they come: a county does not switch on in one instant.</summary>
    public void Start()
    {
        foreach (SimulatedBoard board in _boards.Values)
        {
            board.Start();
        }
    }

    /// <summary>Cuts all power; when it returns no firmware runs and every recording is complete.</summary>
    public void Dispose()
    {
        Storm.Dispose();

        // A board's threads need a moment to end, so all boards get it at the same time.
        var ends = new Thread[Math.Min(8, _boards.Count)];
        using IEnumerator<SimulatedBoard> boards = _boards.Values.GetEnumerator();
        for (int index = 0; index < ends.Length; index++)
        {
            ends[index] = new Thread(() => DisposeAll(boards));
            ends[index].UnsafeStart();
        }

        Array.ForEach(ends, end => end.Join());
        _speech.Dispose();
    }

    internal void Say(string line) => _say(line);

    private static void DisposeAll(IEnumerator<SimulatedBoard> boards)
    {
        while (true)
        {
            SimulatedBoard board;
            lock (boards)
            {
                if (!boards.MoveNext())
                {
                    return;
                }

                board = boards.Current;
            }

            board.Dispose();
        }
    }
}
