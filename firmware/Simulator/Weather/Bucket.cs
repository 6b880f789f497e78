namespace EdgeWarning.Simulator.Weather;

/// <summary>The tipping bucket of one board: tips that are due queue here until the reed can follow.</summary>
/// <param name="board">The board it is wired to.</param>
/// <param name="tipMicrometres">Rain of one tip, as the board's settings say.</param>
/// <param name="spacingMilliseconds">Shortest time between two tips that a reed and its debounce tell apart.</param>
/// <param name="reedIsReady">The reed has opened again after the last tip and has been quiet for longer than the debounce.</param>
/// <param name="tip">Closes the reed once.</param>
public sealed class Bucket(string board, int tipMicrometres, int spacingMilliseconds, Func<bool> reedIsReady, Action tip)
{
    private long _due;
    private long _fallen;
    private long _readyAtMilliseconds;

    public string Board { get; } = board;

    public int TipMicrometres { get; } = tipMicrometres;

    /// <summary>Tips that the bucket has made.</summary>
    public long Fallen => Interlocked.Read(ref _fallen);

    /// <summary>Tips that the weather has asked for and the reed could not follow yet.</summary>
    public long Behind => Interlocked.Read(ref _due) - Fallen;

    public long RainMicrometresFallen => Fallen * TipMicrometres;

    /// <summary>The weather says how many tips there are by now; at most one of them falls.</summary>
    internal void Follow(long due, long realMilliseconds)
    {
        Interlocked.Exchange(ref _due, due);
        if (Fallen < due && realMilliseconds >= _readyAtMilliseconds && reedIsReady())
        {
            _readyAtMilliseconds = realMilliseconds + spacingMilliseconds;
            Interlocked.Increment(ref _fallen);
            tip();
        }
    }

    /// <summary>Every tip has fallen and the last one's reed is open again.</summary>
    internal bool IsAtRest(long realMilliseconds) => Behind == 0 && realMilliseconds >= _readyAtMilliseconds && reedIsReady();
}
