using EdgeWarning.Protocol;
using EdgeWarning.TestKit;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeWarning.Firmware.Tests.Protocol;

/// <summary>Every message round-trips, and nothing but the whole message passes.</summary>
public sealed class Messages_Tests
{
    private static readonly byte[] Key = [.. Enumerable.Range(7, 32).Select(i => (byte)i)];

    [Fact]
    public void Any_flipped_bit_of_an_order_is_refused()
    {
        var topic = Topics.Order(GoldenMessages.Board);
        var message = Envelope.Seal(Key, GoldenMessages.Board, topic, GoldenMessages.RedOrder().Encode());
        Assert.Equal(Reason.None, Envelope.Open(Key, GoldenMessages.Board, topic, message, out _));
        for (var bit = 0; bit < message.Length * 8; bit++)
        {
            var flipped = (byte[])message.Clone();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.NotEqual(Reason.None, Envelope.Open(Key, GoldenMessages.Board, topic, flipped, out _));
        }
    }

    [Fact]
    public void A_sealed_message_counts_on_its_own_topic_board_and_key_only()
    {
        var topic = Topics.Order(GoldenMessages.Board);
        var message = Envelope.Seal(Key, GoldenMessages.Board, topic, GoldenMessages.RedOrder().Encode());
        Assert.Equal(Reason.Forged, Envelope.Open(Key, GoldenMessages.Board, Topics.Acknowledgement(GoldenMessages.Board), message, out _));
        Assert.Equal(Reason.Foreign, Envelope.Open(Key, "another-board", Topics.Order("another-board"), message, out _));
        Assert.Equal(Reason.Forged, Envelope.Open(new byte[32], GoldenMessages.Board, topic, message, out _));
    }

    [Fact]
    public void Any_truncation_or_extension_of_a_message_is_refused()
    {
        var topic = Topics.Order(GoldenMessages.Board);
        var message = Envelope.Seal(Key, GoldenMessages.Board, topic, GoldenMessages.RedOrder().Encode());
        for (var length = 0; length < message.Length; length++)
        {
            Assert.Equal(Reason.Malformed, Envelope.Open(Key, GoldenMessages.Board, topic, message[..length], out _));
        }

        Assert.Equal(Reason.Malformed, Envelope.Open(Key, GoldenMessages.Board, topic, [.. message, 0], out _));
    }

    [Fact]
    public void Orders_round_trip() => Check.One(Quick, Prop.ForAll(Orders().ToArbitrary(), order =>
    {
        var bytes = order.Encode();
        Assert.True(Order.TryDecode(bytes, out var read, out var error), error);
        Assert.Equal(bytes, read.Encode());
        Assert.Equivalent(order, read);
    }));

    [Fact]
    public void Receipts_round_trip() => Check.One(Quick, Prop.ForAll(Receipts().ToArbitrary(), receipt =>
    {
        Assert.True(Receipt.TryDecode(receipt.Encode(), out var read, out var error), error);
        Assert.Equivalent(receipt, read);
    }));

    [Fact]
    public void Acknowledgements_round_trip() => Check.One(Quick, Prop.ForAll(Numbers(3).ToArbitrary(), numbers =>
    {
        var acknowledgement = new Acknowledgement { Board = "b-1", Log = numbers[0] % 0x1_0000_0000, UpTo = numbers[1], UnixMilliseconds = numbers[2] };
        Assert.True(Acknowledgement.TryDecode(acknowledgement.Encode(), out var read, out var error), error);
        Assert.Equivalent(acknowledgement, read);
    }));

    [Fact]
    public void Statuses_round_trip() => Check.One(Quick, Prop.ForAll(Statuses().ToArbitrary(), status =>
    {
        Assert.True(Status.TryDecode(status.Encode(), out var read, out var error), error);
        Assert.Equivalent(status, read);
    }));

    [Fact]
    public void Readings_round_trip_without_losing_a_micrometre() => Check.One(Quick, Prop.ForAll(Packs().ToArbitrary(), pack =>
    {
        Assert.True(Readings.TryDecode(pack.Encode(), out var read, out var error), error);
        Assert.Equivalent(pack, read);
    }));

