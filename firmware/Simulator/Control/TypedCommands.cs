namespace EdgeWarning.Simulator.Control;

/// <summary>The same hands, typed: <c>horn ls-411321100001 off</c>.</summary>
internal static class TypedCommands
{
    /// <summary>Does what a line says and returns what to print.</summary>
    public static string Obey(SimulatedCounty county, string line)
    {
        string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return words switch
        {
            [] => string.Empty,
            ["help"] => Help(),
            ["boards"] => string.Join('\n', county.Boards.Select(Describe)),
            ["weather"] => Weather(county),
            ["weather", "start"] => StartWeather(county),
            ["weather", "hold"] => HoldWeather(county),
            [var name, var id, var position] when Switches.All.TryGetValue(name, out Switch? control) => Set(county, control, id, position),
            _ => $"not understood: {line} (help lists what can be said)",
        };
    }

    private static string Set(SimulatedCounty county, Switch control, string id, string position)
    {
        if (position != control.On && position != control.Off)
        {
            return $"{control.Name} is {control.On} or {control.Off}, not {position}";
        }

        IReadOnlyList<SimulatedBoard>? boards = Switches.Find(county, id, control, out string fault);
        foreach (SimulatedBoard board in boards ?? [])
        {
            control.Set(board, position == control.On);
        }

        return boards is null ? fault : $"{control.Name} of {(id == "*" ? boards.Count + " boards" : id)} is {position}";
    }

    private static string Help() => string.Join('\n', Switches.All.Values.OrderBy(control => control.Name)
        .Select(control => $"{control.Name} BOARD|* {control.On}|{control.Off}").Append("boards").Append("weather [start|hold]").Append("quit"));

    private static string Describe(SimulatedBoard board)
    {
        BoardView view = BoardView.Of(board);
        string sound = view.Wav is null ? "" : $", sounded {view.SoundedMilliseconds / 1000.0:F1} s";
        string rain = board.Bucket is null ? "" : $", {view.Tips} tips ({view.RainMicrometresFallen / 1000.0:F1} mm)";
        string stage = view.StageMillimetres is { } millimetres ? $", stage {millimetres} mm" : "";
        return $"{view.Id} {view.VillageName} {view.State}{sound}{rain}{stage}, {view.ReadingsMade} readings, {view.Restarts} restarts";
    }

    private static string Weather(SimulatedCounty county)
    {
        WeatherView view = WeatherView.Of(county);
        string state = view.Finished ? "over" : view.Held ? "held" : view.Started ? "moving" : "waits for: weather start";
        return $"weather {state}: {TimeSpan.FromSeconds(view.SeriesSeconds):d\\.hh\\:mm\\:ss} of {TimeSpan.FromSeconds(view.EndSeconds):d\\.hh\\:mm\\:ss}, "
            + $"{view.TipsFallen} tips fallen, {view.Behind} behind";
    }

    private static string HoldWeather(SimulatedCounty county)
    {
        county.Storm.Hold();
        return Weather(county);
    }

    private static string StartWeather(SimulatedCounty county)
    {
        county.Storm.Start();
        return Weather(county);
    }
}
