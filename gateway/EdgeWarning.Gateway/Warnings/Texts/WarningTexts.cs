using System.Collections.Frozen;

namespace EdgeWarning.Gateway.Warnings.Texts;

/// <summary>All texts that an office writes its warnings with: its own, and beneath them those that are shipped. Never changes: a change is a new one.</summary>
public sealed class WarningTexts
{
    /// <summary>Those of an office that has none of its own.</summary>
    public static readonly WarningTexts Shipped = new([]);

    private readonly FrozenDictionary<string, WarningText[]> _byLanguage;

    /// <param name="own">The office's own, with their languages.</param>
    public WarningTexts(IEnumerable<(string Language, WarningText Text)> own)
    {
        var mine = own.ToLookup(one => one.Language, one => one.Text, StringComparer.Ordinal);
        Languages = [.. ShippedTexts.Languages.Union(mine.Select(one => one.Key), StringComparer.Ordinal)];
        _byLanguage = Languages.ToFrozenDictionary(language => language, language => mine[language].Concat(ShippedTexts.In(language)).ToArray(), StringComparer.Ordinal);
    }

    /// <summary>BCP 47 tags of the languages that there is any text in, the shipped ones first.</summary>
    public IReadOnlyList<string> Languages { get; }

    /// <summary>
    /// The most particular text: of this event and colour, else of the event in any colour, else of any event in this colour, else of any; of two that are
    /// equally particular the office's own. Null when the language has none.
    /// </summary>
    public WarningText? Of(string language, string eventKey, string colour) =>
        (_byLanguage.GetValueOrDefault(language) ?? [])
            .Where(text => (text.Event == eventKey || text.Event == WarningText.Any) && (text.Colour == colour || text.Colour == WarningText.Any))
            .MaxBy(text => (text.Event == eventKey ? 2 : 0) + (text.Colour == colour ? 1 : 0));
}
