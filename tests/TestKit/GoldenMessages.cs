using EdgeWarning.Protocol;

namespace EdgeWarning.TestKit;

/// <summary>The messages behind tests/golden/protocol/messages.tsv.</summary>
public static class GoldenMessages
{
    public const string Board = "411321101200-ls-01";

    private const long Issued = 1_795_363_200_000;

    /// <summary>The board's key, 00 01 .. 1f.</summary>
    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    /// <summary>A file of 10,000 bytes, the n-th being n * 7 modulo 256.</summary>
    private static readonly byte[] File = [.. Enumerable.Range(0, 10_000).Select(i => (byte)(i * 7))];

    public static IEnumerable<(string Name, string Topic, byte[] Payload)> All()
    {
        yield return ("order-play-red", Topics.Order(Board), RedOrder().Encode());
        yield return ("order-drill", Topics.Order(Board), new Order
        {
            Board = Board,
            Sequence = Issued + 1,
            Kind = OrderKind.Play,
            IssuedUnixMilliseconds = Issued,
            ExpiresUnixMilliseconds = Issued + 600_000,
            Scope = Scope.Drill,
            Priority = Priority.Yellow,
            Tone = Tone.Drill,
            ToneMilliseconds = 4_000,
            Text = "Go to the school.",
            Language = "en",
            Repeats = 2,
            VolumePercent = 60,
            Warning = "W-20261122-002",
        }.Encode());
        yield return ("order-stop-one", Topics.Order(Board), new Order
        {
            Board = Board,
            Sequence = Issued + 2,
            Kind = OrderKind.Stop,
            IssuedUnixMilliseconds = Issued,
            ExpiresUnixMilliseconds = Issued + 60_000,
            Of = Issued,
        }.Encode());
        yield return ("order-stop-all", Topics.Order(Board), new Order
        {
            Board = Board,
            Sequence = Issued + 3,
            Kind = OrderKind.Stop,
            IssuedUnixMilliseconds = Issued,
            ExpiresUnixMilliseconds = Issued + 60_000,
        }.Encode());
        yield return ("order-configure", Topics.Order(Board), new Order
        {
            Board = Board,
            Sequence = Issued + 4,
            Kind = OrderKind.Configure,
            IssuedUnixMilliseconds = Issued,
            ExpiresUnixMilliseconds = Issued + 86_400_000,
            Settings = "report.seconds = 300\nvolume.percent = 80\n",
            Version = 12,
        }.Encode());
        yield return ("order-fetch-clip", Topics.Order(Board), new Order
        {
            Board = Board,
            Sequence = Issued + 5,
            Kind = OrderKind.FetchClip,
            IssuedUnixMilliseconds = Issued,
            ExpiresUnixMilliseconds = Issued + 86_400_000,
            Clip = "flash-flood-red",
            Path = "/files/clip/flash-flood-red",
            Bytes = File.Length,
            Seal = FileSeal.Of(Key, File),
        }.Encode());
        yield return ("order-send-log", Topics.Order(Board), new Order
        {
            Board = Board,
            Sequence = Issued + 6,
            Kind = OrderKind.SendLog,
            IssuedUnixMilliseconds = Issued,
            ExpiresUnixMilliseconds = Issued + 60_000,
        }.Encode());
        yield return ("log-page", Topics.Log(Board), new LogPage
        {
            Board = Board,
            Sequence = Issued + 6,
            Page = 1,
            IsLast = true,
            Text = "2026-11-22T16:00:00Z link up\n",
        }.Encode());
        yield return ("acknowledgement", Topics.Acknowledgement(Board), new Acknowledgement
        {
            Board = Board,
            Log = 0xDEADBEEF,
            UpTo = 42,
            UnixMilliseconds = Issued,
        }.Encode());
        yield return ("receipt-heard", Topics.Receipt(Board), new Receipt
        {
            Board = Board,
            Sequence = Issued,
            State = ReceiptState.Heard,
            UnixMilliseconds = Issued + 21_000,
            QuietMilliamperes = 61,
            ToneMilliamperes = 840,
            SpeechMilliamperes = 410,
        }.Encode());
        yield return ("receipt-replayed", Topics.Receipt(Board), new Receipt
        {
            Board = Board,
            Sequence = Issued,
            State = ReceiptState.Refused,
            Reason = Reason.Replayed,
            UnixMilliseconds = Issued + 30_000,
            Prior = ReceiptState.Heard,
            Detail = "played at 00:00:01",
        }.Encode());
        yield return ("readings", Topics.Readings(Board), new Readings
        {
            Board = Board,
            Log = 0xDEADBEEF,
            Items =
            [
                new Reading { Sequence = 43, UnixSeconds = Issued / 1000, Kind = ReadingKind.Rain, Value = 201_900 },
                new Reading { Sequence = 44, UnixSeconds = (Issued / 1000) + 60, Kind = ReadingKind.Stage, Value = -125 },
                new Reading { Sequence = 45, UnixSeconds = -15, Kind = ReadingKind.Battery, Value = 3_300 },
                new Reading { Sequence = 46, UnixSeconds = 0, Kind = ReadingKind.StageFault, Value = (long)ProbeFault.CableCut },
            ],
        }.Encode());
        yield return ("readings-own-doings", Topics.Readings(Board), new Readings
        {
            Board = Board,
            Log = 0xDEADBEEF,
            Items =
            [
                new Reading { Sequence = 47, UnixSeconds = Issued / 1000, Kind = ReadingKind.LocalWarning, Value = LocalWarning.ValueOf(WarningStage.Evacuate, WarningCause.Rain1Hour) },
                new Reading { Sequence = 48, UnixSeconds = (Issued / 1000) + 9, Kind = ReadingKind.LocalVerdict, Value = (long)ReceiptState.Heard },
                new Reading { Sequence = 49, UnixSeconds = (Issued / 1000) + 60, Kind = ReadingKind.VillageAlarm, Value = (long)VillageAlarm.Begun },
            ],
        }.Encode());
        yield return ("heartbeat-whole", Topics.Heartbeat(Board), WholeStatus().Encode());
        yield return ("birth", Topics.Birth(Board), BirthStatus().Encode());
        yield return ("heartbeat", Topics.Heartbeat(Board), BirthStatus().Encode());
    }

