using EdgeWarning.Protocol;

namespace EdgeWarning.TestKit;

/// <summary>The wire of version 1, byte for byte, and the RFCs' own examples. Compiled into Firmware.Tests and Gateway.Tests: both sides must agree with the files.</summary>
public sealed class GoldenVectors_Tests
{
    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    [Fact]
    public void Every_message_is_sealed_to_the_golden_bytes()
    {
        var expected = Lines("messages.tsv").Select(l => string.Join('\t', l)).ToList();
        var actual = GoldenMessages.All().Select(m => $"{m.Name}\t{m.Topic}\t{Convert.ToHexStringLower(Envelope.Seal(Key, GoldenMessages.Board, m.Topic, m.Payload))}").ToList();
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void The_seal_and_the_fetch_token_of_a_file_are_what_another_implementation_computed()
    {
        // By Python's hmac, after the words of docs/PROTOCOL.md.
        byte[] file = [.. Enumerable.Range(0, 10_000).Select(i => (byte)(i * 7))];
        Assert.Equal("48a7060e0b94f160d1664b5dc85e26fa784f19294fac4822e44fa29a001055ac", Convert.ToHexStringLower(FileSeal.Of(Key, file)));
        Assert.Equal("d3a3a5b35e24e8757ee3e3b53c1a0e480acb33b094f5db2957e427e89a31a3ad", Credentials.FetchToken(Key, "/files/clip/flash-flood-red"));
    }

    [Fact]
    public void Every_golden_message_opens_and_is_written_back_the_same()
    {
        Assert.NotEmpty(Lines("messages.tsv"));
        foreach (var line in Lines("messages.tsv"))
        {
            Assert.Equal(Reason.None, Envelope.Open(Key, GoldenMessages.Board, line[1], Convert.FromHexString(line[2]), out var payload));
            Assert.True(Topics.TryParse(line[1], out var board, out var channel));
            Assert.Equal(GoldenMessages.Board, board);
            Assert.Equal(payload, GoldenMessages.Rewrite(channel, payload));
        }
    }

    [Fact]
    public void Examples_of_RFC_8949_inside_the_subset_are_accepted()
    {
        foreach (var line in Lines("rfc8949-accepted.tsv"))
        {
            var bytes = Convert.FromHexString(line[0]);
            Assert.True(CborReader.Check(bytes, 0, bytes.Length) is null, $"{line[0]} ({line[1]}): {CborReader.Check(bytes, 0, bytes.Length)}");
        }
    }

    [Fact]
    public void Examples_of_RFC_8949_outside_the_subset_are_refused()
    {
        foreach (var line in Lines("rfc8949-refused.tsv"))
        {
            var bytes = Convert.FromHexString(line[0]);
            Assert.True(CborReader.Check(bytes, 0, bytes.Length) is not null, $"{line[0]} ({line[1]}) was accepted");
        }
    }

    [Fact]
    public void The_pack_of_RFC_8428_reads_as_the_RFC_says()
    {
        Assert.True(Senml.TryRead(Convert.FromHexString(Lines("rfc8428-pack.hex").Single()[0]), out var records, out var error), error);
        Assert.Equal(7, records.Length);
        Assert.Equal("urn:dev:ow:10e2073a0108006:voltage", records[0].Name);
        Assert.Equal("V", records[0].Unit);
        Assert.Equal(120.1, records[0].Value);
        Assert.Equal(1.276020076001e+09, records[0].Time);
        Assert.Equal("A", records[1].Unit);
        Assert.Equal([1.2, 1.3, 1.4, 1.5, 1.6, 1.7], records.Skip(1).Select(r => r.Value));
        Assert.Equal([-5.0, -4, -3, -2, -1, 0], records.Skip(1).Select(r => Math.Round(r.Time - 1.276020076001e+09, 3)));
    }

    [Fact]
    public void The_Mac0_of_RFC_9052_is_sound_CBOR_but_its_algorithm_is_not_ours()
    {
        var message = Convert.FromHexString(Lines("rfc9052-mac0.hex").Single()[0]);
        Assert.Null(CborReader.Check(message, 1, message.Length - 1));
        Assert.Equal(Reason.Malformed, Envelope.Open(Key, GoldenMessages.Board, "", message, out _));
    }

    [Fact]
    public void A_seal_is_HMAC_SHA_256_over_the_MAC_structure_of_RFC_9052()
    {
        foreach (var line in Lines("rfc4231.tsv"))
        {
            Assert.Equal(line[2], Convert.ToHexStringLower(System.Security.Cryptography.HMACSHA256.HashData(Convert.FromHexString(line[0]), Convert.FromHexString(line[1]))));
        }

        // Laid out by hand: 84 = array of 4, 64 "MAC0", 43 a10105 = protected header, 61 "t" = topic, 43 = payload of 3 bytes.
        byte[] structure = [0x84, 0x64, .. "MAC0"u8, 0x43, 0xA1, 0x01, 0x05, 0x41, (byte)'t', 0x43, 1, 2, 3];
        var tag = System.Security.Cryptography.HMACSHA256.HashData(Key, structure);
        byte[] message = [0xD1, 0x84, 0x43, 0xA1, 0x01, 0x05, 0xA1, 0x04, 0x41, (byte)'b', 0x43, 1, 2, 3, 0x58, 0x20, .. tag];
        Assert.Equal(message, Envelope.Seal(Key, "b", "t", [1, 2, 3]));
    }

    internal static IEnumerable<string[]> Lines(string file) =>
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "golden", "protocol", file)).Select(l => l.Split('\t'));
}
