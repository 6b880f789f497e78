using EdgeWarning.Gateway.Places;
using EdgeWarning.Gateway.Platform;
using EdgeWarning.Gateway.Warnings;
using EdgeWarning.Gateway.Warnings.Cap;
using EdgeWarning.Gateway.Warnings.Texts;
using EdgeWarning.Protocol;

namespace EdgeWarning.Gateway.Desk;

/// <summary>Turns a draft into the CAP message that it will be. Pure: everything is given.</summary>
public static class DraftCap
{
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(7);

    /// <summary>What is wrong with a draft, in words; empty when it can become a warning.</summary>
    public static IReadOnlyList<Fault> Faults(DraftBody body, IReadOnlyList<Division> divisions, IReadOnlyList<PlaceGroup> groups, WarningTexts texts)
    {
        // What comes from outside may leave out what the type calls certain.
        if (body.Event is null || body.Area is null || body.Languages is null || body.Texts?.Values.Any(text => text?.Spoken is null) == true || body.Area.HasHoles)
        {
            return [Fault.Of("draft.incomplete", "event, area and languages are needed, and no part of them may be null")];
        }

        var faults = new List<Fault>();
        if (WarningEvents.Find(body.Event) is not { } what)
        {
            faults.Add(Fault.Of("draft.event", $"event: there is no event {body.Event}"));
        }
        else if ((what.Key == "drill" && body.Scope != Scope.Drill) || (what.Key == "test" && body.Scope != Scope.Test))
        {
            faults.Add(Fault.Of("draft.scope", $"event: {what.Key} is never {Words.Of(body.Scope)}"));
        }
        else if (what.HasColours && body.Colour is not (Priority.Blue or Priority.Yellow or Priority.Orange or Priority.Red))
        {
            faults.Add(Fault.Of("draft.colour", "colour: blue, yellow, orange or red"));
        }

        if (body is { Event: WarningEvent.LiveAnnouncement, Recording: null })
        {
            faults.Add(Fault.Of("draft.recording", "recording: a live announcement needs its recording first"));
        }

        faults.AddRange(Faults(body.Area, divisions, groups));
        if (body.Minutes < 1 || body.Minutes > s_longest.TotalMinutes)
        {
            faults.Add(Fault.Of("draft.minutes", $"minutes: from 1 to {s_longest.TotalMinutes:F0}"));
        }

        if (body.Languages.Count == 0 || body.Languages.Distinct(StringComparer.OrdinalIgnoreCase).Count() < body.Languages.Count || body.Languages.Any(language =>
            language is null || !LanguageTags.IsTag(language) || (body.Texts?.ContainsKey(language) != true && texts.Of(language, body.Event, Words.Of(body.Colour)) is null)))
        {
            faults.Add(Fault.Of("draft.languages", $"languages: at least one of {string.Join(", ", texts.Languages)}, or another with its texts"));
        }

        faults.AddRange((body.Texts ?? new Dictionary<string, FilledText>()).Select(text => (text.Key, Complaint: Complaint(text.Value.Spoken))).Where(text => text.Complaint is not null).Select(text => Fault.Of("draft.texts", $"texts: {text.Key}: {text.Complaint}")));
        return faults;
    }

    /// <summary>What is wrong with an area, in words.</summary>
    public static IEnumerable<Fault> Faults(DraftArea area, IReadOnlyList<Division> divisions, IReadOnlyList<PlaceGroup> groups) =>
    [
        .. area.IsEmpty ? [Fault.Of("area.empty", "area: nothing is chosen")] : Array.Empty<Fault>(),
        .. (area.Codes ?? []).Where(code => divisions.All(division => division.Code != code)).Select(code => Fault.Of("area.division", $"area: there is no division {code}")),
        .. (area.Groups ?? []).Where(name => groups.All(group => group.Name != name)).Select(name => Fault.Of("area.group", $"area: there is no group {name}")),
        .. (area.Polygons ?? []).Where(corners => Corners(corners) < 3 || corners.Any(corner => corner.Count != 2 || !IsOnEarth(corner[0], corner[1])))
            .Select(_ => Fault.Of("area.polygon", "area: a polygon needs three corners of latitude and longitude in degrees")),
        .. (area.Circles ?? []).Where(circle => !IsOnEarth(circle.Latitude, circle.Longitude) || !(circle.RadiusKilometres is >= 0 and < 20_000))
            .Select(_ => Fault.Of("area.circle", "area: a circle needs latitude and longitude in degrees and a radius in kilometres")),
    ];

    /// <summary>The CAP message. Throws for a draft that has <see cref="Faults"/>.</summary>
    /// <param name="updates">The message that it takes the place of; null for a new one.</param>
    /// <param name="recording">What is played in place of the spoken texts; null for nothing.</param>
    public static CapAlert Compose(string identifier, DraftBody body, IReadOnlyList<CapArea> areas, CapReference? updates, DeskSettings settings, WarningTexts texts, DateTimeOffset now, CapResource? recording = null) =>
        new(
            identifier,
            settings.Sender,
            new DateTimeOffset(now.Ticks - (now.Ticks % TimeSpan.TicksPerSecond), now.Offset),
            body.Scope switch { Scope.Actual => CapStatus.Actual, Scope.Drill => CapStatus.Exercise, _ => CapStatus.Test },
            updates is null ? CapMessageType.Alert : CapMessageType.Update,
            null,
            CapScope.Public,
            null,
            [],
            [],
            body.Cause?.InWords,
            updates is null ? [] : [updates],
            [],
            [.. body.Languages.Select(language => InfoOf(body, language, areas, recording, settings, texts, now))],
            []);