    [Fact]
    public void Doubles_round_trip_in_their_shortest_form() => Check.One(Quick, Prop.ForAll(Doubles().ToArbitrary(), value =>
    {
        var writer = new CborWriter();
        writer.WriteDouble(value);
        var bytes = writer.ToArray();
        Assert.Null(CborReader.Check(bytes, 0, bytes.Length));
        Assert.True(new CborReader(bytes, 0, bytes.Length).TryReadNumber(out var read));
        Assert.Equal(BitConverter.DoubleToInt64Bits(value), BitConverter.DoubleToInt64Bits(read));
        Assert.Equal((double)(Half)value == value ? 3 : (double)(float)value == value ? 5 : 9, bytes.Length);
    }));

    [Fact]
    public void A_log_page_round_trips() => Check.One(Quick, Prop.ForAll(Words(200).ToArbitrary(), text =>
    {
        var page = new LogPage { Board = "b-1", Sequence = 5, Page = text.Length, IsLast = text.Length % 2 == 0, Text = text };
        Assert.True(LogPage.TryDecode(page.Encode(), out var read, out var error), error);
        Assert.Equivalent(page, read);
    }));

    [Theory]
    [InlineData(1)]
    [InlineData(4095)]
    [InlineData(4096)]
    [InlineData(4097)]
    [InlineData(12_288)]
    [InlineData(20_000)]
    public void A_file_has_the_same_seal_in_whatever_pieces_it_comes(int length)
    {
        var random = new Random(length);
        var file = new byte[length];
        random.NextBytes(file);
        var whole = FileSeal.Of(Key, file);
        var pieces = new FileSeal(Key, length);
        for (var at = 0; at < length;)
        {
            var count = Math.Min(random.Next(1, 6_000), length - at);
            pieces.Add(file, at, count);
            at += count;
        }

        Assert.True(FileSeal.AreEqual(whole, pieces.Finish()));
        pieces.Begin(length);
        for (var at = 0; at < length; at += FileSeal.BlockBytes)
        {
            var count = Math.Min(FileSeal.BlockBytes, length - at);
            Array.Copy(file, at, pieces.Buffer, FileSeal.BlockAt, count);
            pieces.AddBlock(count);
        }

        Assert.True(FileSeal.AreEqual(whole, pieces.Finish()));
        Assert.Throws<ArgumentException>(() => pieces.AddBlock(1));
        file[random.Next(length)] ^= 1;
        Assert.False(FileSeal.AreEqual(whole, FileSeal.Of(Key, file)));
        Assert.False(FileSeal.AreEqual(whole, FileSeal.Of(new byte[32], file)));
        Assert.Throws<ArgumentException>(() => pieces.Add(file, 0, 1));
        Assert.Throws<InvalidOperationException>(() => new FileSeal(Key, 1).Finish());
    }

    [Fact]
    public void A_local_warning_is_one_number_and_back()
    {
        Assert.True(LocalWarning.TryParse(LocalWarning.ValueOf(WarningStage.Evacuate, WarningCause.SensorLost), out var stage, out var cause));
        Assert.Equal((WarningStage.Evacuate, WarningCause.SensorLost), (stage, cause));
        Assert.True(LocalWarning.TryParse(0, out stage, out cause));
        Assert.Equal((WarningStage.AllClear, WarningCause.None), (stage, cause));
        Assert.All([-1L, 1, 100, 109, 301, long.MaxValue], value => Assert.False(LocalWarning.TryParse(value, out _, out _)));
    }

