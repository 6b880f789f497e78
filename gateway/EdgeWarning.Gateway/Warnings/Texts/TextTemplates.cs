using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;
using EdgeWarning.Protocol;

namespace EdgeWarning.Gateway.Warnings.Texts;

/// <summary>The texts of one event, colour and language, with places for facts.</summary>
/// <param name="Event">Key of a <see cref="WarningEvent"/>, or "any".</param>
/// <param name="Colour">red, orange, yellow, blue or "any".</param>
/// <param name="Spoken">What the loudspeaker says; the village's own facts are filled in for each village.</param>
public sealed record WarningText(string Event, string Colour, string Headline, string Description, string Instruction, string Spoken)
{
    public const string Any = "any";

    /// <summary>The four texts with their names, in the order in which people read them.</summary>
    public IEnumerable<(string Name, string Text)> Texts => [("headline", Headline), ("description", Description), ("instruction", Instruction), ("spoken", Spoken)];
}

/// <summary>The texts that come with the gateway, by language. <see cref="WarningTexts"/> has the office's own before these.</summary>
public static class ShippedTexts
{
    /// <summary>BCP 47 tags, the office's first.</summary>
    public static readonly IReadOnlyList<string> Languages = ["zh-CN", "en"];

    private static readonly FrozenDictionary<string, WarningText[]> s_byLanguage = Languages.ToFrozenDictionary(language => language, Load, StringComparer.Ordinal);

    /// <summary>Empty for a language that none are shipped in.</summary>
    public static IReadOnlyList<WarningText> In(string language) => s_byLanguage.GetValueOrDefault(language) ?? [];

    /// <summary>红色, Red.</summary>
    public static string ColourIn(string language, Priority colour) => (language.StartsWith("zh", StringComparison.Ordinal), colour) switch
    {
        (true, Priority.Red) => "红色",
        (true, Priority.Orange) => "橙色",
        (true, Priority.Yellow) => "黄色",
        (true, Priority.Blue) => "蓝色",
        (_, Priority.Red) => "Red",
        (_, Priority.Orange) => "Orange",
        (_, Priority.Yellow) => "Yellow",
        (_, Priority.Blue) => "Blue",
        _ => "",
    };

    private static WarningText[] Load(string language)
    {
        var name = $"texts/templates.{language}.json";
        using var file = typeof(ShippedTexts).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"{name} is not in this program");
        return JsonSerializer.Deserialize(file, WarningTextJson.Default.WarningTextArray) ?? [];
    }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(WarningText[]))]
internal sealed partial class WarningTextJson : JsonSerializerContext;
