using System.Text.Json;
using System.Text.Json.Serialization;
using EdgeWarning.Gateway.Warnings.Cap;

namespace EdgeWarning.Gateway.Warnings;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(IReadOnlyList<CapFinding>))]
[JsonSerializable(typeof(CapAnswer))]
[JsonSerializable(typeof(CapProblem))]
internal sealed partial class WarningJson : JsonSerializerContext;
