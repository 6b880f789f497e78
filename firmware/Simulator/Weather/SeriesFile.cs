using System.Globalization;

namespace EdgeWarning.Simulator.Weather;

/// <summary>
/// Reads records of rain and stage. The header says which kind a file is: our own, and those of the public records that this project is
/// tried with.
/// </summary>
public static class SeriesFile
{
    private const long NanometresPerThousandthInch = 25_400;
    private const double MillimetresPerFoot = 304.8;
    private const long Second = 1_000;
    private const long Minute = 60 * Second;
    private const long Hour = 60 * Minute;

    private static readonly (string[] Columns, Func<Table, RainSeries> Read)[] RainKinds =
    [
        (["seconds", "rain_millimetres"], OwnRain),
        (["timestamp", "rain_incr"], HourlyInches),
        (["YEAR", "MONTH", "DAY", "MINUTE", "VALUE"], TipsOfAHundredthInch),
        (["date", "gage01"], TipsOfGage01),
        (["dateTime", "rain"], InstantaneousInches),
    ];

    private static readonly (string[] Columns, Func<Table, StageSeries> Read)[] StageKinds =
    [
        (["seconds", "stage_millimetres"], OwnStage),
        (["timestamp", "stage"], StageInFeet),
    ];

    public static RainSeries ReadRain(string path) => Read(path, RainKinds, "rain");

    public static StageSeries ReadStage(string path) => Read(path, StageKinds, "stage");

    private static T Read<T>(string path, (string[] Columns, Func<Table, T> Read)[] kinds, string what)
    {
        var table = Table.Open(path);
        foreach ((string[] columns, Func<Table, T> read) in kinds)
        {
            if (columns.All(table.Has))
            {
                return read(table);
            }
        }

        throw new InvalidDataException($"could not read {what} from {path}: its header is none of " +
            string.Join(" | ", kinds.Select(kind => string.Join(',', kind.Columns))));
    }

    /// <summary>Ours: the rain of the time since the row before.</summary>
    private static RainSeries OwnRain(Table table)
    {
        var steps = new List<RainStep>();
        long before = 0;
        foreach (Row row in table.Rows)
        {
            long now = row.Whole("seconds") * Second;
            row.Require(now > before || (now == before && steps.Count == 0), "seconds do not grow");
            steps.Add(new RainStep(before, now, (long)Math.Round(row.Depth("rain_millimetres") * 1_000_000), 0));
            before = now;
        }

        return new RainSeries(table.Path, steps, false);
    }

    /// <summary>Hourly rows (Boulder Creek, 2013): inches fallen in the hour that ends at the timestamp.</summary>
    private static RainSeries HourlyInches(Table table)
    {
        DateTime start = table.Rows[0].Time("timestamp", "yyyy-MM-dd HH:mm").AddHours(-1);
        var steps = new List<RainStep>();
        foreach (Row row in table.Rows)
        {
            long end = Milliseconds(row.Time("timestamp", "yyyy-MM-dd HH:mm") - start);
            row.Require(steps.Count == 0 || end - Hour >= steps[^1].EndMilliseconds, "the time does not grow by an hour");
            steps.Add(new RainStep(end - Hour, end, Thousandths(row.Depth("rain_incr")) * NanometresPerThousandthInch, 0));
        }

        return new RainSeries(table.Path, steps, false);
    }

    /// <summary>USGS instantaneous values: inches since the row before; rows are 5, 10 or 15 minutes apart.</summary>
    private static RainSeries InstantaneousInches(Table table)
    {
        string[] forms = ["yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd"];
        DateTime start = table.Rows[0].Time("dateTime", forms).AddMinutes(-5);
        var steps = new List<RainStep>();
        long before = 0;
        foreach (Row row in table.Rows)
        {
            long now = Milliseconds(row.Time("dateTime", forms) - start);
            row.Require(now > before, "the time does not grow");
            steps.Add(new RainStep(before, now, Thousandths(row.Depth("rain")) * NanometresPerThousandthInch, 0));
            before = now;
        }

        return new RainSeries(table.Path, steps, false);
    }

    /// <summary>USGS cooperator gauge: one row per minute that had tips, 0.01 inch (254 µm) each.</summary>
    private static RainSeries TipsOfAHundredthInch(Table table)
    {
        DateTime start = TimeOf(table.Rows[0]);
        return new RainSeries(table.Path, MinutesOfTips(table, TimeOf, "VALUE", start, inches => (int)Math.Round(inches / 0.01)), true);

        static DateTime TimeOf(Row row) =>
            row.Calendar("YEAR", "MONTH", "DAY").AddMinutes(row.Whole("MINUTE"));
    }

