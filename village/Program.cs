using System.CommandLine;
using System.CommandLine.Invocation;
using System.Runtime.InteropServices;
using EdgeWarning.Village;

using var ending = new CancellationTokenSource();
void End(PosixSignalContext signal)
{
    // The first one ends the county in order; a second one would be the user's last word.
    signal.Cancel = !ending.IsCancellationRequested;
    ending.Cancel();
}

using PosixSignalRegistration interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
using PosixSignalRegistration terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
using PosixSignalRegistration hungUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, End);

ParseResult parsed = CommandLine.Root((options, _) => new CountyRun(options, new Screen()).Go(ending.Token)).Parse(args);
if (parsed.Action is ParseErrorAction)
{
    foreach (var wrong in parsed.Errors)
    {
        Console.Error.WriteLine($"village: {wrong.Message}");
    }
    Console.Error.WriteLine("Try: ./village.sh --help");
    return 2;
}
return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
