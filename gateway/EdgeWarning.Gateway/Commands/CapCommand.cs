using System.CommandLine;
using EdgeWarning.Gateway.Warnings;

namespace EdgeWarning.Gateway.Commands;

/// <summary><c>gateway cap check</c>: is a CAP file sound, and what would it do? Offline; nothing is stored.</summary>
internal static class CapCommand
{
    public static Command Create()
    {
        var files = new Argument<string[]>("FILE") { Description = "CAP 1.2 files", Arity = ArgumentArity.OneOrMore };
        var check = new Command("check", "Checks CAP 1.2 files against the standard and says what each would do. Nothing is stored and nothing sounds.") { files };
        check.SetAction(parsed => CapCheck.Run(parsed.GetValue(files)!, parsed.InvocationConfiguration.Output));
        return new Command("cap", "Works on CAP 1.2 files.") { check };
    }
}
