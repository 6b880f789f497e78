using EdgeWarning.Village.County;
using EdgeWarning.Village.Tests.Kit;
using EdgeWarning.Village.Watching;
using Microsoft.Data.Sqlite;

namespace EdgeWarning.Village.Tests;

/// <summary>吹哨子: somebody at the pole warns the village, with or without a link; the county learns it and can end it.</summary>
public class Village_alarm_Tests
{
    private const double WhistleHertz = 1_250;

    /// <summary>OrderState.Stopped as the gateway stores it.</summary>
    private const long Stopped = 11;

    [Fact]
    public async Task A_cut_off_village_sounds_its_alarm_the_county_learns_of_it_and_silences_it_with_proof()
    {
        CancellationToken stopping = TestContext.Current.CancellationToken;
        await using LiveCounty county = await Counties.Start(Counties.Loudspeaker(1));
        await UntilBoard(county, "it is online", board => board.State == "online");
        Assert.Null((await county.Gateway.Board("ls-1", stopping)).AlarmSince);

        await county.Simulator.Network("ls-1", false, stopping);
        await county.Simulator.Button("ls-1", true, stopping);
        await UntilTruth(county, "the village sounds", board => board.SoundedMilliseconds > 1_000);
        await county.Simulator.Button("ls-1", false, stopping);
        Wav wav = await county.Listen("ls-1");
        Assert.InRange(wav.LargestShareOf(WhistleHertz), 0.6, 1.1);

        await county.Simulator.Network("ls-1", true, stopping);
        await UntilBoard(county, "the gateway shows the alarm", board => board.AlarmSince is not null);

        await county.Gateway.StopBoard("ls-1", stopping);
        await UntilBoard(county, "the alarm has ended", board => board.AlarmSince is null);
        await county.Until(
            "the stop is proved", () => Task.FromResult(StateOfStop(county.Database)), state => state == Stopped, state => $"state {state}", Counties.Patience, stopping);
        await UntilTruth(county, "three seconds of silence", board => DateTimeOffset.UtcNow - board.LastSoundAt > TimeSpan.FromSeconds(3));
    }

    /// <summary>The board measured that no current flows any more, or the order would have failed.</summary>
    private static long StateOfStop(string database)
    {
        using var connection = new SqliteConnection($"Data Source={database};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT state FROM broadcast_order WHERE board = 'ls-1' AND kind = 2";
        return (long)(command.ExecuteScalar() ?? 0L);
    }

    private static Task<BoardSeen> UntilBoard(LiveCounty county, string what, Func<BoardSeen, bool> enough) => county.Until(
        what, () => county.Gateway.Board("ls-1", TestContext.Current.CancellationToken), enough, board => board.ToString(), Counties.Patience, TestContext.Current.CancellationToken);

    private static Task<BoardTruth> UntilTruth(LiveCounty county, string what, Func<BoardTruth, bool> enough) => county.Until(
        what,
        async () => (await county.Simulator.Boards(TestContext.Current.CancellationToken)).Single(),
        enough,
        board => board.ToString(),
        Counties.Patience,
        TestContext.Current.CancellationToken);
}
