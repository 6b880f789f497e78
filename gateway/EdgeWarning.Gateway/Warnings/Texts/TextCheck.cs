using System.Text;
using System.Text.RegularExpressions;
using EdgeWarning.Gateway.Platform;
using EdgeWarning.Protocol;

namespace EdgeWarning.Gateway.Warnings.Texts;

/// <summary>What is wrong with a text.</summary>
/// <param name="Text">Of the four: headline, description, instruction or spoken.</param>
public sealed record TextFault(string Text, Fault Why);

/// <summary>Judges texts that an office wants to write its warnings with, before one of them is needed at night. Pure: everything is given.</summary>
public static partial class TextCheck
{
    /// <summary>CAP 1.2 asks for a headline that a device of 160 characters can show.</summary>
    public const int LongestHeadline = 160;

    /// <summary>More is read by nobody in a storm, characters.</summary>
    public const int LongestText = 1_500;

    /// <summary>The four colours, the worst first.</summary>
    public static readonly IReadOnlyList<Priority> Colours = [Priority.Red, Priority.Orange, Priority.Yellow, Priority.Blue];

    /// <summary>Facts that a village, or a warning, may not have.</summary>
    private static readonly string[] s_uncertain = ["village", "shelter", "contact", "phone", "detail"];

    /// <summary>The colours that an event has texts for: red to blue, or any for what is no alarm. Empty for what is no event.</summary>
    public static IReadOnlyList<string> ColoursOf(string eventKey) =>
        eventKey == WarningText.Any || WarningEvents.Find(eventKey) is { HasColours: true } ? [.. Colours.Select(Words.Of)]
        : WarningEvents.Find(eventKey) is null ? [] : [WarningText.Any];

    /// <summary>What is wrong, by the name of the text; empty when a warning may be written with it.</summary>
    /// <param name="longest">The facts that need the most room of all villages.</param>
    public static IReadOnlyList<TextFault> FaultsOf(WarningText text, string language, TextFacts longest) =>
        [.. text.Texts.SelectMany(one => FaultsOf(one.Name, one.Text, text, language, longest).Select(fault => new TextFault(one.Name, fault)))];

    private static IEnumerable<Fault> FaultsOf(string name, string source, WarningText text, string language, TextFacts longest)
    {
        if (string.IsNullOrWhiteSpace(source))
        {
            return [Fault.Of("text.empty", "it is empty")];
        }

        if (TextTemplate.Read(source, out var complaint) is not { } template)
        {
            return [complaint!];
        }

        var most = name == "headline" ? LongestHeadline : LongestText;
        return new[]
        {
            source.Length > most ? Fault.Of("text.tooLong", $"it has {source.Length} characters; at most {most}") : null,
            source.Any(letter => char.IsControl(letter) && letter != '\n') ? Fault.Of("text.control", "it holds a control character") : null,
            template.Bare.Intersect(s_uncertain, StringComparer.Ordinal).FirstOrDefault() is { } bare ? Uncertain(bare, $"{{{bare}|{Example(bare, language)}}}") : null,
            name is "headline" or "spoken" ? WordFault(source, text, language) : null,
            name == "spoken" ? RoomFault(source, longest) : null,
        }.OfType<Fault>();
    }

    private static Fault Uncertain(string fact, string better) => Fault.Of("text.uncertain", $"{{{fact}}} is not always known: write what stands for it then, such as {better}");

    /// <summary>What is drill or test must say so; no text may name another colour than its own.</summary>
    private static Fault? WordFault(string source, WarningText text, string language)
    {
        var isChinese = language.StartsWith("zh", StringComparison.Ordinal);
        var needed = (text.Event, isChinese, language.StartsWith("en", StringComparison.Ordinal)) switch
        {
            ("drill", true, _) => "演练",
            ("drill", _, true) => "drill",
            ("test", true, _) => "测试",
            ("test", _, true) => "test",
            _ => null,
        };
        if (needed is not null && !source.Contains(needed, StringComparison.OrdinalIgnoreCase))
        {
            return Fault.Of("text.mustSay", $"it must say \"{needed}\", so that nobody takes it for a warning");
        }

        var others = Colours.Where(colour => Words.Of(colour) != text.Colour).Select(colour => ShippedTexts.ColourIn(language, colour));
        return others.FirstOrDefault(other => isChinese ? source.Contains(other, StringComparison.Ordinal) : Word().Matches(source).Any(word => word.Value.Equals(other, StringComparison.OrdinalIgnoreCase))) is { } wrong
            ? Fault.Of("text.otherColour", $"it says \"{wrong}\", but is the text for {(text.Colour == WarningText.Any ? "every colour" : text.Colour)}")
            : null;
    }

    private static Fault? RoomFault(string spoken, TextFacts longest)
    {
        var said = SpokenText.Clean(FilledText.ForVillage(spoken, longest));
        var bytes = Encoding.UTF8.GetByteCount(said);
        return said.Length == 0 ? Fault.Of("text.unspeakable", "nothing of it can be spoken")
            : bytes > Order.MaxTextBytes ? Fault.Of("text.noRoom", $"with the facts of {longest.Village ?? "a village"} it has {bytes} bytes; an order holds {Order.MaxTextBytes}")
            : null;
    }

    private static string Example(string fact, string language) => (fact, language.StartsWith("zh", StringComparison.Ordinal)) switch
    {
        ("shelter", true) => "高处安全的地方",
        ("shelter", _) => "high, safe ground",
        ("contact", true) => "村干部",
        ("contact", _) => "your village leader",
        _ => "",
    };

    [GeneratedRegex(@"\p{L}+", RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex Word();
}
