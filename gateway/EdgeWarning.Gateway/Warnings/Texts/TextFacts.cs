namespace EdgeWarning.Gateway.Warnings.Texts;

/// <summary>What a template may ask for. A fact that is null or blank is not known.</summary>
/// <param name="Area">Where the warning is for, in words.</param>
/// <param name="Office">Who warns.</param>
/// <param name="Colour">红色, red.</param>
/// <param name="Event">暴雨, rainstorm.</param>
/// <param name="Until">When it ends, in the office's own time.</param>
/// <param name="Village">Name of the village that hears it.</param>
/// <param name="Shelter">Where the people of that village go.</param>
/// <param name="Contact">Whom they call, name and number.</param>
/// <param name="Phone">The number alone.</param>
/// <param name="Detail">What the officer adds.</param>
public sealed record TextFacts(
    string? Area = null,
    string? Office = null,
    string? Colour = null,
    string? Event = null,
    string? Until = null,
    string? Village = null,
    string? Shelter = null,
    string? Contact = null,
    string? Phone = null,
    string? Detail = null)
{
    public static readonly IReadOnlyList<string> Names = ["area", "office", "colour", "event", "until", "village", "shelter", "contact", "phone", "detail"];

    /// <summary>Null when it is not known.</summary>
    public string? Of(string name)
    {
        var fact = name switch
        {
            "area" => Area,
            "office" => Office,
            "colour" => Colour,
            "event" => Event,
            "until" => Until,
            "village" => Village,
            "shelter" => Shelter,
            "contact" => Contact,
            "phone" => Phone,
            "detail" => Detail,
            _ => null,
        };
        return string.IsNullOrWhiteSpace(fact) ? null : fact;
    }
}
