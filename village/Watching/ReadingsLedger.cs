using EdgeWarning.Protocol;
using EdgeWarning.Village.County;
using Microsoft.Data.Sqlite;

namespace EdgeWarning.Village.Watching;

/// <summary>Compares what fell on the gauges and what the boards wrote down with what lies in the gateway's store. Looks into the file itself, not at a summary of the gateway's.</summary>
public static class ReadingsLedger
{
    /// <summary>One board's rows in the store.</summary>
    private sealed record Stored(long Rows, long Distinct, long Highest, long RainMicrometres)
    {
        public static readonly Stored Nothing = new(0, 0, 0, 0);
    }

    /// <summary>
    /// Holds the weather (rain that waits for a reed has not fallen yet), waits until every tip that fell is counted and every reading made by then is stored, and compares. When that does not
    /// come within <paramref name="patience"/>, it compares as things stand: what is missing then counts as lost.
    /// </summary>
    public static async Task<ReportedReadings> Settle(LiveCounty county, TimeSpan patience, CancellationToken stopping)
    {
        await county.Simulator.HoldWeather(stopping);
        (IReadOnlyList<BoardTruth> Truths, Dictionary<string, Stored> Store) last = ([], []);
        try
        {
            await county.Until(
                "every reading to be stored",
                async () =>
                {
                    // The truth first: what is made after this look need not be stored yet.
                    IReadOnlyList<BoardTruth> truths = await county.Simulator.Boards(stopping);
                    last = (truths, Read(county.Database));
                    return truths.All(truth => IsSettled(truth, last.Store.GetValueOrDefault(truth.Id, Stored.Nothing)));
                },
                settled => settled,
                _ => "",
                patience,
                stopping);
        }
        catch (TimeoutException)
        {
            // The comparison below says what is missing.
        }
        return Compare(last.Truths, last.Store);
    }

    private static bool IsSettled(BoardTruth truth, Stored stored) =>
        stored.Highest >= truth.ReadingsMade
        && truth.RainMicrometresCounted >= truth.RainMicrometresFallen - (truth.TipsWithoutPower * TipMicrometres(truth))
        && stored.RainMicrometres >= truth.RainMicrometresCounted;

    private static ReportedReadings Compare(IReadOnlyList<BoardTruth> truths, Dictionary<string, Stored> store)
    {
        long sent = 0, committed = 0, lost = 0, duplicated = 0, fallen = 0, rain = 0;
        foreach (BoardTruth truth in truths)
        {
            Stored stored = store.GetValueOrDefault(truth.Id, Stored.Nothing);
            // Between the two looks a board may have made one more, and it may have been stored.
            long made = Math.Max(truth.ReadingsMade, stored.Highest);
            sent += made;
            committed += stored.Distinct;
            lost += made - stored.Distinct;
            duplicated += stored.Rows - stored.Distinct;
            fallen += truth.RainMicrometresFallen;
            rain += stored.RainMicrometres;
        }
        return new ReportedReadings(sent, committed, lost, duplicated, fallen / 1000.0, rain / 1000.0);
    }

    private static long TipMicrometres(BoardTruth truth) => truth.Tips == 0 ? 0 : truth.RainMicrometresFallen / truth.Tips;

    private static Dictionary<string, Stored> Read(string database)
    {
        using var connection = new SqliteConnection($"Data Source={database};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText =
            """
            SELECT boards.id, count(*), count(DISTINCT sequence), max(sequence), sum(CASE WHEN readings.kind = $rain THEN gain ELSE 0 END)
            FROM readings JOIN boards ON boards.number = readings.board GROUP BY boards.id
            """;
        command.Parameters.AddWithValue("$rain", (int)ReadingKind.Rain);
        using SqliteDataReader reader = command.ExecuteReader();
        var stored = new Dictionary<string, Stored>(StringComparer.Ordinal);
        while (reader.Read())
        {
            stored[reader.GetString(0)] = new Stored(reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetInt64(4));
        }
        return stored;
    }
}
