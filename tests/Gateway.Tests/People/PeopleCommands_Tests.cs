using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using EdgeWarning.Gateway.Commands;
using EdgeWarning.Gateway.People;
using EdgeWarning.Gateway.Platform.Storage;
using EdgeWarning.Gateway.Tests.Broadcast;
using EdgeWarning.Gateway.Tests.Platform;

namespace EdgeWarning.Gateway.Tests.People;

/// <summary>gateway person, key and audit: the real program, as somebody types it.</summary>
public sealed class PeopleCommands_Tests
{
    private const string Password = "the river is high";

    [Fact]
    public async Task A_person_who_was_added_beside_a_running_gateway_signs_in_and_a_locked_out_one_comes_in_again()
    {
        await using var office = await Office.Open();
        var data = DataOf(office);
        var (code, output, _) = await Type(Password, "person", "add", "Li.Na", "--full-name", "李娜", "--roles", "officer,administrator", "--data", data);
        Assert.Equal((ExitCode.Ok, "added li.na: officer, administrator\n"), (code, output));
        using var door = await Staff.Hire(office, "other", Role.Viewer);
        using var staff = door.Elsewhere("li.na");
        for (var mistake = 0; mistake < SignInFailures.FreeOfName; mistake++)
        {
            using var wrong = await staff.SignIn("forgotten for ever");
            Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        }

        using var locked = await staff.SignIn(Password);
        Assert.Equal(HttpStatusCode.TooManyRequests, locked.StatusCode);
        Assert.Equal(ExitCode.Ok, (await Type("a new one for li", "person", "reset-password", "li.na", "--data", data)).Code);
        using var back = await staff.SignIn("a new one for li");
        Assert.Equal(HttpStatusCode.OK, back.StatusCode);
        Assert.Equal(ExitCode.Ok, (await Type("", "person", "disable", "li.na", "--data", data)).Code);
        Assert.False((await staff.Session()).GetProperty("signedIn").GetBoolean());
        Assert.Equal(ExitCode.Ok, (await Type("", "person", "enable", "li.na", "--data", data)).Code);
        Assert.Equal(ExitCode.Ok, (await Type("", "person", "roles", "li.na", "--roles", "viewer", "--data", data)).Code);
        var list = (await Type("", "person", "list", "--data", data)).Output;
        Assert.Matches(@"li\.na\s+\d{4}-.*viewer  李娜", list);
        Assert.Contains("2 people", list);
    }

    [Theory]
    [InlineData("short", "it needs 12", "person", "add", "li.na", "--roles", "officer")]
    [InlineData("", "it needs 12", "person", "add", "li.na", "--roles", "officer")]
    [InlineData(Password, "2 to 40 letters", "person", "add", "li na", "--roles", "officer")]
    [InlineData(Password, "a key cannot be administrator", "key", "add", "upstream", "--roles", "officer,administrator")]
    public async Task What_cannot_be_is_refused_and_makes_nothing(string typed, string why, params string[] arguments)
    {
        using var folder = new TestFolder();
        var (code, _, error) = await Type(typed, [.. arguments, "--data", folder.File("new")]);
        Assert.Equal(ExitCode.Failed, code);
        Assert.Contains(why, error);
        Assert.False(Directory.Exists(folder.File("new")));
    }

    [Fact]
    public async Task A_key_goes_to_standard_output_alone_and_works_at_once()
    {
        await using var office = await Office.Open();
        var data = DataOf(office);
        var (code, output, error) = await Type("", "key", "add", "upstream", "--roles", "officer", "--data", data);
        Assert.True(code == ExitCode.Ok, error);
        Assert.Matches("^ewk_[A-Za-z0-9_-]{43}\n$", output);
        using var machine = office.Anonymous();
        machine.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", output.Trim());
        Assert.Equal(HttpStatusCode.OK, (await machine.GetAsync(new Uri("/api/warnings", UriKind.Relative))).StatusCode);
        Assert.Equal(ExitCode.Failed, (await Type("", "key", "add", "upstream", "--roles", "viewer", "--data", data)).Code);
        Assert.Equal(ExitCode.Ok, (await Type("", "key", "revoke", "upstream", "--data", data)).Code);
        Assert.Equal(HttpStatusCode.Unauthorized, (await machine.GetAsync(new Uri("/api/warnings", UriKind.Relative))).StatusCode);
        Assert.Matches(@"upstream\s+revoked\s+\d{4}-.* from 127\.0\.0\.1\s+officer", (await Type("", "key", "list", "--data", data)).Output);
        Assert.Equal(ExitCode.Failed, (await Type("", "key", "revoke", "upstream", "--data", data)).Code);
    }

    [Fact]
    public async Task The_audit_is_exported_whole_in_both_forms_and_a_formula_stays_a_word()
    {
        using var folder = new TestFolder();
        Assert.Equal(ExitCode.Ok, (await Type(Password, "person", "add", "li.na", "--full-name", "=HYPERLINK(\"http://a\",\"b\")", "--roles", "viewer", "--data", folder.Path)).Code);
        var lines = (await Type("", "audit", "export", "--data", folder.Path)).Output.TrimEnd().Split('\n').Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        Assert.Equal([1L, 2L], lines.Select(line => line.GetProperty("id").GetInt64()));
        Assert.Equal(("command line", Environment.UserName, "person added"), (Text(lines[0], "who"), Text(lines[0], "origin"), Text(lines[0], "act")));
        var csv = (await Type("", "audit", "export", "--form", "csv", "--data", folder.Path)).Output.Split('\n');
        Assert.Equal("id,at,who,origin,act,subject,detail,hash", csv[0].TrimStart('\uFEFF'));
        Assert.Contains("\"'=HYPERLINK(\"\"http://a\"\",\"\"b\"\"): viewer\"", csv[1]);
    }

    [Fact]
    public async Task Rows_that_a_command_wrote_are_anchored_before_it_ends()
    {
        using var folder = new TestFolder();
        await Type(Password, "person", "add", "li.na", "--roles", "viewer", "--data", folder.Path);
        Assert.Contains("row = 2", await File.ReadAllTextAsync(folder.File("audit.anchor")));
        var (code, output, _) = await Type("", "audit", "verify", "--data", folder.Path);
        Assert.Equal(ExitCode.Ok, code);
        Assert.Contains("whole: 2 rows", output);
    }

    private static string DataOf(Office office) => Path.GetDirectoryName(office.Get<Database>().File)!;

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static async Task<(int Code, string Output, string Error)> Type(string line, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "EdgeWarning.Gateway.dll"), .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteLineAsync(line);
        process.StandardInput.Close();
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }
}
