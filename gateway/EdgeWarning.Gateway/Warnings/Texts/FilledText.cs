using System.Globalization;
using EdgeWarning.Protocol;

namespace EdgeWarning.Gateway.Warnings.Texts;

/// <summary>The texts of a warning, filled in as far as the office can: a <paramref name="Spoken"/> text keeps places for each village's own facts.</summary>
public sealed record FilledText(string Headline, string Description, string Instruction, string Spoken)
{
    /// <summary>Fills the texts of an event in. Throws ArgumentException for a template that is no template: templates are checked before they are kept.</summary>
    /// <param name="facts">Of the office; village, shelter and contact are the villages' own and left for <see cref="ForVillage"/>.</param>
    public static FilledText Of(WarningText text, string language, WarningEvent what, Priority colour, TextFacts facts)
    {
        var known = facts with
        {
            Colour = ShippedTexts.ColourIn(language, colour),
            Event = language.StartsWith("zh", StringComparison.Ordinal) ? what.Chinese : what.English,
        };
        var shared = known with { Village = null, Shelter = null, Contact = null, Phone = null };
        return new FilledText(
            Template(text.Headline).Fill(shared), Tidy(Template(text.Description).Fill(shared)), Template(text.Instruction).Fill(shared), Template(text.Spoken).FillPartly(shared));
    }

    /// <summary>What the loudspeaker of one village says.</summary>
    public static string ForVillage(string spoken, TextFacts village) => Tidy(Template(spoken).FillLast(village));

    /// <summary>A time of the office's clock as people say it: 11月23日6时30分, 06:30 on 23 November.</summary>
    public static string TimeIn(string language, DateTimeOffset time) =>
        language.StartsWith("zh", StringComparison.Ordinal)
            ? string.Create(CultureInfo.InvariantCulture, $"{time.Month}月{time.Day}日{time.Hour}时{(time.Minute == 0 ? "" : $"{time.Minute}分")}")
            : time.ToString("HH:mm 'on' d MMMM", CultureInfo.InvariantCulture);

    private static TextTemplate Template(string source) => TextTemplate.Read(source, out var complaint) ?? throw new ArgumentException(complaint!.Text, nameof(source));

    private static string Tidy(string text) => text.Trim();
}
