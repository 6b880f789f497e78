using System.CommandLine;
using EdgeWarning.Gateway.Readings.Loggers;

namespace EdgeWarning.Gateway.Commands;

/// <summary><c>gateway readings check</c>: files of other loggers. Offline; nothing is stored.</summary>
internal static class ReadingsCommand
{
    public static Command Create()
    {
        var files = new Argument<string[]>("FILE") { Description = "Files of loggers with a MaxBotix probe", Arity = ArgumentArity.OneOrMore };
        var output = new Option<string?>("--output") { Description = "CSV to write: every reading with its QARTOD flag (1 good, 2 time not known, 3 suspect, 4 fail)" };
        var check = new Command("check", "Reads files of loggers with an ultrasonic probe, refuses rubbish, and says which readings can be trusted. Nothing is stored.") { files, output };
        check.SetAction(parsed => LoggerCheck.Run(parsed.GetValue(files)!, parsed.GetValue(output), parsed.InvocationConfiguration.Output));
        return new Command("readings", "Works on files of readings.") { check };
    }
}
