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
    private const int RecordBytes = 16;
    private const int StateBytes = 20;

    private long _readingsMade;
    private long _rainMicrometres;

    /// <summary>Readings that the firmware has written down since the board's first day. Layout: OutboxShelf and OutboxRecord of the firmware.</summary>
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

    /// <summary>The highest sequence that any segment speaks of.</summary>
    private static long LastWritten(IFlash flash) =>
        flash.Names().Where(name => name.StartsWith("log.", StringComparison.Ordinal)).Select(name => LastIn(flash, name)).DefaultIfEmpty(0).Max();

    private static long LastIn(IFlash flash, string name)
    {
        var segment = new byte[Math.Max(0, flash.Length(name))];
        int length = flash.Read(name, 0, segment, 0, segment.Length);
        for (int at = length - (length % RecordBytes) - RecordBytes; at >= HeadBytes; at -= RecordBytes)
        {
            if (Bytes.GetUInt16(segment, at + 14) == (Crc32.Of(segment, at, 14) & 0xFFFF))
            {
                return Bytes.GetUInt32(segment, 8) + (Bytes.GetUInt32(segment, at) & 0xFFFFFF);
            }
        }

        return 0;
    }

    private static long NextOfState(IFlash flash)
    {
        var state = new byte[StateBytes];
        return new TwinFile(flash, "outbox", StateBytes).Read(state) == StateBytes ? Bytes.GetUInt32(state, 8) : 1;
    }
}
