namespace EdgeWarning.Simulator.County;

/// <summary>Writes the files of <c>village/county</c> that are made, not taken from a source.</summary>
internal static class CountyFiles
{
    public const string RainFile = "storm-zhengzhou-shape.csv";
    public const string StageFile = "storm-zhengzhou-shape-stage.csv";

    public static int WriteStorm(string folder)
    {
        File.WriteAllText(Path.Combine(folder, RainFile), DesignStorm.RainCsv());
        File.WriteAllText(Path.Combine(folder, StageFile), DesignStorm.StageCsv());
        return 0;
    }

    public static int WritePlan(string county, int boards, string plan)
    {
        IReadOnlyList<PlannedBoard> planned = CountyPlan.Make(
            Divisions.Read(Path.Combine(county, "divisions.csv")), VillagePositions.Read(Path.Combine(county, "positions.csv")), boards);
        new SimulatorPlan("settings", planned).Write(plan);
        return 0;
    }

    public static int WritePositions(string divisions, string boundary, string positions)
    {
        File.WriteAllText(positions, VillagePositions.Generate(divisions, boundary));
        return 0;
    }
}
