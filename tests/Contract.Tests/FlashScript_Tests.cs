using System.Diagnostics;
using System.Text.Json;

namespace EdgeWarning.Contract.Tests;

/// <summary>firmware/flash.sh with a nanoff that only writes down how it was called: no board hangs on this machine.</summary>
public sealed class FlashScript_Tests : IDisposable
{
    private const string Key = "5ec2e7000000000000000000000000000000000000000000000000000005ec2e";
    private readonly string _folder = Directory.CreateTempSubdirectory("flash \"it").FullName;

    public FlashScript_Tests()
    {
        Write("card/settings.txt", $"board = nz-1\nkind = village-station\nkey = {Key}\ngateway.host = g\ngateway.tls = 1\n");
        Write("card/ca.pem", "-----BEGIN CERTIFICATE-----\n");
        Write("card/network.json", "{\n  \"WirelessClient\": { \"Ssid\": \"village\", \"Password\": \"open sesame\" }\n}");
        Write("village-station.bin", "program");
        Nanoff("echo OK");
    }

    private string Card => Path.Combine(_folder, "card");

    private string Image => Path.Combine(_folder, "village-station.bin");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Puts_runtime_program_settings_and_network_onto_the_board_in_this_order()
    {
        (int code, string said) = Flash("--port", "/dev/null", "--image", Image, "--clr", "1.2.3", "--erase", Card);

        Assert.True(code == 0, said);
        string[] calls = File.ReadAllLines(Path.Combine(_folder, "calls"));
        Assert.Equal(2, calls.Length);
        Assert.Equal($"--target ESP32_S3_OCTAL --serialport /dev/null --update --fwversion 1.2.3 --masserase --deploy --image {Image}", calls[0]);
        Assert.Matches("^--filedeployment .*/files.json --networkdeployment .*/network.json$", calls[1]);
        JsonElement files = Json("files.json");
        Assert.Equal("/dev/null", files.GetProperty("SerialPort").GetString());
        Assert.Equal(
            [("I:\\settings.txt", $"{Card}/settings.txt"), ("I:\\ca.pem", $"{Card}/ca.pem")],
            files.GetProperty("Files").EnumerateArray().Select(file => (file.GetProperty("DestinationFilePath").GetString()!, file.GetProperty("SourceFilePath").GetString()!)));
        Assert.Equal("/dev/null", Json("network.json").GetProperty("SerialPort").GetString());
        Assert.Equal("open sesame", Json("network.json").GetProperty("WirelessClient").GetProperty("Password").GetString());
        AssertNoSecretIn(said);
    }

    [Fact]
    public void A_dry_run_prints_the_commands_and_touches_nothing()
    {
        (int code, string said) = Flash("--port", "/dev/null", "--image", Image, "--dry-run", Card);

        Assert.True(code == 0, said);
        Assert.Contains("nanoff --target ESP32_S3_OCTAL --serialport /dev/null --update --deploy --image", said);
        Assert.Contains("nanoff --filedeployment", said);
        Assert.Contains("settings.txt", said);
        Assert.Contains("nothing was touched", said);
        Assert.False(File.Exists(Path.Combine(_folder, "calls")));
        AssertNoSecretIn(said);
    }

    [Fact]
    public void A_dry_run_that_misses_something_shows_the_commands_all_the_same_and_ends_with_1()
    {
        File.Delete(Path.Combine(_folder, "bin", "nanoff"));

        (int code, string said) = Flash("--port", "/dev/null", "--image", Image, "--dry-run", Card);

        Assert.Equal(1, code);
        Assert.Contains("dotnet tool install -g nanoff", said);
        Assert.Contains("nanoff --filedeployment", said);
        Assert.Contains("nothing was touched", said);
    }

