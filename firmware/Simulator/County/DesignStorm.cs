using System.Globalization;
using System.Text;

namespace EdgeWarning.Simulator.County;

/// <summary>
/// A made-up storm of 24 hours with the published totals of Zhengzhou, 20 July 2021: 201.9 mm in its worst hour, 552.5 mm in the day
/// (no series was published). Only the two totals are Zhengzhou's; the course between them, and the river's, is ours.
/// </summary>
public static class DesignStorm
{
    public const int StepSeconds = 300;
    public const int Steps = 24 * 3_600 / StepSeconds;

    /// <summary>201.9 mm, Zhengzhou 2021-07-20, 16 to 17 h.</summary>
    public const int WorstHourMicrometres = 201_900;

    /// <summary>552.5 mm, Zhengzhou, the day to 2021-07-20 20 h.</summary>
    public const int DayMicrometres = 552_500;

    private const int StepsOfAnHour = 3_600 / StepSeconds;

    /// <summary>The worst hour is the 17th of the day, as in Zhengzhou.</summary>
    private const int WorstHourStart = 16 * StepsOfAnHour;

    /// <summary>Stage without rain, and at the crest. A 4.5 m ultrasonic probe on a bridge sees both.</summary>
    private const int BaseStageMillimetres = 600;
    private const int CrestStageMillimetres = 3_900;

    /// <summary>Rain of each 5-minute step in micrometres.</summary>
    public static int[] RainMicrometres()
    {
        // Rain outside the worst hour: two lesser bursts and a long drizzle, all of it weaker than any step of the worst hour.
        double[] outside = [.. Enumerable.Range(0, Steps).Select(step =>
            IsWorst(step) ? 0 : 0.12 + Bell(step, 198, 22) + (0.35 * Bell(step, 96, 18)) + (0.25 * Bell(step, 246, 12)))];
        double[] worst = [.. Enumerable.Range(0, Steps).Select(step => IsWorst(step) ? 0.55 + Bell(step, WorstHourStart + 5.5, 3) : 0)];
        int[] rain = Share(outside, DayMicrometres - WorstHourMicrometres);
        int[] core = Share(worst, WorstHourMicrometres);
        return [.. rain.Zip(core, (before, during) => before + during)];
    }

    /// <summary>Stage at the end of each 5-minute step in millimetres: the rain through two equal linear reservoirs of 40 minutes (Nash).</summary>
    public static int[] StageMillimetres()
    {
        double perStep = StepSeconds / 2_400.0;
        double first = 0;
        double second = 0;
        double[] flow = [.. RainMicrometres().Select(rain =>
        {
            first += rain - (first * perStep);
            second += (first * perStep) - (second * perStep);
            return second;
        })];

        // Stage grows with flow to the power 3/5 in a wide channel (Manning).
        double crest = Math.Pow(flow.Max(), 0.6);
        return [.. flow.Select(now => BaseStageMillimetres
            + (int)Math.Round((CrestStageMillimetres - BaseStageMillimetres) * Math.Pow(now, 0.6) / crest))];
    }

    public static string RainCsv() => Csv(
        "Rain fallen in the 5 minutes that end at `seconds` after the start.",
        "seconds,rain_millimetres", RainMicrometres(), micrometres => (micrometres / 1000.0).ToString("F3", CultureInfo.InvariantCulture));

    public static string StageCsv() => Csv(
        "River stage above gauge zero at `seconds` after the start; the course is ours, nothing of it was observed.",
        "seconds,stage_millimetres", StageMillimetres(), millimetres => millimetres.ToString(CultureInfo.InvariantCulture));

    private static string Csv(string what, string header, int[] values, Func<int, string> write)
    {
        var text = new StringBuilder();
        text.Append("# SYNTHETIC design storm, not an observation. Made by `simulator county storm`; shaped to the published totals of\n");
        text.Append("# Zhengzhou, 20 July 2021: 201.9 mm in the worst hour, 552.5 mm in 24 hours.\n");
        text.Append("# ").Append(what).Append('\n').Append(header).Append('\n');
        for (int step = 0; step < values.Length; step++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{(step + 1) * StepSeconds},{write(values[step])}\n");
        }

        return text.ToString();
    }

    private static bool IsWorst(int step) => step is >= WorstHourStart and < WorstHourStart + StepsOfAnHour;

    private static double Bell(double step, double middle, double width) => Math.Exp(-Math.Pow((step - middle) / width, 2) / 2);

    /// <summary>Divides a whole into parts by weight without losing or gaining a unit: what is left goes to the largest remainders.</summary>
    private static int[] Share(double[] weights, int whole)
    {
        double sum = weights.Sum();
        double[] exact = [.. weights.Select(weight => whole * weight / sum)];
        int[] parts = [.. exact.Select(part => (int)part)];
        foreach (int step in Enumerable.Range(0, parts.Length).OrderByDescending(step => exact[step] - parts[step]).Take(whole - parts.Sum()))
        {
            parts[step]++;
        }

        return parts;
    }
}
