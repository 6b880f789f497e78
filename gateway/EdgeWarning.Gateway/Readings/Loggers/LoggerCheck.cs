using System.Globalization;

namespace EdgeWarning.Gateway.Readings.Loggers;

/// <summary><c>gateway readings check</c>: what is in a logger's file, how much of it can be trusted, and all of it again with a flag on each reading.</summary>
public static class LoggerCheck
{
    private const int RefusedShown = 3;
    private const int LongestShown = 60;

    /// <summary>Says what was refused, flagged and kept; writes every kept reading with its flag when an output is given. 1 when a file holds no reading at all.</summary>
    public static int Run(IReadOnlyList<string> files, string? output, TextWriter console)
    {
        bool all = true;
        using StreamWriter? flagged = output is null ? null : new StreamWriter(output);
        flagged?.WriteLine("file,line,station,time,centimetres,battery,flag,why");
        foreach (string file in files)
        {
            (IReadOnlyList<LoggerReading> readings, IReadOnlyList<RefusedLine> refused) = LoggerFile.Read(File.ReadLines(file));
            IReadOnlyList<FlaggedReading> judged = StageQuality.Judge(readings);
            Say(console, file, judged, refused);
            foreach (FlaggedReading one in judged)
            {
                LoggerReading reading = one.Reading;
                flagged?.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Path.GetFileName(file)},{reading.Line},{reading.Station},{reading.At:yyyy-MM-ddTHH:mm:ssZ},{reading.Centimetres},{reading.BatteryVolts},{(int)one.Flag},{one.Why}"));
            }

            all &= readings.Count > 0;
        }

        return all ? 0 : 1;
    }

    private static void Say(TextWriter console, string file, IReadOnlyList<FlaggedReading> judged, IReadOnlyList<RefusedLine> refused)
    {
        int Count(string why) => judged.Count(one => one.Why == why);
        console.WriteLine($"{file}: {judged.Count} readings kept, {refused.Count} pieces of rubbish refused");
        console.WriteLine($"  good {judged.Count(one => one.Flag == QartodFlag.Good)}, clock not set {Count("clock")}, out of range {Count("range")}, spike {Count("spike")}, rate {Count("rate")}, flat {Count("flat")}");
        foreach (RefusedLine line in refused.Take(RefusedShown))
        {
            string text = line.Text.Length > LongestShown ? line.Text[..LongestShown] + "..." : line.Text;
            console.WriteLine($"  line {line.Line} refused: {new string([.. text.Select(letter => char.IsControl(letter) ? '?' : letter)])}");
        }
    }
}
