using EdgeWarning.Gateway.Broadcast;
using EdgeWarning.Gateway.Devices;
using EdgeWarning.Gateway.Places;
using EdgeWarning.Protocol;

namespace EdgeWarning.Gateway.Desk;

/// <summary>How much of the county its loudspeakers cover right now (村村响).</summary>
/// <param name="WithLoudspeaker">Villages in which one stands.</param>
/// <param name="Covered">Villages in which a healthy one stands: it is linked, has a voice, and its last self-test was not silent.</param>
/// <param name="People">Who live in the villages, where it is known.</param>
/// <param name="PeopleCovered">Of them, those of covered villages.</param>
public sealed record CountyCoverage(int Villages, int WithLoudspeaker, int Covered, int People, int PeopleCovered)
{
    /// <param name="villages">All of the county.</param>
    public static CountyCoverage Of(IReadOnlyList<Division> villages, IReadOnlyList<Board> boards, Func<string, BoardState> stateOf)
    {
        var speakers = boards.Where(board => BoardKinds.CanSound(board.Kind)).ToLookup(CountyVillages.CodeOf, StringComparer.Ordinal);
        var covered = villages.Where(village => speakers[village.Code].Any(board => IsHealthy(stateOf(board.Id)))).ToList();
        return new CountyCoverage(
            villages.Count, villages.Count(village => speakers.Contains(village.Code)), covered.Count, villages.Sum(village => village.People ?? 0), covered.Sum(village => village.People ?? 0));
    }

    private static bool IsHealthy(BoardState state) =>
        state is { Condition: BoardCondition.Online, Status: { SelfTest: not ReceiptState.NotHeard } status } && (status.Parts & (Status.SpeakerPart | Status.SpeechPart)) != 0;
}
