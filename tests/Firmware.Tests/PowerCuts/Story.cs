using EdgeWarning.Common;
using EdgeWarning.Protocol;
using NanoHost;

namespace EdgeWarning.Firmware.Tests.PowerCuts;

/// <summary>What a story is about.</summary>
/// <param name="Acts">Things that happen in it.</param>
/// <param name="Segments">Room of the outbox: a small one is thinned soon.</param>
/// <param name="Voice">With orders, or readings only.</param>
/// <param name="Outage">Without a gateway, so long that old readings are thinned: power fails at each change of a thinning and at every fiftieth other.</param>
/// <param name="Watched">The board warns its village by itself.</param>
/// <param name="Configured">The county sends settings, good ones and such that cut the board off; nothing else happens.</param>
internal sealed record Plot(int Acts, int Segments, bool Voice = false, bool Outage = false, bool Watched = false, bool Configured = false);

/// <summary>
/// A long random history of one board. At each change of its flash power fails in every form that the file may be left in, and the board's life after that
/// is lived: it starts, goes on, and everything promised is counted. While it starts, power fails again, at each change and in every form. The story itself then goes on as
/// if nothing had happened; now and then a cut is real. One seed, one story.
/// </summary>
internal sealed class Story(int seed, Plot plot, Func<IFlash, IFlash>? disk = null)
{
    private const int ActsBetweenRealCuts = 40;

    /// <summary>One into a trial and one out of it are what a story needs.</summary>
    private const int MostRestarts = 4;

    private readonly Random _random = new(seed);
    private readonly Truth _truth = new();
    private readonly CutFlash _flash = new();
    private string? _broken;    // kept as well: the firmware is in the midst of a write, and may take the exception for one of its flash
    private bool _told;
    private string _act = "start";

    /// <summary>Cuts that were lived on from.</summary>
    public int Cuts { get; private set; }

    /// <summary>Those of them that came while the board recovered from another.</summary>
    public int DoubleCuts { get; private set; }

    /// <summary>Cuts during which old readings were being thinned.</summary>
    public int ThinningCuts { get; private set; }

    /// <summary>What the board reported of its own warnings, over all its lives.</summary>
    public int WarningsReported => _truth.WarningsReported;

    /// <summary>Settings that the county sent as orders.</summary>
    public long SettingsSent => plot.Configured ? _truth.NextCountyVersion : 0;

    public int OrdersSounded => _truth.Orders.Sum(fate => fate.Sounded);

    public void Tell()
    {
        _flash.Put(Settings.FileName, Life.SettingsFile);
        _flash.Changing = Explore;
        Life life = Start(_truth, _flash, _random);
        for (int act = 0; act < plot.Acts; act++)
        {
            int kind = Kind();
            _act = $"act {act} of kind {kind}";
            try
            {
                _told = true;
                life.Act(kind);
            }
            catch (PowerCutException)
            {
                _told = false;
                life = Start(_truth, _flash, _random);
                life.NoteThinning();    // what may be gone has been judged when the same cut was explored
            }
            catch (RestartException)
            {
                _told = false;
                life = Start(_truth, _flash, _random);
            }

            if (_broken is not null)
            {
                throw new BrokenPromiseException(_broken);
            }
        }
    }

    private int Kind() => plot.Configured ? Life.KindOfSettings
        : plot.Outage ? _random.Next(Life.FirstKindWithGateway)
        : _random.Next(plot.Voice ? Life.Kinds : Life.FirstKindOfOrders);

    private Life Start(Truth truth, CutFlash flash, Random random) => new(truth, disk is null ? flash : disk(flash), random, plot);

    private void GoOn(Truth truth, CutFlash flash, Random random)
    {
        Life life = Start(truth, flash, random);
        flash.Changing = null;
        for (int flickers = plot.Configured && random.Next(8) == 0 ? CountySettings.MostStarts + 1 : 0; flickers > 0; flickers--)
        {
            life = Start(truth, flash, random);
        }

        for (int restarts = 0; restarts < MostRestarts; restarts++)
        {
            try
            {
                life.GoOn();
                return;
            }
            catch (RestartException)
            {
                life = Start(truth, flash, random);
            }
        }

        throw new BrokenPromiseException("the board restarts for ever");
    }

    private void Explore(Change change)
    {
        _truth.IsThinning |= IsThinned(change);
        if (plot.Outage && !_truth.IsThinning && _random.Next(50) > 0)
        {
            return;
        }

        byte[]?[] forms = [.. change.Forms(_random)];
        foreach (byte[]? form in forms)
        {
            Survive(_truth.Copy(), new CutFlash(_flash, change.Name, form), 1, $"{_act}, power fails at {Show(change, form)}");
        }

        if (_told && _random.Next(ActsBetweenRealCuts) == 0)
        {
            _flash.Put(change.Name, forms[_random.Next(forms.Length)]);
            throw new PowerCutException();
        }
    }

    private void Survive(Truth truth, CutFlash flash, int depth, string story)
    {
        Cuts++;
        DoubleCuts += depth > 1 ? 1 : 0;
        ThinningCuts += truth.IsThinning ? 1 : 0;
        var random = new Random((seed * 1_000_003) + Cuts);
        if (depth < 2)
        {
            flash.Changing = change =>
            {
                foreach (byte[]? form in change.Forms(random))
                {
                    Survive(truth.Copy(), new CutFlash(flash, change.Name, form), depth + 1, $"{story}, again at {Show(change, form)}");
                }
            };
        }

        try
        {
            GoOn(truth, flash, random);
        }
        catch (Exception broken) when (!broken.Message.StartsWith("seed ", StringComparison.Ordinal))
        {
            _broken ??= $"seed {seed}, {story}: {broken.GetType().Name}: {broken.Message}\n{broken.StackTrace}";
            throw new BrokenPromiseException(_broken);
        }
    }

    /// <summary>The first write of a segment that is to replace others: its head says so.</summary>
    private static bool IsThinned(Change change) =>
        change is { Position: 0, After: { Length: > 16 } after } && change.Name.StartsWith("log.", StringComparison.Ordinal) && after[2] == 1;

    private static string Show(Change change, byte[]? form) =>
        $"{change.Name} ({change.Before?.Length ?? -1} to {change.After?.Length ?? -1} bytes), which is left with {form?.Length ?? -1}";
}
