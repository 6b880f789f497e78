using System.CommandLine;
using EdgeWarning.Gateway.Platform.Audit;

namespace EdgeWarning.Gateway.Commands;

/// <summary><c>gateway audit verify</c>: has anyone changed the past?</summary>
internal static class AuditCommand
{
    public static Command Create()
    {
        var verify = new Command("verify", "Walks the chain of audit rows and says whether it is whole. Works beside a running gateway.");
        var settings = new SettingOptions(verify);
        verify.SetAction(async parsed =>
        {
            await using var folder = OpenedFolder.Open(settings, parsed);
            var verdict = folder.Get<AuditLog>().Verify();
            var output = parsed.InvocationConfiguration.Output;
            if (verdict.Problem is { } problem)
            {
                throw new CommandException($"the audit is not whole: {problem} (looked at {verdict.Rows} rows)");
            }

            await output.WriteLineAsync($"whole: {verdict.Rows} rows; head {verdict.Head}");
            await output.WriteLineAsync("Note the head elsewhere: it proves every row before it.");
            return ExitCode.Ok;
        });
        return new Command("audit", "Works on the audit log.") { verify };
    }
}
