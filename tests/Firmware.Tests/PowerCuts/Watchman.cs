using System.Text;
using EdgeWarning.Common;
using EdgeWarning.Firmware.Tests.Common;
using EdgeWarning.Protocol;
using EdgeWarning.Watch;

namespace EdgeWarning.Firmware.Tests.PowerCuts;

/// <summary>A village's own watch in one life of its board, with a horn that counts. No gateway ever speaks to it, but an order may stop what sounds.</summary>
internal sealed class Watchman : ISounder, IGatewayContact, ICountyVoice
{
    private static readonly WarnSettings s_settings = Settings();

    private readonly Truth _truth;
    private readonly HandClock _clock;

    public Watchman(Truth truth, IFlash flash, HandClock clock, Log log, ILink link, long counterMicrometres)
    {
        (_truth, _clock) = (truth, clock);
        CheckWindows(flash, counterMicrometres);
        Watch = new VillageWatch(s_settings, flash, clock, log, link, this, this, this, counterMicrometres);
        truth.Village.Restart();
    }

    public VillageWatch Watch { get; }

    public long SilencedUptimeMilliseconds { get; private set; } = -1;

    public long LastWordUptimeMilliseconds => 0;

    public bool IsAnswered => false;

    public long LastPlayUptimeMilliseconds(Priority least) => -1;

    /// <summary>Does what the watch has to do now; milliseconds until it has more. <paramref name="rains"/>: the gauge has counted a tip in this life.</summary>
    public int Step(bool rains)
    {
        int rest = Watch.Step();
        _truth.Village.Rest();
        Truth.Demand(Watch.Told == _truth.Village.ReportedStage, $"the village was told {Watch.Told}, the report says {_truth.Village.Reported}");
        Truth.Demand(!rains || Watch.Told >= _truth.Village.Danger(_truth.Now), $"the rain calls for {_truth.Village.Danger(_truth.Now)}, the village was told {Watch.Told}");
        return rest;
    }

    /// <summary>An order stops everything; once the watch has heeded it, also over restarts.</summary>
    public void Stop(bool rains)
    {
        _clock.Advance(1);
        SilencedUptimeMilliseconds = _clock.UptimeMilliseconds;
        _clock.Advance(1);
        Step(rains);
        _truth.Village.IsStopped = Watch.Told > WarningStage.AllClear;
    }

    public bool Sound(LocalSound sound)
    {
        if (sound.Priority >= Priority.Orange)
        {
            _truth.Village.Sound();
        }

        sound.Verdict = ReceiptState.Heard;
        sound.State = ReceiptState.Finished;
        return true;
    }

    public void Silence(LocalSound sound)
    {
    }

    // What a start recalls may hold too much and never too little.
    private void CheckWindows(IFlash flash, long counterMicrometres)
    {
        var windows = new RainWindows();
        _ = new RainHistory(flash, _clock, windows, counterMicrometres);
        for (int window = 0; window < RainWindows.Count; window++)
        {
            long fell = _truth.Village.Fallen(_truth.Now, RainWindows.LengthOf(window));
            Truth.Demand(windows.Micrometres(window) >= fell, $"{fell} um fell in {RainWindows.LengthOf(window) / 60_000} minutes, after the restart {windows.Micrometres(window)} are known");
        }
    }

    private static WarnSettings Settings()
    {
        var lines = new SettingLines();
        byte[] text = Encoding.UTF8.GetBytes(ToldVillage.Settings);
        lines.Read("watch", text, text.Length);
        var settings = new WarnSettings(lines);
        Truth.Demand(lines.Fault.Length == 0, lines.Fault);
        return settings;
    }
}
