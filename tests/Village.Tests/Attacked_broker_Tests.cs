using EdgeWarning.Protocol;
using EdgeWarning.Village.County;
using EdgeWarning.Village.Tests.Kit;

namespace EdgeWarning.Village.Tests;

/// <summary>Someone holds the broker. Boards believe their key, not the broker: four refusals with four reasons, and silence.</summary>
public class Attacked_broker_Tests
{
    [Fact]
    public async Task Forged_foreign_expired_and_replayed_orders_are_refused_with_their_reasons_and_make_no_sound()
    {
        await using LiveCounty county = await Counties.Start(Counties.Loudspeaker(1), Counties.Loudspeaker(2));
        using Attacker attacker = await Attacker.Enter(county);
        byte[] key = Attacker.KeyOf(county, "ls-1");
        long now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

        // Forged: everything right but the key.
        attacker.Order("ls-1", Sealed(new byte[Credentials.KeyBytes], "ls-1", Play("ls-1", now + 1, now + 60_000)));
        await Refused(county, attacker, key, Reason.Forged);

        // Foreign: a sound order of the neighbour, under this board's topic.
        byte[] neighbour = Attacker.KeyOf(county, "ls-2");
        attacker.Order("ls-1", Sealed(neighbour, "ls-2", Play("ls-2", now + 2, now + 60_000)));
        await Refused(county, attacker, key, Reason.Foreign);

        // Expired: a sound order that was held back until its time had passed.
        attacker.Order("ls-1", Sealed(key, "ls-1", Play("ls-1", now + 3, now - 1_000)));
        await Refused(county, attacker, key, Reason.Expired);
        Assert.True((await county.Listen("ls-1")).IsSilent, "a refused order made a sound");

        // Replayed: the county's own order, overheard, given again after it has ended.
        Intake warning = await county.Publish(Cap.Alert(Counties.Village(1)));
        await county.Until(warning, "ls-1", "finished", order => order.State == "finished");
        long once = await Sounded(county);
        attacker.Order("ls-1", attacker.OrdersTo("ls-1")[^1]);
        Receipt replayed = await Refused(county, attacker, key, Reason.Replayed);
        Assert.NotEqual(ReceiptState.None, replayed.Prior);

        // The county's next warning sounds, and all that ever sounded is the two of them.
        Intake next = await county.Publish(Cap.Alert(Counties.Village(1)));
        await county.Until(next, "ls-1", "finished", order => order.State == "finished");
        Assert.InRange(await Sounded(county), 2 * once * 0.9, 2 * once * 1.1);
        Assert.True((await county.Listen("ls-2")).IsSilent, "the neighbour made a sound");
    }

    private static async Task<long> Sounded(LiveCounty county) =>
        (await county.Simulator.Boards(TestContext.Current.CancellationToken)).Single(board => board.Id == "ls-1").SoundedMilliseconds;

    private static async Task<Receipt> Refused(LiveCounty county, Attacker attacker, byte[] key, Reason reason)
    {
        IReadOnlyList<Receipt> receipts = await county.Until(
            $"a refusal as {reason}",
            () => Task.FromResult(attacker.ReceiptsOf("ls-1", key)),
            receipts => receipts.Any(receipt => receipt.State == ReceiptState.Refused && receipt.Reason == reason),
            receipts => string.Join(", ", receipts.Select(receipt => $"{receipt.State} {receipt.Reason}")),
            Counties.Patience,
            TestContext.Current.CancellationToken);
        return receipts.Last(receipt => receipt.State == ReceiptState.Refused && receipt.Reason == reason);
    }

    private static byte[] Sealed(byte[] key, string board, Order order) => Envelope.Seal(key, board, Topics.Order(board), order.Encode());

    private static Order Play(string board, long sequence, long expires) => new()
    {
        Board = board,
        Sequence = sequence,
        Kind = OrderKind.Play,
        IssuedUnixMilliseconds = sequence,
        ExpiresUnixMilliseconds = expires,
        Priority = Priority.Red,
        Tone = Tone.Red,
        ToneMilliseconds = 1_000,
        Text = "All is well, stay by the river.",
        Language = "en",
    };
}
