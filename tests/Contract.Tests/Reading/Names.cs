using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace EdgeWarning.Contract.Tests.Reading;

/// <summary>
/// Writes signatures as C# does (and as <c>../shared/nanoframework/API.txt</c> does), and tells on its way which types it met
/// and which shapes a board cannot run.
/// </summary>
public sealed class Names(Action<string, string> metType, Action<string, string> metOddity) : ISignatureTypeProvider<string, object?>
{
    private static readonly Dictionary<string, string> s_keywords = new(StringComparer.Ordinal)
    {
        ["System.Decimal"] = "decimal",
        ["System.Object"] = "object",
        ["System.String"] = "string",
    };

    public static string Full(MetadataReader reader, EntityHandle handle) => handle.Kind switch
    {
        HandleKind.TypeReference => Full(reader, (TypeReferenceHandle)handle),
        HandleKind.TypeDefinition => Full(reader, (TypeDefinitionHandle)handle),
        _ => "",
    };

    public static string Full(MetadataReader reader, TypeReferenceHandle handle)
    {
        TypeReference type = reader.GetTypeReference(handle);
        string name = reader.GetString(type.Name);
        if (type.ResolutionScope.Kind == HandleKind.TypeReference)
        {
            return Full(reader, (TypeReferenceHandle)type.ResolutionScope) + "." + name;
        }
        string space = reader.GetString(type.Namespace);
        return space.Length == 0 ? name : space + "." + name;
    }

    public static string Full(MetadataReader reader, TypeDefinitionHandle handle)
    {
        TypeDefinition type = reader.GetTypeDefinition(handle);
        string name = reader.GetString(type.Name);
        if (type.IsNested)
        {
            return Full(reader, type.GetDeclaringType()) + "." + name;
        }
        string space = reader.GetString(type.Namespace);
        return space.Length == 0 ? name : space + "." + name;
    }

    /// <summary>The assembly that a type reference leads to; the reader's own assembly for its own types.</summary>
    public static string Home(MetadataReader reader, EntityHandle handle)
    {
        if (handle.Kind != HandleKind.TypeReference)
        {
            return reader.GetString(reader.GetAssemblyDefinition().Name);
        }
        EntityHandle scope = reader.GetTypeReference((TypeReferenceHandle)handle).ResolutionScope;
        while (scope.Kind == HandleKind.TypeReference)
        {
            scope = reader.GetTypeReference((TypeReferenceHandle)scope).ResolutionScope;
        }
        return scope.Kind == HandleKind.AssemblyReference
            ? reader.GetString(reader.GetAssemblyReference((AssemblyReferenceHandle)scope).Name)
            : reader.GetString(reader.GetAssemblyDefinition().Name);
    }

    public string GetPrimitiveType(PrimitiveTypeCode typeCode) => typeCode switch
    {
        PrimitiveTypeCode.Void => "void",
        PrimitiveTypeCode.Boolean => "bool",
        PrimitiveTypeCode.Char => "char",
        PrimitiveTypeCode.SByte => "sbyte",
        PrimitiveTypeCode.Byte => "byte",
        PrimitiveTypeCode.Int16 => "short",
        PrimitiveTypeCode.UInt16 => "ushort",
        PrimitiveTypeCode.Int32 => "int",
        PrimitiveTypeCode.UInt32 => "uint",
        PrimitiveTypeCode.Int64 => "long",
        PrimitiveTypeCode.UInt64 => "ulong",
        PrimitiveTypeCode.Single => "float",
        PrimitiveTypeCode.Double => "double",
        PrimitiveTypeCode.String => "string",
        PrimitiveTypeCode.Object => "object",
        _ => "System." + typeCode,
    };

    public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => Met(reader, handle);

    public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => Met(reader, handle);

    public string GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
        reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

    public string GetSZArrayType(string elementType) => elementType + "[]";

    public string GetArrayType(string elementType, ArrayShape shape)
    {
        string text = $"{elementType}[{new string(',', shape.Rank - 1)}]";
        metOddity("multi-dimensional array", text);
        return text;
    }

    public string GetByReferenceType(string elementType) => elementType + "&";

    public string GetPointerType(string elementType)
    {
        metOddity("pointer", elementType + "*");
        return elementType + "*";
    }

    public string GetFunctionPointerType(MethodSignature<string> signature)
    {
        metOddity("function pointer", signature.ReturnType);
        return "delegate*";
    }

    public string GetGenericInstantiation(string genericType, ImmutableArray<string> typeArguments)
    {
        string text = $"{genericType}<{string.Join(", ", typeArguments)}>";
        metOddity("generic instantiation", text);
        return text;
    }

    public string GetGenericMethodParameter(object? genericContext, int index) => "!!" + index;

    public string GetGenericTypeParameter(object? genericContext, int index) => "!" + index;

    public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired)
    {
        if (modifier.EndsWith(".IsVolatile", StringComparison.Ordinal))
        {
            metOddity("volatile field", unmodifiedType);
        }
        return unmodifiedType;
    }

    public string GetPinnedType(string elementType) => elementType;

    private string Met(MetadataReader reader, EntityHandle handle)
    {
        string name = Full(reader, handle);
        metType(Home(reader, handle), name);
        return s_keywords.GetValueOrDefault(name, name);
    }
}
