using System.CommandLine;
using EdgeWarning.Gateway.Devices;

namespace EdgeWarning.Gateway.Commands;

/// <summary><c>gateway hardware power | wiring</c>: what a technician calculates and draws before buying and soldering. Offline.</summary>
public static class HardwareCommand
{
    internal static Command Create() => new("hardware", "Calculates power supplies and draws wiring. Offline.") { Power(), Wiring() };

    private static Command Power()
    {
        var usual = new PowerWish();
        var kind = new Argument<string>("KIND") { Description = $"What it is: {string.Join(", ", BoardKinds.All)}" };
        kind.AcceptOnlyFromAmong([.. BoardKinds.All]);
        Option<double> cloudy = Number("--cloudy-days", "Days without sun to get through", usual.CloudyDays, 0.5, 60);
        Option<double> cold = Number("--celsius", "Temperature of the battery in those days", usual.TemperatureCelsius, -25, 45);
        Option<double> sun = Number("--sun-hours", "Hours of full sun a day in the darkest month", usual.SunHours, 0.2, 12);
        Option<double> recovery = Number("--recovery-days", "Days in which an empty battery must be full again", usual.RecoveryDays, 1, 90);
        Option<double> sound = Number("--sound-minutes", "Tone and speech a day, minutes", usual.SoundMinutes, 0, 1_440);
        Option<double> chip = Number("--chip-ma", "Mean current of the chip with Wi-Fi, milliamperes", usual.ChipMilliamperes, 1, 1_000);
        Option<double> extra = Number("--extra-mw", "Anything else on the battery, milliwatts: a mobile router takes 2000 to 6000", usual.ExtraMilliwatts, 0, 100_000);
        var probe = new Option<string>("--probe") { Description = $"How the stage is measured [default: {usual.Probe}]", HelpName = "WORD", DefaultValueFactory = _ => usual.Probe };
        probe.AcceptOnlyFromAmong("ultrasonic", "loop");
        var command = new Command("power", "Battery and solar panel for a board on a pole.") { kind, cloudy, cold, sun, recovery, sound, chip, extra, probe };
        command.SetAction(parsed =>
        {
            var wish = new PowerWish(
                parsed.GetValue(cloudy), parsed.GetValue(cold), parsed.GetValue(sun), parsed.GetValue(recovery), parsed.GetValue(sound), parsed.GetValue(chip), parsed.GetValue(extra), parsed.GetValue(probe)!);
            parsed.InvocationConfiguration.Output.Write(Text(parsed.GetValue(kind)!, wish));
        });
        return command;
    }

    /// <summary>The calculation as a page; the READMEs under hardware/ hold it.</summary>
    public static string Text(string kind, PowerWish wish)
    {
        PowerBudget budget = PowerBudget.Of(kind, wish);
        var text = new StringWriter { NewLine = "\n" };
        text.WriteLine($"{kind}: {wish.CloudyDays:0.#} days without sun at {wish.TemperatureCelsius:0} °C, {wish.SunHours:0.0} h of full sun a day{(BoardKinds.CanSound(kind) ? $", {wish.SoundMinutes:0} min of sound a day" : "")}");
        foreach (PowerLoad load in budget.Loads)
        {
            text.WriteLine($"  {load.Part,-44} {load.Milliwatts,7:0} mW x {load.HoursPerDay,4:0.0} h = {load.WattHoursPerDay,6:0.00} Wh   {load.Source}");
        }

        text.WriteLine($"  {"a day",-44} {"",20} = {budget.WattHoursPerDay,6:0.00} Wh");
        text.WriteLine($"battery  = Wh / {PowerBudget.BatteryVolts:0.0} V x days / (capacity left by the cold x 0.8 for its age)");
        text.WriteLine($"         = {budget.WattHoursPerDay:0.0} / {PowerBudget.BatteryVolts:0.0} x {wish.CloudyDays:0.#} / {budget.CapacityFactor:0.00} = {budget.BatteryAmpereHours:0.0} Ah: take LiFePO4 12.8 V, {Math.Ceiling(budget.BatteryAmpereHours / 2) * 2:0} Ah or more");
        text.WriteLine("panel    = Wh x 1.2 x (1 + days without sun / days of recovery) / sun hours");
        text.WriteLine($"         = {budget.WattHoursPerDay:0.0} x 1.2 x (1 + {wish.CloudyDays:0.#} / {budget.RecoveryDays:0.#}) / {wish.SunHours:0.0} = {budget.PanelWatts:0.0} W: take {Math.Ceiling(budget.PanelWatts / 5) * 5:0} W or more");
        if (wish.TemperatureCelsius < 0)
        {
            text.WriteLine("Below 0 °C a LiFePO4 battery must not be charged: the controller has to see the battery's temperature, and the days of frost count as days without sun.");
        }

        return text.ToString();
    }

    private static Command Wiring()
    {
        var folders = new Argument<string[]>("FOLDER") { Description = "hardware/loudspeaker and the like", Arity = ArgumentArity.OneOrMore };
        var command = new Command("wiring", "Draws wiring.svg of each folder from its pins.csv and parts.csv.") { folders };
        command.SetAction(async (parsed, stopping) =>
        {
            foreach (string folder in parsed.GetValue(folders)!)
            {
                string file = Path.Combine(folder, "wiring.svg");
                await File.WriteAllTextAsync(file, HardwareWiring.Draw(folder), stopping);
                await parsed.InvocationConfiguration.Output.WriteLineAsync(file);
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static Option<double> Number(string name, string description, double usual, double least, double most)
    {
        var option = new Option<double>(name) { Description = $"{description} [default: {usual}]", HelpName = "N", DefaultValueFactory = _ => usual };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && result.GetValueOrDefault<double>() is var given && !(given >= least && given <= most))
            {
                result.AddError($"{name} {given}: expected {least} to {most}");
            }
        });
        return option;
    }
}