    /// <summary>The texts in one language: the officer's, else the templates'.</summary>
    public static FilledText TextOf(DraftBody body, string language, string area, DeskSettings settings, WarningTexts texts, DateTimeOffset now)
    {
        if (body.Texts?.GetValueOrDefault(language) is { } written)
        {
            return written;
        }

        var what = WarningEvents.Find(body.Event)!;
        var template = texts.Of(language, body.Event, Words.Of(body.Colour)) ?? throw new ArgumentException($"there is no text for {body.Event} in {language}", nameof(language));
        var until = FilledText.TimeIn(language, now.AddMinutes(body.Minutes));
        return FilledText.Of(template, language, what, body.Colour, new TextFacts(Area: area, Office: settings.Office, Until: until, Detail: body.Detail));
    }

    /// <summary>The area as a message has it. A group that is gone covers nothing.</summary>
    public static CapArea AreaOf(DraftArea area, IReadOnlyList<Division> divisions, IReadOnlyList<PlaceGroup> groups)
    {
        var byCode = divisions.ToDictionary(division => division.Code, StringComparer.Ordinal);
        var chosen = (area.Groups ?? []).Select(name => groups.FirstOrDefault(group => group.Name == name)).OfType<PlaceGroup>().ToList();
        var codes = (area.Codes ?? []).Concat(chosen.SelectMany(group => group.Codes)).Distinct(StringComparer.Ordinal).ToList();
        IEnumerable<string> names = (area.Codes ?? []).Select(code => byCode.TryGetValue(code, out var division) ? division.Name : code).Concat(chosen.Select(group => group.Name));
        var drawn = (area.Polygons?.Count ?? 0) + (area.Circles?.Count ?? 0) > 0 ? ["地图所画范围"] : Array.Empty<string>();
        return new CapArea(
            string.Join('、', names.Concat(drawn)),
            [.. (area.Polygons ?? []).Select(Closed)],
            [.. (area.Circles ?? []).Select(circle => new GeoCircle(new GeoPoint(circle.Latitude, circle.Longitude), circle.RadiusKilometres))],
            [.. codes.Select(code => new CapNamedValue("GB/T 2260", code))],
            null,
            null);
    }

    private static CapInfo InfoOf(DraftBody body, string language, IReadOnlyList<CapArea> areas, CapResource? recording, DeskSettings settings, WarningTexts texts, DateTimeOffset now)
    {
        var what = WarningEvents.Find(body.Event)!;
        var text = TextOf(body, language, NameOf(areas), settings, texts, now);
        return new CapInfo(
            language,
            true,
            [what.Category],
            language.StartsWith("zh", StringComparison.Ordinal) ? what.Chinese : what.English,
            body.Event == "all-clear" ? [CapResponse.AllClear] : body.Colour >= Priority.Red ? [CapResponse.Evacuate] : [CapResponse.Prepare],
            body.Event == "all-clear" ? CapUrgency.Past : body.Colour >= Priority.Orange ? CapUrgency.Immediate : CapUrgency.Expected,
            body.Colour switch { Priority.Red => CapSeverity.Extreme, Priority.Orange => CapSeverity.Severe, Priority.Yellow => CapSeverity.Moderate, _ => CapSeverity.Minor },
            CapCertainty.Likely,
            null,
            WarningEvents.CodesOf(what),
            null,
            null,
            now.AddMinutes(body.Minutes).AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond)),
            settings.Office,
            text.Headline,
            text.Description,
            text.Instruction,
            null,
            null,
            [new CapNamedValue(SpokenText.ParameterName, text.Spoken), .. what.HasColours ? [new CapNamedValue("colour", Words.Of(body.Colour))] : Array.Empty<CapNamedValue>()],
            recording is null ? [] : [recording],
            areas);
    }

    /// <summary>The areas in words.</summary>
    public static string NameOf(IReadOnlyList<CapArea> areas) => string.Join('、', areas.Select(area => area.Description).Distinct(StringComparer.Ordinal));

    private static GeoPolygon Closed(IReadOnlyList<IReadOnlyList<double>> corners)
    {
        var ring = corners.Select(corner => new GeoPoint(corner[0], corner[1])).ToList();
        return new GeoPolygon(ring[0] == ring[^1] ? ring : [.. ring, ring[0]]);
    }

    /// <summary>How many different ones there are: one that is drawn twice is no corner more.</summary>
    private static int Corners(IReadOnlyList<IReadOnlyList<double>> corners) => corners.Where(corner => corner.Count == 2).Select(corner => (corner[0], corner[1])).Distinct().Count();

    private static bool IsOnEarth(double latitude, double longitude) => Math.Abs(latitude) <= 90 && Math.Abs(longitude) <= 180;

    private static Fault? Complaint(string spoken) => TextTemplate.Read(spoken, out var complaint) is null ? complaint : null;
}
