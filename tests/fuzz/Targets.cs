using System.Text;
using EdgeWarning.Common;
using EdgeWarning.Firmware.Tests.Common;
using EdgeWarning.Loudspeaker;
using EdgeWarning.Protocol;
using EdgeWarning.TestKit;
using EdgeWarning.WaterLevel;

namespace EdgeWarning.Fuzz;

/// <summary>Every parser of a board: what comes over the link, a wire, HTTP, and what may lie in flash after the worst of power cuts.</summary>
public static class Targets
{
    private static readonly byte[] s_key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    private static readonly byte[][] s_packets =
    [
        [0x20, 2, 0, 0, 0x90, 3, 0, 1, 1, 0xD0, 0, 0x40, 2, 0, 2],
        [0x30, 9, 0, 3, .. "a/b"u8, 1, 2, 3, 4, 0xD0, 0],
        [0x32, 11, 0, 3, .. "a/b"u8, 0, 7, 1, 2, 3, 4, 0x3A, 7, 0, 3, .. "a/b"u8, 0, 7],
        [0x32, 0xA7, 0x01, 0, 3, .. "a/b"u8, 0, 8, .. new byte[160], 0xD0, 0],
    ];

    private static readonly (string Name, string Topic, byte[] Payload)[] s_golden = [.. GoldenMessages.All()];

    public static IReadOnlyList<Target> All() =>
    [
        new("CBOR", [.. s_golden.Select(message => message.Payload), .. Hex("rfc8949-accepted.tsv"), .. Hex("rfc8949-refused.tsv"), .. Hex("rfc8428-pack.hex")], Cbor),
        new("envelope", [.. Hex("messages.tsv", 2), .. Hex("rfc9052-mac0.hex")], bytes => Envelope.Open(s_key, GoldenMessages.Board, Topics.Order(GoldenMessages.Board), bytes, out _)),
        Message<Order>("order", "/down/order", Order.TryDecode, order => order.Encode()),
        Message<Acknowledgement>("acknowledgement", "/down/ack", Acknowledgement.TryDecode, acknowledgement => acknowledgement.Encode()),
        Message<Receipt>("receipt", "/up/receipt", Receipt.TryDecode, receipt => receipt.Encode()),
        Message<Readings>("readings", "/up/readings", Readings.TryDecode, readings => readings.Encode()),
        Message<Status>("status", "/up/birth", Status.TryDecode, status => status.Encode()),
        Message<LogPage>("log page", "/up/log", LogPage.TryDecode, page => page.Encode()),
        new("topic", [.. s_golden.Select(message => Encoding.UTF8.GetBytes(message.Topic))], bytes => _ = Topics.TryParse(Encoding.UTF8.GetString(bytes), out _, out _)),
        new("sealed order at the gate", [.. s_golden.Where(message => message.Topic.EndsWith("/down/order", StringComparison.Ordinal)).Select(message => message.Payload)], Gate),
        new("settings", [Encoding.UTF8.GetBytes(s_settings), Encoding.UTF8.GetBytes("report.seconds = 60\n# county\nvolume.percent = 80\n")], SettingsText),
        new("HTTP head", [.. s_heads.Select(Encoding.ASCII.GetBytes)], Head),
        new("MQTT packets", s_packets, Packets),
        new("WAV head", [Wave(64, ""), Wave(8_000, "LIST")], Wav),
        new("A02YYUW frames", [[0xFF, 0x07, 0xA1, 0xA7, 0xFF, 0x07, 0xA1, 0xA7], [0xFF, 0xFF, 0x00, 0xFE]], Frames),
        new("MaxBotix lines", [Encoding.ASCII.GetBytes("R1953\rR5000\rR9999\r"), Encoding.ASCII.GetBytes("\rR123\rR0300\r")], Lines),
        new("speech module's replies", [[0x41, 0x4F], [0x4E, 0x41, 0x4E, 0x4F], [0x45, 0x4A, 0x41, 0x4F], [0x41, 0x4E, 0x4E, 0x4E, 0x4F]], new SpeechReplies().Try),
        new("twin file", [TwinFileOf([1, 2, 3, 4, 5]), TwinFileOf(new byte[200])], TwinFileBytes),
        Stored("restart memory", "starts", 64, flash => _ = new Starts(flash)),
        Stored("rain counter", "rain", 64, flash => _ = new RainGauge.RainCounter(flash)),
        Stored("order memory", "orders", 4_000, flash => Ledger(flash).Restore()),
        Stored("memory of warnings", "watch", 5, flash => _ = new Watch.WatchMemory(flash)),
        Stored("rain of the last day", "rained", 1_168, Rained),
        Stored("county settings", "county", 3_000, flash => _ = new CountySettings(flash)),
        Stored("settings on trial", "trial", 3_000, flash => _ = new CountySettings(flash)),
        Stored("application slots", "slots", 48, flash => Launcher.Launch("EdgeWarning.Boards.Bench.Program", flash)),
        Stored("clip list", "clips", ClipStore.Places * ClipEntry.ImageBytes, flash => new ClipStore(flash, 3_072, QuietLog()).Restore()),
        new("outbox", [Segment()], Outbox),
    ];

