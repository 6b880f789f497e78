using System.Text;
using EdgeWarning.Gateway.Platform;

namespace EdgeWarning.Gateway.Warnings.Texts;

/// <summary>
/// A text with places for facts: "{village}" stands for the village's name, "{shelter|higher ground}" for its shelter or, where none is known, for the
/// words behind the bar. "{{" and "}}" are braces.
/// </summary>
public sealed class TextTemplate
{
    private readonly IReadOnlyList<Part> _parts;

    private TextTemplate(string source, IReadOnlyList<Part> parts)
    {
        Source = source;
        _parts = parts;
    }

    /// <summary>As it was written.</summary>
    public string Source { get; }

    /// <summary>The facts it asks for.</summary>
    public IEnumerable<string> Names => _parts.Select(part => part.Fact).OfType<string>().Distinct(StringComparer.Ordinal);

    /// <summary>Those without words to stand for them.</summary>
    public IEnumerable<string> Bare => _parts.Where(part => part.Otherwise is null).Select(part => part.Fact).OfType<string>().Distinct(StringComparer.Ordinal);

    /// <summary>Reads a template; null with a complaint that says where it is wrong.</summary>
    public static TextTemplate? Read(string source, out Fault? complaint)
    {
        var parts = new List<Part>();
        var plain = new StringBuilder();
        complaint = null;
        for (var at = 0; at < source.Length; at++)
        {
            var letter = source[at];
            if (letter is '{' or '}' && at + 1 < source.Length && source[at + 1] == letter)
            {
                plain.Append(letter);
                at++;
            }
            else if (letter == '{')
            {
                var end = source.IndexOf('}', at);
                complaint = end < 0 ? Fault.Of("template.open", $"the brace at character {at + 1} is not closed") : Complaint(source[(at + 1)..end], at);
                if (complaint is not null)
                {
                    return null;
                }

                Flush();
                var name = source[(at + 1)..end].Split('|', 2);
                parts.Add(new Part("", name[0], name.Length == 2 ? name[1] : null));
                at = end;
            }
            else if (letter == '}')
            {
                complaint = Fault.Of("template.closed", $"a brace is closed at character {at + 1} that was not opened");
                return null;
            }
            else
            {
                plain.Append(letter);
            }
        }

        Flush();
        return new TextTemplate(source, parts);

        void Flush()
        {
            if (plain.Length > 0)
            {
                parts.Add(new Part(plain.ToString(), null, null));
                plain.Clear();
            }
        }
    }

    /// <summary>Fills the facts in. A fact that is not known and has no words to stand for it is left as its place, so that a later hand may fill it.</summary>
    public string Fill(TextFacts facts) => string.Concat(_parts.Select(part => part.Fact is null ? part.Text : facts.Of(part.Fact) ?? part.Otherwise ?? $"{{{part.Fact}}}"));

    /// <summary>Fills the facts in for good: of what is not known and has no words to stand for it, nothing is said.</summary>
    public string FillLast(TextFacts facts) => string.Concat(_parts.Select(part => part.Fact is null ? part.Text : facts.Of(part.Fact) ?? part.Otherwise));

    /// <summary>Fills in what is known, and keeps every other place as it was written, for the village's own facts.</summary>
    public string FillPartly(TextFacts facts) => string.Concat(_parts.Select(part => part.Fact is null ? Escape(part.Text) : facts.Of(part.Fact) is { } known ? Escape(known) : part.Written));

    private static string Escape(string text) => text.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal);

    private static Fault? Complaint(string inside, int at)
    {
        var name = inside.Split('|', 2)[0];
        return TextFacts.Names.Contains(name) ? null : Fault.Of("template.fact", $"\"{name}\" at character {at + 2} is no fact; known are {string.Join(", ", TextFacts.Names)}");
    }

    private sealed record Part(string Text, string? Fact, string? Otherwise)
    {
        public string Written => Otherwise is null ? $"{{{Fact}}}" : $"{{{Fact}|{Otherwise}}}";
    }
}
