using EdgeWarning.Gateway.Platform;
using EdgeWarning.Gateway.Warnings.Texts;
using EdgeWarning.Protocol;

namespace EdgeWarning.Gateway.Desk;

/// <summary>Where a draft stands. The numbers stand in the store.</summary>
public enum DraftState
{
    Draft = 1,

    /// <summary>Waits for somebody who may sign.</summary>
    Submitted = 2,

    /// <summary>签发: signed by another person; may be issued.</summary>
    Signed = 3,

    /// <summary>It has become a warning.</summary>
    Issued = 4,

    Withdrawn = 5,
}

/// <summary>A warning as it is being written.</summary>
/// <param name="Event">Key of <see cref="WarningEvents"/>.</param>
/// <param name="Scope">Actual, drill or test: fixed when the draft is made, so that neither can become the other.</param>
/// <param name="Minutes">How long it holds from its issue.</param>
/// <param name="Detail">What the officer adds to the texts.</param>
/// <param name="Cause">Why; null when nobody has said.</param>
/// <param name="Texts">By language; what is missing comes from the templates.</param>
/// <param name="Updates">Id of the warning that it takes the place of; null for a new one.</param>
/// <param name="Stages">Null when everybody is told at once.</param>
/// <param name="Recording">喊话: id of the clip that is played in place of the spoken text; null for none.</param>
public sealed record DraftBody(
    string Event,
    Priority Colour,
    Scope Scope,
    DraftArea Area,
    int Minutes,
    string? Detail,
    DraftCause? Cause,
    IReadOnlyList<string> Languages,
    IReadOnlyDictionary<string, FilledText>? Texts,
    string? Updates = null,
    string? Recording = null,
    DraftStages? Stages = null);

/// <summary>分批: first some villages, then the others: after a while, when the first have heard it, whichever comes first, or, where neither is given, when a person says go on.</summary>
/// <param name="FirstVillages">How many villages are told at once, of those with a loudspeaker, by their codes; null: by share.</param>
/// <param name="AfterMinutes">When the others are told at the latest.</param>
/// <param name="FirstPercent">Which share of those villages is told at once, percent, in place of their number.</param>
/// <param name="HeardPercent">In which share of the first villages it must have been heard, percent, so that the others are told.</param>
public sealed record DraftStages(int? FirstVillages, int? AfterMinutes, int? FirstPercent = null, int? HeardPercent = null)
{
    /// <summary>The first of the villages that a warning can sound in.</summary>
    /// <param name="villages">In the order of their codes.</param>
    public IReadOnlyList<string> FirstOf(IReadOnlyList<string> villages) => [.. villages.Take(FirstVillages ?? Math.Max(1, (int)Math.Ceiling(villages.Count * (FirstPercent ?? 0) / 100.0)))];

    /// <summary>What is wrong with it, in words; null for nothing.</summary>
    /// <param name="minutes">How long the warning holds.</param>
    public Fault? FaultFor(int minutes) =>
        FirstVillages is null == FirstPercent is null ? Fault.Of("stages.first", "stages: the first villages are given by number or by percent")
        : FirstVillages < 1 || FirstPercent is < 1 or > 99 ? Fault.Of("stages.few", "stages: at least one village first, or 1 to 99 percent of them")
        : AfterMinutes < 1 || AfterMinutes >= minutes ? Fault.Of("stages.minutes", "stages: the others after 1 minute or more and before the warning ends")
        : HeardPercent is < 1 or > 100 ? Fault.Of("stages.heard", "stages: the others when 1 to 100 percent of the first villages have heard it")
        : null;
}

/// <summary>Where: divisions by code, saved groups by name, and what was drawn on the map.</summary>
/// <param name="Polygons">Corners as latitude and longitude, in degrees; closed by the gateway when they are not.</param>
public sealed record DraftArea(IReadOnlyList<string>? Codes, IReadOnlyList<string>? Groups, IReadOnlyList<IReadOnlyList<IReadOnlyList<double>>>? Polygons, IReadOnlyList<DraftCircle>? Circles)
{
    public bool IsEmpty => Count(Codes) + Count(Groups) + Count(Polygons) + Count(Circles) == 0;

    /// <summary>True when a part is null that the type calls certain: it came from outside.</summary>
    internal bool HasHoles => Polygons?.Any(corners => corners?.Any(corner => corner is null) != false) == true || Circles?.Any(circle => circle is null) == true;

    private static int Count<T>(IReadOnlyList<T>? list) => list?.Count ?? 0;
}

public sealed record DraftCircle(double Latitude, double Longitude, double RadiusKilometres);

/// <summary>A draft in the store.</summary>
public sealed record Draft(string Id, DraftState State, string Author, DraftBody Body, string? Warning, DateTimeOffset MadeAt, DateTimeOffset ChangedAt, IReadOnlyList<LifeStep> Steps)
{
    /// <summary>Who has signed it as it stands now: a change of the text, or its return, makes earlier signatures void.</summary>
    public IReadOnlyList<string> Signers => [.. Steps.AsEnumerable().Reverse().TakeWhile(step => step.Act is not ("written" or "returned")).Where(step => step.Act == "signed").Select(step => step.Who)];

    /// <summary>Everybody who has written some of it, at any time: none of them is the second pair of eyes.</summary>
    public IReadOnlyList<string> Writers => [.. Steps.Where(step => step.Act == "written").Select(step => step.Who).Append(Author).Distinct(StringComparer.Ordinal)];

    /// <summary>Of its text: 1 as first written, one more with each change.</summary>
    public int Version => Steps.Count(step => step.Act == "written");

    /// <summary>How many second pairs of eyes have signed it as it stands now.</summary>
    internal int Signatures => Signers.Except(Writers, StringComparer.Ordinal).Count();
}

/// <summary>A fact of a warning's life: who did what, when and why.</summary>
/// <param name="Village">Division code, when it was done for one village.</param>
public sealed record LifeStep(DateTimeOffset At, string Who, string Act, string Reason, string? Village = null);