    [Fact]
    public void Random_bytes_never_throw() => Check.One(Quick, Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes => DecodeEverything(bytes)));

    [Fact]
    public void Damaged_messages_never_throw()
    {
        var random = new Random(20210720);
        var payloads = GoldenMessages.All().Select(m => m.Payload).ToArray();
        for (var i = 0; i < 50_000; i++)
        {
            var bytes = (byte[])payloads[random.Next(payloads.Length)].Clone();
            for (var hits = random.Next(1, 5); hits > 0; hits--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            DecodeEverything(bytes);
        }
    }

    [Theory]
    [InlineData(Scope.Drill, Tone.Red, true)]
    [InlineData(Scope.Drill, Tone.None, true)]
    [InlineData(Scope.Drill, Tone.Drill, false)]
    [InlineData(Scope.Actual, Tone.Drill, true)]
    [InlineData(Scope.Actual, Tone.Test, true)]
    [InlineData(Scope.Actual, Tone.Red, false)]
    [InlineData(Scope.Test, Tone.Red, true)]
    [InlineData(Scope.Test, Tone.Test, false)]
    public void A_drill_dressed_as_real_is_seen(Scope scope, Tone tone, bool mismatch) =>
        Assert.Equal(mismatch, new Order { Kind = OrderKind.Play, Scope = scope, Tone = tone }.IsDrillMismatch);

    [Fact]
    public void A_field_that_must_be_understood_is_refused_by_name_and_a_later_one_is_stepped_over()
    {
        Assert.False(Acknowledgement.TryDecode(WithExtra(63), out _, out var error));
        Assert.Contains("field 63", error, StringComparison.Ordinal);
        Assert.True(Acknowledgement.TryDecode(WithExtra(200), out _, out error), error);
        Assert.False(Acknowledgement.TryDecode([0xA0], out _, out error));
        Assert.Equal("field 1 is missing", error);
    }

    [Fact]
    public void A_message_longer_than_4096_bytes_is_neither_written_nor_read()
    {
        Assert.Throws<ArgumentException>(() => Envelope.Seal(Key, "b", "t", new byte[4096]));
        var long4097 = new byte[4097];
        long4097[0] = 0x59;
        long4097[1] = 0x0F;
        long4097[2] = 0xFE;
        Assert.Equal("longer than 4096 bytes at byte 0", CborReader.Check(long4097, 0, 4097) + " at byte 0");
        Assert.Null(CborReader.Check([0x59, 0x0F, 0xFD, .. new byte[4093]], 0, 4096));
    }

    [Fact]
    public void The_hardest_map_within_the_limits_is_judged_quickly()
    {
        // 64 pairs is the most; one more is refused before the square of the pairs is spent.
        Assert.Contains("64 pairs", CborReader.Check([0xB8, 65, .. Enumerable.Range(0, 65).SelectMany(i => new byte[] { 0x18, (byte)(24 + i), 0 })], 0, 2 + (65 * 3)), StringComparison.Ordinal);
    }

    private static readonly Config Quick = Config.QuickThrowOnFailure.WithMaxTest(500);

    private static void DecodeEverything(byte[] bytes)
    {
        Order.TryDecode(bytes, out _, out _);
        Receipt.TryDecode(bytes, out _, out _);
        Acknowledgement.TryDecode(bytes, out _, out _);
        Status.TryDecode(bytes, out _, out _);
        Readings.TryDecode(bytes, out _, out _);
        LogPage.TryDecode(bytes, out _, out _);
        Envelope.Open(Key, "b", "t", bytes, out _);
    }

    private static byte[] WithExtra(int key)
    {
        byte[] head = [0xA5, .. new Acknowledgement { Board = "b", Log = 1, UpTo = 2, UnixMilliseconds = 3 }.Encode()[1..]];
        return [.. head, 0x18, (byte)key, 0xF5];
    }

    private static Gen<string> Words(int length) =>
        Gen.Elements("水", "a", "é", "𝄞", " ", "Z", "9", "，").ArrayOf().Where(p => p.Length <= length).Select(string.Concat);

    private static Gen<long> Times() => Gen.Choose(0, int.MaxValue).Select(i => i * 1_000L);

    private static Gen<Order> Orders() =>
        from numbers in Gen.Choose(1, int.MaxValue).ArrayOf(4)
        from kind in Gen.Choose(1, 8)
        from scope in Gen.Choose(0, 2)
        from priority in Gen.Choose(0, 5)
        from tone in Gen.Choose(0, 7)
        from text in Words(200)
        from repeats in Gen.Choose(1, 100)
        from volume in Gen.Choose(0, 100)
        from of in Gen.Elements(0L, 1, 24, 65_536, 1L << 40, long.MaxValue)
        select new Order
        {
            Board = "b-1",
            Sequence = numbers[0] * 4_000_000L,
            Kind = (OrderKind)kind,
            IssuedUnixMilliseconds = numbers[1],
            ExpiresUnixMilliseconds = numbers[2] * 1000L,
            Scope = (Scope)scope,
            Priority = (Priority)priority,
            Tone = (Tone)tone,
            ToneMilliseconds = numbers[3] % 60_001,
            Text = text,
            Language = "zh-CN",
            Clip = "",
            Repeats = repeats,
            VolumePercent = volume,
            Of = of,
            Warning = "W",
            Settings = text,
            Version = numbers[0],
            Path = "/files/x",
            Bytes = numbers[1],
            Seal = of == 0 ? [] : FileSeal.Of(Key, [1, 2, 3]),
        };

    private static Gen<Receipt> Receipts() =>
        from state in Gen.Choose(1, 9)
        from reason in Gen.Elements(0, 1, 8, 20, 34)
        from time in Times()
        from currents in Gen.Choose(-1, 100_000).ArrayOf(3)
        from prior in Gen.Choose(0, 9)
        from detail in Words(40)
        select new Receipt
        {
            Board = "b-1",
            Sequence = time,
            State = (ReceiptState)state,
            Reason = (Reason)reason,
            UnixMilliseconds = time,
            QuietMilliamperes = currents[0],
            ToneMilliamperes = currents[1],
            SpeechMilliamperes = currents[2],
            Prior = (ReceiptState)prior,
            Detail = detail,
        };

    private static Gen<long[]> Numbers(int count) => Gen.Elements(0L, 1, 23, 24, 255, 256, 65_535, 65_536, 4_294_967_295, 4_294_967_296, long.MaxValue).ArrayOf(count);

    private static Gen<Status> Statuses() =>
        from large in Numbers(8)
        from small in Gen.Choose(0, 0xFFFF).ArrayOf(3)
        from signal in Gen.Choose(-200, 0)
        from quality in Gen.Choose(0, 2)
        from reason in Words(10)
        select new Status
        {
            Board = "b-1",
            Kind = "bench",
            Firmware = "0.1.0",
            RestartReason = reason,
            Restarts = large[0],
            UptimeMilliseconds = large[1],
            UnixMilliseconds = large[2],
            ClockQuality = (ClockQuality)quality,
            Log = large[3] % 0x1_0000_0000,
            OldestSequence = large[4],
            NextSequence = large[5],
            FreeBytes = large[6],
            BatteryMillivolts = small[0],
            SignalDbm = signal,
            Refusals = large[7],
            Parts = small[1],
            TipMicrometres = small[2],
            TemperatureDecidegrees = signal == 0 ? Status.NoTemperature : signal,
            Configuration = large[0],
            SelfTest = quality == 0 ? ReceiptState.None : (ReceiptState)(quality + 3),
            SelfTestUnixMilliseconds = large[1],
            SafeMode = quality == 1,
            LinkLosses = large[2],
            OnTrial = quality == 2,
            ClockSteps = large[3],
        };

    private static Gen<Readings> Packs() =>
        from count in Gen.Choose(1, Readings.MaxCount)
        from kinds in Gen.Choose(1, 10).ArrayOf(count)
        from values in Gen.Choose(0, int.MaxValue).ArrayOf(count)
        from ages in Gen.Choose(-100_000, 0).ArrayOf(count)
        from first in Gen.Choose(1, int.MaxValue)
        select new Readings
        {
            Board = "b-1",
            Log = first,
            Items = [.. Enumerable.Range(0, count).Select(i => new Reading
            {
                Sequence = first + i, Kind = (ReadingKind)kinds[i], UnixSeconds = ages[i] % 2 == 0 ? ages[i] : 1_800_000_000L + ages[i],
                Value = kinds[i] == (int)ReadingKind.Stage ? -values[i] : values[i] * 1_000L,
            })],
        };

    private static Gen<double> Doubles() => Gen.OneOf(
        ArbMap.Default.GeneratorFor<NormalFloat>().Select(f => f.Get),
        ArbMap.Default.GeneratorFor<float>().Where(float.IsFinite).Select(f => (double)f),
        Gen.Choose(0, 0x7BFF).Select(i => (double)BitConverter.UInt16BitsToHalf((ushort)i)),
        Gen.Elements(0.0, -0.0, double.Epsilon, double.MaxValue, float.Epsilon, (double)Half.Epsilon, 65_505, 1e-8));
}