    private const string s_settings = "board = nz-001\r\nkind = bench\nkey = 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\ngateway.host = 10.0.0.1\ngateway.port = 2883\ngateway.tls = 0\nstage.loop.low.counts = 420\nstage.loop.high.counts = 2803\n";

    private static readonly Settings s_board = BoardOf($"board = {GoldenMessages.Board}\nkind = bench\nkey = {Convert.ToHexString(s_key)}\ngateway.host = h\n");

    private static readonly string[] s_heads =
    [
        "HTTP/1.1 206 Partial Content\r\nContent-Length: 4096\r\nContent-Range: bytes 4096-8191/10000\r\nServer: Kestrel\r\n\r\nbody",
        "HTTP/1.1 200 OK\r\nContent-Length: 10000\r\n\r\n",
        "HTTP/1.1 404 Not Found\r\n\r\n",
    ];

    private delegate bool Decode<T>(byte[] payload, out T message, out string error);

    /// <summary>What is taken is written back, read again, and is the same; an error is told exactly when it is not taken.</summary>
    private static Target Message<T>(string name, string topic, Decode<T> decode, Func<T, byte[]> encode) => new(
        name,
        [.. s_golden.Where(message => message.Topic.EndsWith(topic, StringComparison.Ordinal)).Select(message => message.Payload)],
        bytes =>
        {
            bool taken = decode(bytes, out T message, out string error);
            Must(taken == (error.Length == 0), $"taken {taken}, error \"{error}\"");
            if (taken)
            {
                byte[] written = encode(message);
                Must(decode(written, out T again, out error), $"what was taken is not read again: {error}");
                Must(encode(again).AsSpan().SequenceEqual(written), "what was taken changes when it is written twice");
            }
        });

    private static void Cbor(byte[] bytes)
    {
        if (CborReader.Check(bytes, 0, bytes.Length) is null)
        {
            var reader = new CborReader(bytes, 0, bytes.Length);
            reader.Skip();
            Must(reader.Position == bytes.Length, "a sound item ends elsewhere");
        }
    }

    /// <summary>With the right seal, as from a gateway gone mad, through everything that every board does with an order.</summary>
    private static void Gate(byte[] bytes)
    {
        if (bytes.Length > 3_900)
        {
            return;
        }
        string topic = Topics.Order(GoldenMessages.Board);
        var gate = new OrderGate(s_board, Ledger(new FrailFlash(new Random(1))), new LinkBook(), new BoardStatus(), new HandClock(), QuietLog());
        gate.OnOrder(topic, Envelope.Seal(s_key, GoldenMessages.Board, topic, bytes));
    }

    private static void SettingsText(byte[] bytes)
    {
        byte[] own = Encoding.UTF8.GetBytes(s_settings);
        IsJudged(Settings.Parse(bytes, bytes.Length, out string error), error);
        IsJudged(Settings.Parse(own, own.Length, bytes, bytes.Length, out error), error);

        static void IsJudged(Settings? settings, string error)
        {
            Must(settings is null == error.Length > 0, "settings and error disagree");
        }
    }

