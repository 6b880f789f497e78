using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;

namespace EdgeWarning.Gateway.Platform;

/// <summary>
/// Why something that a person asked for is not done: in English words, and as a code with its parts, from which the console makes the words of its reader
/// (gateway/console/src/words/faults.ts has them all; Contract.Tests holds both together).
/// </summary>
[JsonConverter(typeof(FaultJson))]
public sealed class Fault
{
    private readonly IReadOnlyList<object> _parts;

    private Fault(string code, string text, IReadOnlyList<object> parts) => (Code, Text, _parts) = (code, text, parts);

    /// <summary>Stable, such as places.twice: the slice and what is wrong.</summary>
    public string Code { get; }

    /// <summary>In English, for whoever does not know the code.</summary>
    public string Text { get; }

    /// <summary>A fault without parts.</summary>
    public static Fault Of([ConstantExpected] string code, string text) => new(code, text, []);

    /// <summary>A fault whose parts are the holes of its text; a part may be a fault itself.</summary>
    public static Fault Of([ConstantExpected] string code, FaultText text) => new(code, text.Words, text.Parts);

    /// <summary>An answer that refuses, with every fault in words and as code and parts.</summary>
    public static ProblemHttpResult Answer(int status, string title, params IReadOnlyList<Fault> faults) =>
        TypedResults.Problem(string.Join("; ", faults), statusCode: status, title: title, extensions: Extension(faults.Select(fault => fault.ToJson())));

    /// <summary>The same with the faults by the field that they belong to; empty for none.</summary>
    public static ProblemHttpResult Answer(int status, string title, IReadOnlyDictionary<string, Fault[]> byField) =>
        TypedResults.Problem(new HttpValidationProblemDetails(byField.ToDictionary(field => field.Key, field => field.Value.Select(fault => fault.Text).ToArray(), StringComparer.Ordinal))
        {
            Status = status,
            Title = title,
            Detail = string.Join("; ", byField.SelectMany(field => field.Value.Select(fault => field.Key.Length == 0 ? fault.Text : $"{field.Key}: {fault}"))),
            Extensions = Extension(byField.SelectMany(field => field.Value.Select(fault => fault.ToJson(field.Key)))),
        });

    public override string ToString() => Text;

    internal JsonObject ToJson(string? field = null)
    {
        var json = new JsonObject
        {
            ["code"] = Code,
            ["parts"] = new JsonArray([.. _parts.Select(part => part is Fault fault ? fault.ToJson() : (JsonNode)$"{part}")]),
            ["text"] = Text,
        };
        if (field is not null)
        {
            json["field"] = field;
        }

        return json;
    }

    /// <summary>What a problem (RFC 9457) carries beside its English words.</summary>
    private static Dictionary<string, object?> Extension(IEnumerable<JsonObject> faults) => new(StringComparer.Ordinal) { ["faults"] = new JsonArray([.. faults]) };
}

/// <summary>Code, parts and English text.</summary>
public sealed class FaultJson : JsonConverter<Fault>
{
    public override Fault Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException("nobody tells us of faults");

    public override void Write(Utf8JsonWriter writer, Fault value, JsonSerializerOptions options) => value.ToJson().WriteTo(writer, options);
}

/// <summary>Takes a text in pieces: what stands in it, and what was put into it.</summary>
[InterpolatedStringHandler]
public readonly ref struct FaultText
{
    private readonly StringBuilder _words;
    private readonly List<object> _parts;

    public FaultText(int literalLength, int formattedCount) => (_words, _parts) = (new StringBuilder(literalLength), new List<object>(formattedCount));

    internal string Words => _words.ToString();

    internal IReadOnlyList<object> Parts => _parts;

    public void AppendLiteral(string value) => _words.Append(value);

    public void AppendFormatted<T>(T value) => AppendFormatted(value, null);

    public void AppendFormatted<T>(T value, string? format)
    {
        object part = value is Fault fault ? fault : value is IFormattable number ? number.ToString(format, CultureInfo.InvariantCulture) : $"{value}";
        _words.Append(part);
        _parts.Add(part);
    }
}