    public static Order RedOrder() => new()
    {
        Board = Board,
        Sequence = Issued,
        Kind = OrderKind.Play,
        IssuedUnixMilliseconds = Issued,
        ExpiresUnixMilliseconds = Issued + 3_600_000,
        Scope = Scope.Actual,
        Priority = Priority.Red,
        Tone = Tone.Red,
        ToneMilliseconds = 8_000,
        Text = "暴雨红色预警，请立即转移。",
        Language = "zh-CN",
        Repeats = 3,
        Of = Issued - 7,
        Warning = "W-20261122-001",
    };

    /// <summary>Decodes a payload and encodes what was understood.</summary>
    public static byte[] Rewrite(Channel channel, byte[] payload)
    {
        switch (channel)
        {
            case Channel.Order:
                Assert.True(Order.TryDecode(payload, out var order, out var error), error);
                return order.Encode();
            case Channel.Acknowledgement:
                Assert.True(Acknowledgement.TryDecode(payload, out var acknowledgement, out error), error);
                return acknowledgement.Encode();
            case Channel.Receipt:
                Assert.True(Receipt.TryDecode(payload, out var receipt, out error), error);
                return receipt.Encode();
            case Channel.Readings:
                Assert.True(Readings.TryDecode(payload, out var readings, out error), error);
                return readings.Encode();
            case Channel.Log:
                Assert.True(LogPage.TryDecode(payload, out var page, out error), error);
                return page.Encode();
            case Channel.Birth:
            case Channel.Heartbeat:
                Assert.True(Status.TryDecode(payload, out var status, out error), error);
                return status.Encode();
            default:
                throw new ArgumentOutOfRangeException(nameof(channel), channel, "carries no message");
        }
    }

    private static Status WholeStatus()
    {
        var status = BirthStatus();
        status.TemperatureDecidegrees = -57;
        status.Configuration = 12;
        status.SelfTest = ReceiptState.Heard;
        status.SelfTestUnixMilliseconds = Issued - 3_600_000;
        status.SafeMode = true;
        status.LinkLosses = 4;
        status.OnTrial = true;
        status.ClockSteps = 1;
        return status;
    }

    private static Status BirthStatus() => new()
    {
        Board = Board,
        Kind = "loudspeaker",
        Firmware = "0.1.0",
        RestartReason = "power",
        Restarts = 3,
        UptimeMilliseconds = 1_234,
        UnixMilliseconds = Issued,
        ClockQuality = ClockQuality.Gateway,
        Log = 0xDEADBEEF,
        OldestSequence = 43,
        NextSequence = 47,
        FreeBytes = 65_536,
        BatteryMillivolts = 3_300,
        SignalDbm = -61,
        Refusals = 2,
        Parts = Status.SpeakerPart | Status.SpeechPart | Status.CurrentSensorPart,
        TipMicrometres = 200,
    };
}