    private static void Head(byte[] bytes)
    {
        var whole = new HttpHead();
        int taken = whole.Take(bytes, 0, bytes.Length);
        Must(taken >= 0 && taken <= bytes.Length, $"took {taken} of {bytes.Length} bytes");
        var pieces = new HttpHead();
        for (int at = 0; at < bytes.Length && !pieces.IsWhole && pieces.Fault.Length == 0; at++)
        {
            pieces.Take(bytes, at, 1);
        }
        Must(pieces.IsWhole == whole.IsWhole && pieces.Fault == whole.Fault && pieces.Status == whole.Status && pieces.ContentLength == whole.ContentLength, "in pieces it says something else");
    }

    /// <summary>What a broker says, in one piece and byte by byte: the same packets, within the limits of a board.</summary>
    private static void Packets(byte[] bytes)
    {
        string whole = Read(bytes, bytes.Length);
        Must(Read(bytes, 1) == whole && Read(bytes, 7) == whole, "in pieces it says something else");

        static string Read(byte[] bytes, int piece)
        {
            var reader = new MqttReader();
            var said = new StringBuilder();
            for (int at = 0; at < bytes.Length && reader.Fault.Length == 0;)
            {
                int given = Math.Min(piece, bytes.Length - at);
                int taken = reader.Take(bytes, at, given);
                Must(taken > 0 && taken <= given, $"took {taken} of {given} bytes");
                Must(reader.Message.Length <= MqttReader.MaxMessageBytes && reader.Topic.Length <= MqttReader.MaxTopicBytes, "more than a board holds");
                at += taken;
                if (reader.Packet != MqttPacket.None && reader.Fault.Length == 0)
                {
                    said.Append(reader.Packet).Append(reader.Id).Append(' ').Append(reader.Code).Append(reader.Topic).Append(Convert.ToHexString(reader.Message)).Append('\n');
                    reader.Next();
                }
            }

            return said.Append(reader.Fault).ToString();
        }
    }

    private static void Wav(byte[] bytes)
    {
        var flash = new FrailFlash(new Random(1));
        flash.Put("clip.0", bytes);
        var wav = new WavFile();
        if (wav.Read(flash, "clip.0").Length == 0)
        {
            Must(wav.DataPosition >= 44 && wav.DataBytes >= 0 && wav.DataPosition + wav.DataBytes <= bytes.Length, "samples outside the file");
            Must(wav.SampleRate is 8_000 or 16_000 && wav.Milliseconds >= 0, "a rate that cannot be played");
        }
    }

    private static void Frames(byte[] bytes)
    {
        var parser = new A02Parser();
        foreach (byte one in bytes)
        {
            int distance = parser.Push(one);
            Must(distance is A02Parser.NoFrame or A02Parser.OutOfRange or (>= A02Parser.LeastMillimetres and <= A02Parser.MostMillimetres), $"{distance} mm");
        }
    }

    private static void Lines(byte[] bytes)
    {
        var parser = new MaxBotixParser();
        foreach (byte one in bytes)
        {
            int distance = parser.Push(one);
            Must(distance is DistanceParsers.NoFrame or DistanceParsers.OutOfRange or (> 0 and < 10_000), $"{distance} mm");
        }
    }

    private static void TwinFileBytes(byte[] bytes)
    {
        var flash = new FrailFlash(new Random(1));
        flash.Put("state.a", bytes);
        flash.Put("state.b", TwinFileOf([7]));
        var twin = new TwinFile(flash, "state", 256);
        Must(twin.Read(new byte[256]) >= 1, "a damaged twin hides the whole one");
        twin.Write([9], 0, 1);
        Must(new TwinFile(flash, "state", 256).Read(new byte[256]) == 1, "what was written is not read");
    }

