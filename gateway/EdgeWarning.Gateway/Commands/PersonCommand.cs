using System.CommandLine;
using EdgeWarning.Gateway.People;
using EdgeWarning.Gateway.Platform.Audit;

namespace EdgeWarning.Gateway.Commands;

/// <summary><c>gateway person add | list | roles | reset-password | disable | enable</c>: also for the administrator who is locked out.</summary>
internal static class PersonCommand
{
    public static Command Create() => new("person", "Looks after people who sign in. Works beside a running gateway and without one.") { Add(), List(), SetRoles(), Reset(), Door("disable", true), Door("enable", false) };

    private static Command Add()
    {
        var name = Name();
        var full = new Option<string?>("--full-name") { Description = "As people call them", HelpName = "NAME" };
        var roles = RolesOption.Create();
        var command = new Command("add", "Makes an account. The password is asked for, or is the first line of standard input; it is never an argument.") { name, full, roles };
        var settings = new SettingOptions(command);
        command.SetAction(async (parsed, stopping) =>
        {
            var normal = Person.Normal(parsed.GetValue(name)!);
            Refuse(Person.FaultOfName(normal)?.Text);
            var password = Asked.Password(normal, parsed.InvocationConfiguration.Output);
            await using var folder = OpenedFolder.Open(settings, parsed, mayCreate: true);
            var person = new Person(normal, parsed.GetValue(full) ?? normal, RolesOption.Of(parsed, roles), false, null, default, null);
            Refuse(await folder.Get<PersonStore>().Add(person, folder.Get<Passwords>().Hash(password), Actor.CommandLine, stopping: stopping) ? null : $"{normal} is taken");
            await parsed.InvocationConfiguration.Output.WriteLineAsync($"added {normal}: {Roles.Text(person.Roles)}");
            return ExitCode.Ok;
        });
        return command;
    }

    private static Command List()
    {
        var command = new Command("list", "Lists everyone who has an account.");
        var settings = new SettingOptions(command);
        command.SetAction(async parsed =>
        {
            await using var folder = OpenedFolder.Open(settings, parsed);
            var people = folder.Get<PersonStore>().All();
            foreach (var person in people)
            {
                await parsed.InvocationConfiguration.Output.WriteLineAsync(
                    $"{person.Name,-20} {(person.DisabledAt is null ? "" : "disabled"),-8} {person.SignedInAt?.UtcDateTime.ToString("u") ?? "never signed in",-20}  {Roles.Text(person.Roles)}  {person.FullName}");
            }

            await parsed.InvocationConfiguration.Output.WriteLineAsync($"{people.Count} people");
            return ExitCode.Ok;
        });
        return command;
    }

    private static Command SetRoles()
    {
        var name = Name();
        var roles = RolesOption.Create();
        return Changing(new Command("roles", "Gives someone these roles instead of those they have.") { name, roles }, name, (person, parsed) => person with { Roles = RolesOption.Of(parsed, roles) });
    }

    private static Command Door(string verb, bool closed)
    {
        var name = Name();
        var what = closed ? "Lets someone not come in any more, and signs them out everywhere." : "Lets someone come in again.";
        return Changing(new Command(verb, what) { name }, name, (person, _) => person with { DisabledAt = closed ? DateTimeOffset.UnixEpoch : null });
    }

    private static Command Reset()
    {
        var name = Name();
        var command = new Command("reset-password", "Sets a new password, lifts a lock and signs the person out everywhere. The password is asked for, or is the first line of standard input.") { name };
        var settings = new SettingOptions(command);
        command.SetAction(async (parsed, stopping) =>
        {
            var normal = Person.Normal(parsed.GetValue(name)!);
            await using var folder = OpenedFolder.Open(settings, parsed);
            Refuse(folder.Get<PersonStore>().Find(normal) is null ? $"there is nobody called {normal}" : null);
            var hash = folder.Get<Passwords>().Hash(Asked.Password(normal, parsed.InvocationConfiguration.Output));
            await folder.Get<PersonStore>().SetPassword(normal, hash, mustChange: false, Actor.CommandLine, stopping: stopping);
            await parsed.InvocationConfiguration.Output.WriteLineAsync($"{normal} has a new password");
            return ExitCode.Ok;
        });
        return command;
    }

    private static Command Changing(Command command, Argument<string> name, Func<Person, ParseResult, Person> change)
    {
        var settings = new SettingOptions(command);
        command.SetAction(async (parsed, stopping) =>
        {
            await using var folder = OpenedFolder.Open(settings, parsed);
            var people = folder.Get<PersonStore>();
            var before = people.Find(parsed.GetValue(name)!) ?? throw new CommandException($"there is nobody called {parsed.GetValue(name)}");
            var after = change(before, parsed);
            await people.Change(after.Name, after.FullName, after.Roles, after.DisabledAt is not null, Actor.CommandLine, mayLockOut: true, stopping);
            await parsed.InvocationConfiguration.Output.WriteLineAsync($"{after.Name}: {Roles.Text(after.Roles)}{(after.DisabledAt is null ? "" : "; may not come in")}");
            return ExitCode.Ok;
        });
        return command;
    }

    private static Argument<string> Name() => new("NAME") { Description = "What one signs in with" };

    private static void Refuse(string? fault)
    {
        if (fault is not null)
        {
            throw new CommandException(fault);
        }
    }
}

/// <summary><c>--roles officer,technician</c>.</summary>
internal static class RolesOption
{
    public static Option<string> Create()
    {
        var option = new Option<string>("--roles") { Description = $"Any of {string.Join(", ", Roles.All.Select(Roles.NameOf))}, with commas between", HelpName = "ROLES", Required = true };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { } given && !Roles.TryParse(given.Split(','), out _, out var unknown))
            {
                result.AddError($"--roles: there is no role \"{unknown}\"; there are {string.Join(", ", Roles.All.Select(Roles.NameOf))}");
            }
        });
        return option;
    }

    public static Role Of(ParseResult parsed, Option<string> option) =>
        Roles.TryParse(parsed.GetValue(option)!.Split(','), out var roles, out var unknown) ? roles : throw new CommandException($"there is no role {unknown}");
}
