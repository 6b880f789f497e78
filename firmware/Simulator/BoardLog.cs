using System.Collections.Concurrent;
using System.Diagnostics;
using NanoHost;

namespace EdgeWarning.Simulator;

/// <summary>
/// The debug ports of all boards: each line goes to <c>DIR/&lt;board&gt;/board.log</c>, at most 1 MB of it. Firmware built for release prints
/// nothing there.
/// </summary>
internal sealed class BoardLog : TraceListener
{
    private const long LongestFileBytes = 1 << 20;

    private readonly ConcurrentDictionary<string, StreamWriter> _files = [];
    private readonly string _folder;

    public BoardLog(string folder)
    {
        _folder = folder;
        Trace.Listeners.Clear();
        Trace.Listeners.Add(this);
        Trace.UseGlobalLock = false;
    }

    public override bool IsThreadSafe => true;

    public override void Write(string? message) => WriteLine(message);

    public override void WriteLine(string? message)
    {
        if (Machine.PowerIsCut)
        {
            return;
        }

        string board;
        try
        {
            board = Machine.Current.Name;
        }
        catch (Exception nobodys) when (nobodys is InvalidOperationException or PowerCutException)
        {
            return;
        }

        StreamWriter file = _files.GetOrAdd(board, name => new StreamWriter(Path.Combine(_folder, name, "board.log"), append: true) { AutoFlush = true });
        lock (file)
        {
            if (file.BaseStream.CanWrite && file.BaseStream.Position < LongestFileBytes)
            {
                file.WriteLine(message);
            }
        }
    }

    protected override void Dispose(bool disposing)
    {
        Trace.Listeners.Remove(this);
        foreach (StreamWriter file in _files.Values)
        {
            lock (file)
            {
                file.Dispose();
            }
        }

        base.Dispose(disposing);
    }
}
