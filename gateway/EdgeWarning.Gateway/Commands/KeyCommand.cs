using System.CommandLine;
using EdgeWarning.Gateway.People;
using EdgeWarning.Gateway.Platform.Audit;

namespace EdgeWarning.Gateway.Commands;

/// <summary><c>gateway key add | list | revoke</c>: keys of machines.</summary>
internal static class KeyCommand
{
    public static Command Create() => new("key", "Looks after the keys with which machines use the API. Works beside a running gateway and without one.") { Add(), List(), Revoke() };

    private static Command Add()
    {
        var name = new Argument<string>("NAME") { Description = "Which machine it is for" };
        var roles = RolesOption.Create();
        var command = new Command("add", "Makes a key and writes it, alone, to standard output: this once and never again.") { name, roles };
        var settings = new SettingOptions(command);
        command.SetAction(async (parsed, stopping) =>
        {
            var normal = Person.Normal(parsed.GetValue(name)!);
            var given = RolesOption.Of(parsed, roles);
            if ((Person.FaultOfName(normal) ?? ApiKeyStore.FaultOf(given)) is { } fault)
            {
                throw new CommandException(fault.Text);
            }

            await using var folder = OpenedFolder.Open(settings, parsed, mayCreate: true);
            var key = await folder.Get<ApiKeyStore>().Add(normal, given, Actor.CommandLine, stopping) ?? throw new CommandException($"{normal} is taken");
            await parsed.InvocationConfiguration.Output.WriteLineAsync(key);
            await parsed.InvocationConfiguration.Error.WriteLineAsync($"gateway: key {normal} ({Roles.Text(given)}); send it as \"Authorization: Bearer KEY\"");
            return ExitCode.Ok;
        });
        return command;
    }

    private static Command List()
    {
        var command = new Command("list", "Lists the keys, without the keys themselves.");
        var settings = new SettingOptions(command);
        command.SetAction(async parsed =>
        {
            await using var folder = OpenedFolder.Open(settings, parsed);
            var keys = folder.Get<ApiKeyStore>().All();
            foreach (var key in keys)
            {
                await parsed.InvocationConfiguration.Output.WriteLineAsync(
                    $"{key.Name,-20} {(key.RevokedAt is null ? "" : "revoked"),-8} {(key.UsedAt is { } used ? $"{used.UtcDateTime:u} from {key.UsedFrom}" : "never used"),-42} {Roles.Text(key.Roles)}");
            }

            await parsed.InvocationConfiguration.Output.WriteLineAsync($"{keys.Count} keys");
            return ExitCode.Ok;
        });
        return command;
    }

    private static Command Revoke()
    {
        var name = new Argument<string>("NAME") { Description = "Which key" };
        var command = new Command("revoke", "Ends a key at once and for ever.") { name };
        var settings = new SettingOptions(command);
        command.SetAction(async (parsed, stopping) =>
        {
            await using var folder = OpenedFolder.Open(settings, parsed);
            var normal = Person.Normal(parsed.GetValue(name)!);
            if (!await folder.Get<ApiKeyStore>().Revoke(normal, Actor.CommandLine, stopping))
            {
                throw new CommandException($"there is no key {normal} that is still good");
            }

            await parsed.InvocationConfiguration.Output.WriteLineAsync($"revoked {normal}");
            return ExitCode.Ok;
        });
        return command;
    }
}
