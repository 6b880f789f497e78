using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace EdgeWarning.Gateway.Commands;

/// <summary>What a command ends with. A script may rely on it.</summary>
public static class ExitCode
{
    public const int Ok = 0;

    /// <summary>Understood, but refused or failed; the reason is on standard error.</summary>
    public const int Failed = 1;

    /// <summary>The command line itself was wrong.</summary>
    public const int Usage = 2;
}

/// <summary>The command line of the gateway: <c>gateway run</c>, <c>gateway cap check</c>, <c>gateway board add</c> ...</summary>
public static class GatewayCommand
{
    public static async Task<int> Run(string[] arguments, TextWriter output, TextWriter error)
    {
        var parsed = Root().Parse(arguments);
        if (parsed.Action is ParseErrorAction)
        {
            foreach (var wrong in parsed.Errors)
            {
                await error.WriteLineAsync($"gateway: {wrong.Message}");
            }

            await error.WriteLineAsync($"Try: {CallOf(parsed.CommandResult.Command)} --help");
            return ExitCode.Usage;
        }

        try
        {
            // The running gateway ends on SIGTERM and Ctrl-C by itself; the other commands are done before anyone could ask.
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                Output = output,
                Error = error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            });
        }
        catch (CommandException failure)
        {
            await error.WriteLineAsync($"gateway: {failure.Message}");
            return ExitCode.Failed;
        }
        catch (Exception lost) when (lost is IOException or UnauthorizedAccessException or Microsoft.Data.Sqlite.SqliteException)
        {
            await error.WriteLineAsync($"gateway: {lost.Message}");
            return ExitCode.Failed;
        }
    }

    internal static Command Root()
    {
        // Not a RootCommand: that one takes the name of the program's file.
        var root = new Command("gateway", "EdgeWarning gateway: takes warnings, makes every loudspeaker of the area sound them, and proves who heard.")
        {
            RunCommand.Create(),
            CapCommand.Create(),
            ReadingsCommand.Create(),
            BoardCommand.Create(),
            PersonCommand.Create(),
            KeyCommand.Create(),
            PlaceCommand.Create(),
            HardwareCommand.Create(),
            ClipCommand.Create(),
            VoiceCommand.Create(),
            UpdateCommand.Create(),
            AuditCommand.Create(),
            new VersionOption(),
        };
        var help = new HelpOption();
        help.Action = new HelpWithExamples((HelpAction)help.Action!);
        root.Add(help);
        return root;
    }

    internal static string CallOf(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? $"{CallOf(parent)} {command.Name}" : "gateway";

    /// <summary>The usual help, then what one would really type.</summary>
    private sealed class HelpWithExamples(HelpAction usual) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            usual.Invoke(parseResult);
            var examples = Examples.Of(CallOf(parseResult.CommandResult.Command));
            if (examples.Count > 0)
            {
                var output = parseResult.InvocationConfiguration.Output;
                output.WriteLine("Examples:");
                foreach (var example in examples)
                {
                    output.WriteLine($"  {example}");
                }

                output.WriteLine();
            }

            return ExitCode.Ok;
        }
    }
}

/// <summary>A command that could not do what was asked, in words for whoever typed it.</summary>
public sealed class CommandException(string message) : Exception(message);
