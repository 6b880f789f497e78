using System.CommandLine;

namespace EdgeWarning.Gateway.Commands;

/// <summary><c>gateway run</c>: the gateway itself.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var command = new Command("run", "Runs the gateway until it is told to end (Ctrl-C or SIGTERM).");
        var settings = new SettingOptions(command)
            .Add<string>(command, "--urls", "URLS", "Urls", $"Where the console and API are served [default: {GatewayApp.DefaultUrls}]")
            .AddMqtt(command)
            .AddFiles(command)
            .Add<int?>(command, "--tone-ms", "MS", "Sound:ToneMilliseconds", "How long the tone lasts before each reading of the text, milliseconds [default: 8000]")
            .Add<int?>(command, "--repeats", "N", "Sound:Repeats", "How often tone and text are played [default: by priority]")
            .Add<int?>(command, "--volume", "PERCENT", "Sound:VolumePercent", "Loudness in percent of full scale [default: by priority]")
            .Add<int?>(command, "--heartbeat-seconds", "S", "Devices:HeartbeatSeconds", "How often boards give a sign of life [default: 60]");
        command.SetAction((parsed, stopping) => GatewayApp.Run(configuration => settings.Configure(parsed, configuration), parsed.InvocationConfiguration.Output, stopping));
        return command;
    }
}
