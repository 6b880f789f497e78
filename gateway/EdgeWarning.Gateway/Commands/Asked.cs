using EdgeWarning.Gateway.People;

namespace EdgeWarning.Gateway.Commands;

/// <summary>Secrets that are typed, never arguments: those stand in process lists and histories.</summary>
internal static class Asked
{
    /// <summary>Asks twice at a terminal, without showing it; otherwise takes the first line of standard input.</summary>
    public static string Password(string name, TextWriter output)
    {
        var password = System.Console.IsInputRedirected ? System.Console.In.ReadLine() ?? "" : Typed($"password for {name}: ", output);
        if (Passwords.FaultOf(password, name) is { } fault)
        {
            throw new CommandException(fault.Text);
        }

        return System.Console.IsInputRedirected || Typed("again: ", output) == password ? password : throw new CommandException("these were two different passwords");
    }

    private static string Typed(string question, TextWriter output)
    {
        output.Write(question);
        output.Flush();
        var typed = new System.Text.StringBuilder();
        while (System.Console.ReadKey(intercept: true) is var key && key.Key != ConsoleKey.Enter)
        {
            if (key.Key == ConsoleKey.Backspace)
            {
                typed.Length = Math.Max(0, typed.Length - 1);
            }
            else if (!char.IsControl(key.KeyChar))
            {
                typed.Append(key.KeyChar);
            }
        }

        output.WriteLine();
        return typed.ToString();
    }
}
