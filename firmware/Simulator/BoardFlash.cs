using EdgeWarning.Common;
using EdgeWarning.RainGauge;

namespace EdgeWarning.Simulator;

/// <summary>
/// Looks at a board's flash from outside while its firmware runs, as a technician with a reader would. What is torn at the moment reads as
/// before, so the counts never shrink.
/// </summary>
internal sealed class BoardFlash(string path)
{
    private const int HeadBytes = 16;
    private const int RecordBytes = 24;
    private const int StateBytes = 16;

    private long _readingsMade;
    private long _rainMicrometres;

    /// <summary>Readings that the firmware has written down since the board's first day. Layout: <see cref="Outbox"/>.</summary>
    public long ReadingsMade() => Newest(ref _readingsMade, flash => Math.Max(LastWritten(flash), NextOfState(flash) - 1));

    /// <summary>Rain that the firmware has counted since the board's first day.</summary>
    public long RainMicrometres() => Newest(ref _rainMicrometres, flash => new RainCounter(flash).Micrometres);

    private long Newest(ref long known, Func<IFlash, long> look)
    {
        try
        {
            if (Directory.Exists(path))
            {
                known = Math.Max(known, look(new FileFlash(path)));
            }
        }
        catch (IOException)
        {
            // The firmware deleted the file between two looks; the next look finds the new one.
        }

        return known;
    }

    /// <summary>The last sound record of the last segment. Sequences begin at 1 and have no gap.</summary>
    private static long LastWritten(IFlash flash)
    {
        string? last = flash.Names().Where(name => name.StartsWith("log.", StringComparison.Ordinal))
            .MaxBy(name => int.TryParse(name.AsSpan(4), out int number) ? number : -1);
        int length = last is null ? 0 : Math.Max(0, flash.Length(last));
        var segment = new byte[length];
        length = last is null ? 0 : flash.Read(last, 0, segment, 0, length);
        long made = 0;
        for (int at = HeadBytes; at + RecordBytes <= length; at += RecordBytes)
        {
            if (Bytes.GetUInt32(segment, at + RecordBytes - 4) == Crc32.Of(segment, at, RecordBytes - 4))
            {
                made = Bytes.GetUInt32(segment, at);
            }
        }

        return made;
    }

    private static long NextOfState(IFlash flash)
    {
        var state = new byte[StateBytes];
        return new TwinFile(flash, "outbox", StateBytes).Read(state) == StateBytes ? Bytes.GetUInt32(state, 8) : 1;
    }
}
