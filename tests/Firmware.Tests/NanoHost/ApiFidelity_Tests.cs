using System.Reflection;
using System.Text;
using NanoHost;

namespace EdgeWarning.Firmware.Tests.OnNanoHost;

/// <summary>NanoHost invents nothing: what it offers in nanoFramework's namespaces is there, with the same signature and the same values.</summary>
public sealed class ApiFidelity_Tests
{
    private static readonly string[] Namespaces = ["System", "System.Device.", "System.IO.Ports", "System.Net.NetworkInformation", "nanoFramework."];

    // What C# or .NET needs besides.
    private static readonly string[] OursAlone =
    [
        "System.IO.Ports.SerialDataReceivedEventArgs: .ctor",           // internal there
    ];

    [Fact]
    public void Every_member_is_one_of_nanoFrameworks()
    {
        string? path = ApiPath();
        Assert.SkipWhen(path is null, "../shared/nanoframework/API.txt is not here");
        var theirs = File.ReadLines(path!).Select(line => line[(line.IndexOf(']') + 2)..]).ToHashSet(StringComparer.Ordinal);
        var strange = new List<string>();
        int checkedMembers = 0;
        foreach (Type type in typeof(Machine).Assembly.GetExportedTypes().Where(IsTheirs))
        {
            foreach (string line in Lines(type).Where(line => !OursAlone.Any(ours => line.StartsWith(ours, StringComparison.Ordinal))))
            {
                checkedMembers++;
                if (!theirs.Contains(line))
                {
                    strange.Add(line);
                }
            }
        }

        Assert.True(checkedMembers > 250, $"only {checkedMembers} members were looked at");
        Assert.True(strange.Count == 0, "not in nanoFramework:\n" + string.Join('\n', strange));
    }

    private static bool IsTheirs(Type type) => type.Namespace is { } name
        && (name == "System" || Namespaces.Skip(1).Any(start => name.StartsWith(start, StringComparison.Ordinal)));

    private static IEnumerable<string> Lines(Type type)
    {
        string name = Name(type);
        if (type.IsEnum)
        {
            foreach (string value in Enum.GetNames(type))
            {
                yield return $"{name}.{value} = {Convert.ToInt64(Enum.Parse(type, value))}";
            }

            yield break;
        }

        if (typeof(Delegate).IsAssignableFrom(type))
        {
            MethodInfo invoke = type.GetMethod("Invoke")!;
            yield return $"delegate {Name(invoke.ReturnType)} {name}({Parameters(invoke)})";
            yield break;
        }

        const BindingFlags Own = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        foreach (ConstructorInfo constructor in type.GetConstructors(Own))
        {
            yield return $"{name}: public {type.Name}({Parameters(constructor)})";
        }

        foreach (PropertyInfo property in type.GetProperties(Own))
        {
            if (name + ": " + property.Name is var ours && OursAlone.Contains(ours))
            {
                yield return ours;
                continue;
            }

            MethodInfo? get = property.GetMethod is { IsPublic: true } getter ? getter : null;
            MethodInfo? set = property.SetMethod is { IsPublic: true } setter ? setter : null;
            string index = property.GetIndexParameters() is { Length: > 0 } parameters ? $"this[{Parameters(parameters)}]" : property.Name;
            yield return $"{name}: public {Kind(get ?? set!)}{Name(property.PropertyType)} {index} {{ {(get is null ? "" : "get; ")}{(set is null ? "" : "set; ")}}}";
        }

        foreach (EventInfo @event in type.GetEvents(Own))
        {
            yield return $"{name}: public {Kind(@event.AddMethod!)}event {Name(@event.EventHandlerType!)} {@event.Name}";
        }

        foreach (FieldInfo field in type.GetFields(Own))
        {
            yield return field.IsLiteral
                ? $"{name}: public const {Name(field.FieldType)} {field.Name} = {field.GetRawConstantValue()}"
                : $"{name}: public {Name(field.FieldType)} {field.Name}";
        }

        foreach (MethodInfo method in type.GetMethods(Own).Where(method => !method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal)))
        {
            yield return $"{name}: public {Kind(method)}{Name(method.ReturnType)} {method.Name}({Parameters(method)})";
        }
    }

    private static string Kind(MethodInfo method) => method.IsStatic ? "static "
        : method.IsAbstract ? "abstract "
        : method.IsVirtual && !method.IsFinal ? "virtual "
        : string.Empty;

    private static string Parameters(MethodBase method) => Parameters(method.GetParameters());

    private static string Parameters(ParameterInfo[] parameters) => string.Join(", ", parameters.Select(parameter =>
    {
        var text = new StringBuilder(Name(parameter.ParameterType)).Append(' ').Append(parameter.Name);
        if (parameter.HasDefaultValue)
        {
            text.Append(" = ").Append(parameter.ParameterType.IsEnum ? Convert.ToInt64(parameter.RawDefaultValue).ToString() : parameter.RawDefaultValue);
        }

        return text.ToString();
    }));

    private static string Name(Type type)
    {
        if (type.IsArray)
        {
            return Name(type.GetElementType()!) + "[]";
        }

        return Type.GetTypeCode(type) switch
        {
            _ when type.IsEnum => type.FullName!.Replace('+', '.'),
            TypeCode.Boolean => "bool",
            TypeCode.Byte => "byte",
            TypeCode.Char => "char",
            TypeCode.Double => "double",
            TypeCode.Int32 => "int",
            TypeCode.Int64 => "long",
            TypeCode.UInt16 => "ushort",
            TypeCode.UInt32 => "uint",
            TypeCode.String => "string",
            _ when type == typeof(void) => "void",
            _ when type == typeof(object) => "object",
            _ => type.FullName!.Replace('+', '.'),
        };
    }

    private static string? ApiPath()
    {
        string? given = Environment.GetEnvironmentVariable("EDGEWARNING_SHARED");
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); given is null && folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "EdgeWarning.sln")))
            {
                given = Path.Combine(folder.FullName, "..", "shared");
            }
        }

        string path = Path.Combine(given ?? ".", "nanoframework", "API.txt");
        return File.Exists(path) ? path : null;
    }
}
