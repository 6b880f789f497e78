using System.CommandLine;
using EdgeWarning.Gateway.People;
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
            var verdict = folder.Get<AuditAnchor>().Verify();
            var output = parsed.InvocationConfiguration.Output;
            if (verdict.Problem is { } problem)
            {
                throw new CommandException($"the audit is not whole: {problem} (looked at {verdict.Rows} rows)");
            }

            await output.WriteLineAsync($"whole: {verdict.Rows} rows; head {verdict.Head}");
            await output.WriteLineAsync("Note the head elsewhere: it proves every row before it.");
            return ExitCode.Ok;
        });
        return new Command("audit", "Works on the audit log.") { verify, Export() };
    }

    private static Command Export()
    {
        var form = new Option<string>("--form") { Description = "jsonl (one JSON object a line) or csv", HelpName = "FORM", DefaultValueFactory = _ => "jsonl" };
        form.AcceptOnlyFromAmong("jsonl", "csv");
        var command = new Command("export", "Writes every row to standard output, the oldest first, with its hash. Works beside a running gateway.") { form };
        var settings = new SettingOptions(command);
        command.SetAction(async parsed =>
        {
            await using var folder = OpenedFolder.Open(settings, parsed);
            var output = parsed.InvocationConfiguration.Output;
            folder.Get<AuditLog>().Walk(rows => AuditExport.Write(rows, parsed.GetValue(form) == "csv", output));
            return ExitCode.Ok;
        });
        return command;
    }
}
