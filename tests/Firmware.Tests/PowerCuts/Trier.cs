using EdgeWarning.Common;
using EdgeWarning.Firmware.Tests.Common;
using EdgeWarning.Protocol;

namespace EdgeWarning.Firmware.Tests.PowerCuts;

/// <summary>The board starts again because it wants to.</summary>
internal sealed class RestartException : Exception;

/// <summary>
/// The county's settings in one life of a board, as its start and <see cref="SettingsTrial"/> handle them. The gateway answers after some seconds, unless the settings in force lead
/// to another host.
/// </summary>
internal sealed class Trier : IGatewayContact
{
    public const string Host = "x";

    /// <summary>A trial lasts 30 s, and a board that waits for its receipts 10 s more.</summary>
    private const int LongestTrialMilliseconds = 60_000;

    private const int AnswerMilliseconds = 5_000;

    private readonly Truth _truth;
    private readonly HandClock _clock;
    private readonly CountySettings _county;
    private readonly Settings _settings;
    private readonly SettingsTrial _trial;
    private readonly Restarter _restarter;

    public Trier(Truth truth, IFlash flash, HandClock clock, Log log, BoardStatus status, OrderLedger ledger, OrderGate gate, Outbox outbox, Starts starts, Random random)
    {
        (_truth, _clock) = (truth, clock);
        _county = new CountySettings(flash);
        truth.TrialBegun += _county.OnTrial ? 1 : 0;
        _settings = _county.Load(log, out string error) ?? throw new BrokenPromiseException($"the board finds no settings: {error}");
        Check();
        var link = new Link(_settings, clock, log, outbox, status, starts, random, null, Readings.MaxCount, Readings.MaxCount);
        _restarter = new Restarter(ledger, link, starts, status, clock, log);
        _trial = new SettingsTrial(_county, _settings, flash, ledger, this, status, _restarter, clock, log);
        gate.Register(OrderKind.Configure, _trial);
    }

    public bool IsOnTrial => _county.OnTrial;

    public bool IsAnswered => _settings.GatewayHost == Host && _clock.UptimeMilliseconds >= AnswerMilliseconds;

    public long LastWordUptimeMilliseconds => IsAnswered ? _clock.UptimeMilliseconds : 0;

    /// <summary>After the ledger was restored.</summary>
    public void Restore() => _trial.Restore();

    /// <summary>Lives on, until the board restarts by itself or so much time has passed.</summary>
    public void Pass(int milliseconds)
    {
        for (int passed = 0; passed < milliseconds; passed += 500)
        {
            _trial.Step();
            NoteKept();
            Restart();
            _clock.Sleep(500);
        }
    }

    /// <summary>A trial ends in time: as the settings in force when they reach the gateway, with those before when not.</summary>
    public void PassTrial()
    {
        Pass(LongestTrialMilliseconds);
        Truth.Demand(!_county.OnTrial, $"settings of version {_county.Version} are on trial for ever");
    }

    /// <summary>What became of the settings ordered last.</summary>
    public void CheckEnd(Receipt? answer)
    {
        long wanted = _truth.NextCountyVersion;
        bool kept = _county.Version == wanted;
        Truth.Demand(kept == (_truth.CountyVersion == wanted), $"settings of version {_county.Version} are in force, {_truth.CountyVersion} were kept");
        Truth.Demand(!kept || !Truth.CutsOff(wanted), $"settings of version {wanted} are in force and have never reached the gateway");
        Truth.Demand(kept || Truth.CutsOff(wanted) || _truth.TrialBegun >= CountySettings.MostStarts, $"settings of version {wanted} are good and were dropped after {_truth.TrialBegun} starts");
        ReceiptState end = answer is null ? ReceiptState.None : answer.State == ReceiptState.Refused ? answer.Prior : answer.State;
        Truth.Demand(end == (kept ? ReceiptState.Finished : ReceiptState.Failed), $"settings of version {wanted} are {(kept ? "in force" : "rolled back")}, the gateway is told {Words.Of(end)}");
    }

    private void NoteKept()
    {
        if (!_county.OnTrial && _county.Version > _truth.CountyVersion)
        {
            _truth.CountyVersion = _county.Version;
        }
    }

    private void Restart()
    {
        try
        {
            _restarter.Step();
        }
        catch (InvalidOperationException noMachine) when (noMachine.Message.StartsWith("this thread belongs to no board", StringComparison.Ordinal))
        {
            throw new RestartException();
        }
    }

    // The text in force or the one on trial, whole. One that is kept has reached the gateway, and one that does not is not tried for ever.
    private void Check()
    {
        string found = System.Text.Encoding.UTF8.GetString(_county.Text);
        Truth.Demand(found == Truth.SettingsOf(_county.Version), $"the county's settings of version {_county.Version} are mixed with others");
        Truth.Demand(
            _county.Version >= _truth.CountyVersion && _county.Version <= _truth.NextCountyVersion,
            $"settings of version {_county.Version}, neither {_truth.CountyVersion} nor {_truth.NextCountyVersion}");
        if (!_county.OnTrial)
        {
            Truth.Demand(_county.Version == _truth.CountyVersion || !Truth.CutsOff(_county.Version), $"settings of version {_county.Version} are in force and have never reached the gateway");
            _truth.CountyVersion = _county.Version;
            return;
        }

        _truth.TrialStarts++;
        Truth.Demand(_truth.TrialStarts <= CountySettings.MostStarts, $"the board starts {_truth.TrialStarts} times with settings that have never reached the gateway");
    }
}
