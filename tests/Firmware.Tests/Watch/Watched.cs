using System.Text;
using EdgeWarning.Common;
using EdgeWarning.Firmware.Tests.Common;
using EdgeWarning.Protocol;
using EdgeWarning.Watch;

namespace EdgeWarning.Firmware.Tests.Watch;

/// <summary>A village's watch in virtual time: sensors, voice, gateway and county are the test's.</summary>
internal sealed class Watched
{
    private long _due;

    public Watched(params string[] settings)
        : this(new FrailFlash(new Random(1)), 0, settings)
    {
    }

    public Watched(FrailFlash flash, long counterMicrometres, params string[] settings)
    {
        Flash = flash;
        Log = new Log(Clock, 64);
        Link = new TimedLink(Clock);
        Watch = new VillageWatch(SettingsOf(settings), flash, Clock, Log, Link, Voice, Gateway, Gateway, counterMicrometres);
    }

    public HandClock Clock { get; } = new();

    public FrailFlash Flash { get; }

    public Log Log { get; }

    public TimedLink Link { get; }

    public Horn Voice { get; } = new();

    public Office Gateway { get; } = new();

    public VillageWatch Watch { get; }

    public IReadOnlyList<(long At, WarningStage Stage, WarningCause Cause)> Told => [.. Link.All.Where(one => one.Kind == ReadingKind.LocalWarning).Select(one =>
    {
        Assert.True(LocalWarning.TryParse(one.Value, out var stage, out var cause));
        return (one.At, stage, cause);
    })];

    public static WarnSettings SettingsOf(params string[] lines)
    {
        var text = new SettingLines();
        var bytes = Encoding.UTF8.GetBytes(string.Join('\n', lines));
        text.Read("test", bytes, bytes.Length);
        var settings = new WarnSettings(text);
        Assert.Equal("", text.Fault);
        return settings;
    }

    public void Rain(double millimetres)
    {
        Watch.OnRain((int)Math.Round(millimetres * 1_000));
        Step();
    }

    public void Stage(int millimetres)
    {
        for (var again = 0; Watch.OnStage(millimetres) && again < 2; again++)
        {
            Step();
            Run(10_000);
        }

        Step();
    }

    /// <summary>Lets time pass as the loop does: from one due step to the next.</summary>
    public void Run(long milliseconds)
    {
        var end = Clock.UptimeMilliseconds + milliseconds;
        while (_due <= end)
        {
            Clock.Advance(Math.Max(0, _due - Clock.UptimeMilliseconds));
            Voice.Pass(Clock.UptimeMilliseconds);
            Step();
        }

        Clock.Advance(Math.Max(0, end - Clock.UptimeMilliseconds));
        Voice.Pass(Clock.UptimeMilliseconds);
    }

    public void Step() => _due = Clock.UptimeMilliseconds + Math.Max(1, Watch.Step());

    public string Story() => string.Join('\n', Log.Kept());
}

/// <summary>Readings with the moment of each.</summary>
internal sealed class TimedLink(Clock clock) : ILink
{
    public List<(long At, ReadingKind Kind, long Value)> All { get; } = [];

    public bool IsUp => false;

    public void Send(Receipt receipt)
    {
    }

    public bool Report(ReadingKind kind, long value)
    {
        All.Add((clock.UptimeMilliseconds, kind, value));
        return true;
    }
}

/// <summary>A voice that takes 20 s for each sound.</summary>
internal sealed class Horn : ISounder
{
    public const long SoundMilliseconds = 20_000;

    private readonly List<(long End, LocalSound Sound)> _sounding = [];
    private long _now;

    public List<(long At, LocalSound Sound)> All { get; } = [];

    public bool IsBroken { get; set; }

    public long SilencedUptimeMilliseconds { get; private set; } = -1;

    public ReceiptState Verdict { get; set; } = ReceiptState.Heard;

    public bool Sound(LocalSound sound)
    {
        if (IsBroken)
        {
            sound.State = ReceiptState.Refused;
            return false;
        }

        sound.State = ReceiptState.Playing;
        All.Add((_now, sound));
        _sounding.Add((_now + SoundMilliseconds, sound));
        return true;
    }

    public void Silence(LocalSound sound) => End(sound, Reason.None);

    public void Pass(long now)
    {
        _now = now;
        foreach (var (_, sound) in _sounding.Where(one => one.End <= now).ToArray())
        {
            sound.Verdict = Verdict;
            sound.State = ReceiptState.Finished;
            _sounding.RemoveAll(one => one.Sound == sound);
        }
    }

    public void StopAll(long now)
    {
        SilencedUptimeMilliseconds = now;
        foreach (var (_, sound) in _sounding.ToArray())
        {
            End(sound, Reason.StoppedByOrder);
        }
    }

    private void End(LocalSound sound, Reason reason)
    {
        if (_sounding.RemoveAll(one => one.Sound == sound) > 0)
        {
            sound.State = ReceiptState.Stopped;
            sound.Reason = reason;
        }
    }
}

/// <summary>The gateway and the county as the watch sees them.</summary>
internal sealed class Office : IGatewayContact, ICountyVoice
{
    private readonly Dictionary<Priority, long> _played = [];

    public long LastWordUptimeMilliseconds { get; set; }

    public bool IsAnswered => LastWordUptimeMilliseconds > 0;

    public void Plays(Priority priority, long now) => _played[priority] = now;

    public long LastPlayUptimeMilliseconds(Priority least) => _played.Where(one => one.Key >= least).Select(one => one.Value).DefaultIfEmpty(-1).Max();
}