    /// <summary>A state of any content with a right CRC, as other firmware or a fault in our own may have left it.</summary>
    private static Target Stored(string name, string file, int most, Action<IFlash> open) => new(name, [new byte[5], new byte[24], new byte[most]], bytes =>
    {
        byte[] payload = bytes.Length > most ? bytes[..most] : bytes;
        var flash = new FrailFlash(new Random(1));
        new TwinFile(flash, file, most).Write(payload, 0, payload.Length);
        try
        {
            open(flash);
        }
        catch (ArgumentException fault) when (fault.Message.Contains("longer than its reader expects", StringComparison.Ordinal))
        {
            // Said plainly and caught at the start: a state of another firmware.
        }
    });

    private static void Rained(IFlash flash)
    {
        var windows = new Watch.RainWindows();
        var clock = new HandClock();
        var history = new Watch.RainHistory(flash, clock, windows, 5_000_000);
        windows.Add(200, clock.UptimeMilliseconds);
        clock.LearnFromGateway(1_800_000_000_000);
        history.Keep(5_000_200);
        for (int window = 0; window < Watch.RainWindows.Count; window++)
        {
            Must(windows.Micrometres(window) >= 200, $"{windows.Micrometres(window)} um in window {window}");
        }
    }

    private static void Outbox(byte[] bytes)
    {
        var flash = new FrailFlash(new Random(1));
        flash.Put("log.0", bytes);
        flash.Put("log.1", [.. bytes.Reverse()]);
        var outbox = new Outbox(flash, new HandClock(), QuietLog(), new Random(1), 8);
        outbox.Append(ReadingKind.Rain, 5);
        var items = new Reading[Readings.MaxCount];
        for (int i = 0; i < items.Length; i++)
        {
            items[i] = new Reading();
        }
        Must(outbox.Peek(items) > 0 && outbox.Pending > 0, "a new reading is not kept");
        outbox.Acknowledge(outbox.LogId, outbox.NextSequence - 1);
    }

    private static Settings BoardOf(string text) => Settings.Parse(Encoding.UTF8.GetBytes(text), Encoding.UTF8.GetByteCount(text), out string error) ?? throw new InvalidOperationException(error);

    private static OrderLedger Ledger(IFlash flash) => new(flash, new LinkBook(), new HandClock(), QuietLog());

    private static Log QuietLog() => new(new HandClock(), 4);

    private static byte[] TwinFileOf(byte[] payload)
    {
        var flash = new FrailFlash(new Random(1));
        new TwinFile(flash, "state", 256).Write(payload, 0, payload.Length);
        return flash.Files.Values.Single();
    }

    private static byte[] Segment()
    {
        var flash = new FrailFlash(new Random(1));
        var outbox = new Outbox(flash, new HandClock(), QuietLog(), new Random(1), 8);
        for (int i = 0; i < 20; i++)
        {
            outbox.Append(ReadingKind.Rain, i * 200);
        }
        return flash.Files["log.0"];
    }

    private static byte[] Wave(int bytes, string chunk)
    {
        byte[] extra = chunk.Length == 0 ? [] : [.. Encoding.ASCII.GetBytes(chunk), 4, 0, 0, 0, 1, 2, 3, 4];
        return
        [
            .. "RIFF"u8, .. BitConverter.GetBytes(36 + extra.Length + bytes), .. "WAVEfmt "u8, .. BitConverter.GetBytes(16), 1, 0, 1, 0, .. BitConverter.GetBytes(16_000), .. BitConverter.GetBytes(32_000), 2, 0, 16, 0,
            .. extra, .. "data"u8, .. BitConverter.GetBytes(bytes), .. new byte[bytes],
        ];
    }

    private static IEnumerable<byte[]> Hex(string file, int column = 0) => File.ReadLines(Path.Combine(AppContext.BaseDirectory, "golden", "protocol", file))
        .Where(line => line.Length > 0)
        .Select(line => Convert.FromHexString(line.Split('\t')[column].Trim()));

    private static void Must(bool condition, string otherwise)
    {
        if (!condition)
        {
            throw new InvalidOperationException(otherwise);
        }
    }
}