    [Fact]
    public void Assemblies_become_one_image_each_filled_up_to_four_bytes()
    {
        Write("built/a.pe", "12345");
        Write("built/b.pe", "1234");
        Write("built/c.pe", "1");
        Nanoff("cp \"$8\" image");

        (int code, string said) = Flash("--port", "/dev/null", "--image", Path.Combine(_folder, "built"), "--only", "program", Card);

        Assert.True(code == 0, said);
        Assert.Equal("12345\0\0\012341\0\0\0", File.ReadAllText(Path.Combine(_folder, "image")));
    }

    [Theory]
    [InlineData("echo 'Error deploying content file a to I:\\settings.txt'")]
    [InlineData("echo 'Exception deploying content file a to I:\\settings.txt'")]
    [InlineData("echo 'Cannot find any wireless configuration.'")]
    [InlineData("echo 'Error E6000: Could not open serial device'; exit 112")]
    public void A_step_that_failed_is_told_also_when_nanoff_ends_with_success(string nanoff)
    {
        Nanoff(nanoff);

        (int code, string said) = Flash("--port", "/dev/null", "--only", "settings", Card);

        Assert.Equal(1, code);
        Assert.Contains("The board is not ready", said);
        Assert.DoesNotContain("done.", said);
    }

    [Fact]
    public void Everything_that_is_missing_is_told_at_once()
    {
        File.Delete(Path.Combine(_folder, "bin", "nanoff"));
        File.Delete(Path.Combine(Card, "ca.pem"));

        (int code, string said) = Flash("--port", "/dev/ttyNONE", "--image", Path.Combine(_folder, "nowhere.bin"), Card);

        Assert.Equal(1, code);
        Assert.Contains("dotnet tool install -g nanoff", said);
        Assert.Contains("the serial port /dev/ttyNONE: no such device", said);
        Assert.Contains("ca.pem, the gateway's authority", said);
        Assert.Contains("neither village-station.bin nor .pe files are in", said);
    }

    [Theory]
    [InlineData("say the folder")]
    [InlineData("there is no option --fast", "--fast")]
    [InlineData("--port needs a value", "--port")]
    [InlineData("--only all: there are program and settings", "--only", "all", "x")]
    [InlineData("one board at a time", "a", "b")]
    [InlineData("would leave a board without a program", "--erase", "--only", "settings", "x")]
    public void A_wrong_command_line_is_told_what_is_wrong(string problem, params string[] arguments)
    {
        (int code, string said) = Flash(arguments);
        Assert.Equal((2, true), (code, said.Contains(problem, StringComparison.Ordinal)));
    }

    [Fact]
    public void A_checker_of_scripts_finds_nothing()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/shellcheck"), "shellcheck is not installed");
        (int code, string said) = Run("/usr/bin/shellcheck", [House.In("firmware/flash.sh")]);
        Assert.True(code == 0, said);
    }

    private static void AssertNoSecretIn(string said)
    {
        Assert.DoesNotContain(Key, said);
        Assert.DoesNotContain("open sesame", said);
    }

    private JsonElement Json(string file) => JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder, file))).RootElement;

    /// <summary>A nanoff that keeps its arguments and the files that they name, then does as told.</summary>
    private void Nanoff(string then)
    {
        Write("bin/nanoff", $"#!/bin/sh\ncd '{_folder}'\necho \"$*\" >>calls\nfor file; do case $file in *.json) cp \"$file\" . ;; esac; done\n{then}\n");
        File.SetUnixFileMode(Path.Combine(_folder, "bin", "nanoff"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private void Write(string file, string text)
    {
        string path = Path.Combine(_folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private (int Code, string Said) Flash(params string[] arguments) => Run("/bin/bash", [House.In("firmware/flash.sh"), .. arguments]);

    private (int Code, string Said) Run(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, UseShellExecute = false };
        start.Environment["PATH"] = $"{Path.Combine(_folder, "bin")}:/usr/bin:/bin";
        start.Environment["HOME"] = _folder;
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + error.Result);
    }
}