    /// <summary>
    /// USGS gage01: tips of a little over 0.009 inch whose sums were rounded (one 0.009, two 0.018 or 0.019, three 0.028, seven 0.070).
    /// </summary>
    private static RainSeries TipsOfGage01(Table table)
    {
        DateTime start = TimeOf(table.Rows[0]);
        return new RainSeries(table.Path, MinutesOfTips(table, TimeOf, "gage01", start, inches => (int)Math.Round(inches / 0.0095)), true);

        static DateTime TimeOf(Row row) => row.Time("date", "M/d/yyyy H:mm");
    }

    private static List<RainStep> MinutesOfTips(
        Table table, Func<Row, DateTime> timeOf, string column, DateTime start, Func<double, int> tipsOf)
    {
        var steps = new List<RainStep>();
        foreach (Row row in table.Rows)
        {
            long now = Milliseconds(timeOf(row) - start);
            row.Require(steps.Count == 0 || now >= steps[^1].EndMilliseconds, "the minute does not grow");
            double inches = row.Depth(column);
            steps.Add(new RainStep(now, now + Minute, Thousandths(inches) * NanometresPerThousandthInch, tipsOf(inches)));
        }

        return steps;
    }

    private static StageSeries OwnStage(Table table)
    {
        var points = new List<(long, double)>();
        foreach (Row row in table.Rows)
        {
            Append(points, row, row.Whole("seconds") * Second, row.Number("stage_millimetres"));
        }

        return new StageSeries(table.Path, points);
    }

    private static StageSeries StageInFeet(Table table)
    {
        // The same start as the rain of the same file, so that both move together.
        DateTime start = table.Rows[0].Time("timestamp", "yyyy-MM-dd HH:mm").AddHours(-1);
        var points = new List<(long, double)>();
        foreach (Row row in table.Rows)
        {
            Append(points, row, Milliseconds(row.Time("timestamp", "yyyy-MM-dd HH:mm") - start), row.Number("stage") * MillimetresPerFoot);
        }

        return new StageSeries(table.Path, points);
    }

    private static void Append(List<(long Milliseconds, double)> points, Row row, long now, double millimetres)
    {
        row.Require(points.Count == 0 || now > points[^1].Milliseconds, "the time does not grow");
        points.Add((now, millimetres));
    }

    private static long Thousandths(double inches) => (long)Math.Round(inches * 1_000);

    private static long Milliseconds(TimeSpan time) => (long)Math.Round(time.TotalMilliseconds);

    /// <summary>A file with its header row; every complaint names the file and the line.</summary>
    private sealed class Table
    {
        private readonly Dictionary<string, int> _columns = [];

        private Table(string path) => Path = path;

        public string Path { get; }

        public List<Row> Rows { get; } = [];

        public static Table Open(string path)
        {
            var table = new Table(path);
            foreach ((int number, string[] cells) in CsvLines.Of(path))
            {
                if (table._columns.Count == 0)
                {
                    for (int column = 0; column < cells.Length; column++)
                    {
                        table._columns.TryAdd(cells[column], column);
                    }
                }
                else
                {
                    table.Rows.Add(new Row(table, number, cells));
                }
            }

            return table.Rows.Count > 0 ? table : throw new InvalidDataException($"could not read {path}: it has no rows below its header");
        }

        public bool Has(string column) => _columns.ContainsKey(column);

        public int IndexOf(string column) => _columns[column];
    }

    private sealed class Row(Table table, int number, string[] cells)
    {
        public double Number(string column)
        {
            Require(
                double.TryParse(Cell(column), NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value is >= -1e6 and <= 1e6,
                $"{column} is \"{Cell(column)}\", not a number");
            return value;
        }

        public double Depth(string column)
        {
            double depth = Number(column);
            Require(depth >= 0, $"{column} is {depth}: rain does not fall upwards");
            return depth;
        }

        public long Whole(string column)
        {
            double value = Number(column);
            Require(value >= 0 && value == Math.Floor(value), $"{column} is \"{Cell(column)}\", not a whole number");
            return (long)value;
        }

        public DateTime Time(string column, params string[] forms)
        {
            Require(
                DateTime.TryParseExact(Cell(column), forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime time),
                $"{column} is \"{Cell(column)}\", not a time like {forms[0]}");
            return time;
        }

        public DateTime Calendar(string year, string month, string day)
        {
            string text = $"{Cell(year)}-{Cell(month)}-{Cell(day)}";
            Require(
                DateTime.TryParseExact(text, "yyyy-M-d", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime date),
                $"{text} is not a date");
            return date;
        }

        public void Require(bool holds, string otherwise)
        {
            if (!holds)
            {
                throw new InvalidDataException($"could not read {table.Path}: line {number}: {otherwise}");
            }
        }

        private string Cell(string column)
        {
            int index = table.IndexOf(column);
            return index < cells.Length ? cells[index] : throw new InvalidDataException(
                $"could not read {table.Path}: line {number} has {cells.Length} cells, {column} is missing");
        }
    }
}
