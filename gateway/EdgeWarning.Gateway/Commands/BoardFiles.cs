using System.CommandLine;
using EdgeWarning.Gateway.Devices;

namespace EdgeWarning.Gateway.Commands;

/// <summary>Where the commands put a board's files, what goes into them from the command line, and what is said of them. Keys and passwords go into files only.</summary>
internal sealed class BoardFiles
{
    private readonly Option<string?> _out = new("--out") { Description = "Write each board's files into DIR/<board>/ [default: boards in the data folder]", HelpName = "DIR" };
    private readonly Option<bool> _overwrite = new("--overwrite") { Description = "Replace files that are there already" };
    private readonly Option<string?> _ssid = new("--wifi-ssid") { Description = "The village's Wi-Fi, for network.json [default: no network.json]", HelpName = "NAME" };
    private readonly Option<string?> _password = new("--wifi-password-file") { Description = "File that holds its password; - reads it from standard input", HelpName = "FILE" };

    /// <summary>Read once: standard input cannot be read twice.</summary>
    private WifiAccess? _wifi;

    public BoardFiles(Command command)
    {
        command.Add(_out);
        command.Add(_overwrite);
        command.Add(_ssid);
        command.Add(_password);
    }

    /// <summary>Whatever would go wrong after the store was changed is found before.</summary>
    public void CheckBefore(OpenedFolder office, ParseResult parsed, IEnumerable<string> boards)
    {
        if (!parsed.GetValue(_overwrite) && BoardSettings.Existing(boards, FolderOf(office, parsed)) is { Count: > 0 } existing)
        {
            throw new CommandException($"nothing was changed: {string.Join(", ", existing.Take(5))}{(existing.Count > 5 ? $" and {existing.Count - 5} more" : "")} would be replaced, and may hold the only copy of a key. Take another --out, or say --overwrite");
        }

        _ = WifiOf(parsed);
    }

    /// <summary>Writes the files and says where they are.</summary>
    public async Task<int> Write(OpenedFolder office, ParseResult parsed, IReadOnlyList<Board> boards, string done)
    {
        string folder = FolderOf(office, parsed);
        bool hasText = office.Get<BoardSettings>().Write(boards, folder, WifiOf(parsed));
        TextWriter output = parsed.InvocationConfiguration.Output;
        await output.WriteLineAsync(boards.Count == 1
            ? $"{done} {boards[0].Id}; its settings, authority and label are in {Path.Combine(folder, boards[0].Id)}"
            : $"{done} {boards.Count} boards; their settings, authorities and labels are in {folder}");
        await output.WriteLineAsync("They hold keys: copy them onto the boards (firmware/flash.sh does) and nowhere else, then delete them.");
        if (!hasText)
        {
            await output.WriteLineAsync("The labels have no text, only the code: install the Debian package unifont and write them again.");
        }

        return ExitCode.Ok;
    }

    private string FolderOf(OpenedFolder office, ParseResult parsed) => Path.GetFullPath(parsed.GetValue(_out) ?? office.Get<Platform.DataFolder>().File("boards"));

    private WifiAccess? WifiOf(ParseResult parsed)
    {
        if (parsed.GetValue(_ssid) is not { } ssid)
        {
            return parsed.GetValue(_password) is null ? null : throw new CommandException("--wifi-password-file: say --wifi-ssid as well");
        }

        _wifi ??= new WifiAccess(ssid, PasswordIn(parsed.GetValue(_password)));
        return _wifi.Fault is { } fault ? throw new CommandException($"--wifi-ssid: {fault}") : _wifi;
    }

    private static string PasswordIn(string? file) => file switch
    {
        null => "",
        "-" => System.Console.In.ReadLine() ?? "",
        _ => File.ReadLines(file).FirstOrDefault() ?? "",
    };
}
