using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text;

namespace EdgeWarning.Contract.Tests.Reading;

/// <summary>
/// A compiled assembly and its portable PDB, read without loading it: everything it refers to, and everything in it that a board
/// could not run. Rules are elsewhere; this class only reads.
/// </summary>
public sealed class CompiledAssembly
{
    /// <summary>Compilation options in a portable PDB. Source: Roslyn, docs/compilers/Portable PDB metadata (Compilation Metadata References and Options).</summary>
    private static readonly Guid s_compilationOptions = new("B5FEEC05-8CD0-4A83-96DA-466284BB4BD8");

    /// <summary>Documents of a type without method bodies in a portable PDB. Source: Roslyn, docs/features/type-definition-documents.</summary>
    private static readonly Guid s_typeDocuments = new("932E74BC-DBA9-4478-8D46-0F32A7BAB3D3");

    private readonly List<Use> _uses = [];
    private readonly List<Oddity> _oddities = [];
    private readonly List<StaticField> _staticFields = [];
    private readonly List<Constant> _constants = [];
    private readonly List<Method> _methods = [];
    private readonly List<Literal> _literals = [];
    private readonly Dictionary<string, HashSet<string>> _files = new(StringComparer.Ordinal);
    private readonly HashSet<string> _threadRoots = new(StringComparer.Ordinal);
    private readonly HashSet<string> _enums = new(StringComparer.Ordinal);
    private readonly MetadataReader _reader;
    private readonly MetadataReader _symbols;
    private readonly Names _names;

    /// <summary>For the signature of a member elsewhere: its types are that member's own affair, its shapes are not.</summary>
    private readonly Names _memberNames;
    private string _where = "";
    private string _file = "";
    private string _space = "";
    private string _instruction = "";

    private CompiledAssembly(PEReader image, MetadataReader symbols)
    {
        _reader = image.GetMetadataReader();
        _symbols = symbols;
        _names = new Names(
            (assembly, type) => Add(assembly, type, "", Target.Type),
            (what, detail) => _oddities.Add(new Oddity(_where, _file, what, detail)));
        _memberNames = new Names((_, _) => { }, (what, detail) => _oddities.Add(new Oddity(_where, _file, what, detail)));
        Name = _reader.GetString(_reader.GetAssemblyDefinition().Name);
        LanguageVersion = ReadLanguageVersion();
        foreach (TypeDefinitionHandle handle in _reader.TypeDefinitions)
        {
            if (_reader.GetTypeDefinition(handle).BaseType is { IsNil: false } parent && Names.Full(_reader, parent) == "System.Enum")
            {
                _enums.Add(Names.Full(_reader, handle));
            }
        }
        foreach (TypeDefinitionHandle handle in _reader.TypeDefinitions)
        {
            ReadType(image, handle);
        }
    }

    public string Name { get; }

    /// <summary>The language version the compiler worked with, as the PDB tells: "9.0".</summary>
    public string LanguageVersion { get; }

    public IReadOnlyList<Use> Uses => _uses;

    public IReadOnlyList<Oddity> Oddities => _oddities;

    public IReadOnlyList<StaticField> StaticFields => _staticFields;

    public IReadOnlyList<Constant> Constants => _constants;

    public IReadOnlyList<Method> Methods => _methods;

    /// <summary>Every string that the code loads.</summary>
    public IReadOnlyList<Literal> Literals => _literals;

    /// <summary>Methods of this assembly given to a thread or a timer, as "Type::Method".</summary>
    public IReadOnlyCollection<string> ThreadRoots => _threadRoots;

    /// <summary>The source files of each type; nested types under their own names.</summary>
    public IReadOnlyDictionary<string, HashSet<string>> Files => _files;

    /// <summary>Enumerations that this assembly declares.</summary>
    public IReadOnlyCollection<string> Enums => _enums;

    public static CompiledAssembly Read(string path)
    {
        string symbolsPath = Path.ChangeExtension(path, ".pdb");
        if (!File.Exists(symbolsPath))
        {
            throw new FileNotFoundException($"cannot read \"{path}\": its portable PDB is not beside it (build with DebugType portable)", symbolsPath);
        }
        return Read(File.OpenRead(path), File.OpenRead(symbolsPath));
    }

    /// <summary>Reads an assembly and its portable PDB, and closes both.</summary>
    public static CompiledAssembly Read(Stream imageStream, Stream symbolsStream)
    {
        using var image = new PEReader(imageStream);
        using MetadataReaderProvider symbols = MetadataReaderProvider.FromPortablePdbStream(symbolsStream);
        return new CompiledAssembly(image, symbols.GetMetadataReader());
    }

    private string ReadLanguageVersion()
    {
        foreach (CustomDebugInformationHandle handle in _symbols.GetCustomDebugInformation(EntityHandle.ModuleDefinition))
        {
            CustomDebugInformation information = _symbols.GetCustomDebugInformation(handle);
            if (_symbols.GetGuid(information.Kind) != s_compilationOptions)
            {
                continue;
            }
            string[] words = Encoding.UTF8.GetString(_symbols.GetBlobBytes(information.Value)).Split('\0');
            int at = Array.IndexOf(words, "language-version");
            return at >= 0 ? words[at + 1] : "";
        }
        return "";
    }

    private void ReadType(PEReader image, TypeDefinitionHandle handle)
    {
        TypeDefinition type = _reader.GetTypeDefinition(handle);
        string name = Names.Full(_reader, handle);
        TypeDefinition outermost = type;
        while (outermost.IsNested)
        {
            outermost = _reader.GetTypeDefinition(outermost.GetDeclaringType());
        }
        (_where, _file, _space) = (name, "", _reader.GetString(outermost.Namespace));
        ReadDocuments(handle, name);
        _instruction = "base";
        Refer(type.BaseType);
        foreach (InterfaceImplementationHandle implementation in type.GetInterfaceImplementations())
        {
            Refer(_reader.GetInterfaceImplementation(implementation).Interface);
        }
        if (type.GetGenericParameters().Count > 0)
        {
            _oddities.Add(new Oddity(_where, "", "generic type", name));
        }
        ReadFields(type, name);
        foreach (MethodDefinitionHandle method in type.GetMethods())
        {
            ReadMethod(image, method, name, type.Attributes.HasFlag(TypeAttributes.Interface));
        }
        (_where, _file) = (name, "");
        ReadAttributes(type.GetCustomAttributes());
        foreach (PropertyDefinitionHandle property in type.GetProperties())
        {
            ReadAttributes(_reader.GetPropertyDefinition(property).GetCustomAttributes());
        }
    }

    private HashSet<string> FilesOf(string type)
    {
        if (!_files.TryGetValue(type, out HashSet<string>? files))
        {
            files = new HashSet<string>(StringComparer.Ordinal);
            _files.Add(type, files);
        }
        return files;
    }

    private void ReadDocuments(TypeDefinitionHandle handle, string name)
    {
        foreach (CustomDebugInformationHandle information in _symbols.GetCustomDebugInformation(handle))
        {
            CustomDebugInformation documents = _symbols.GetCustomDebugInformation(information);
            if (_symbols.GetGuid(documents.Kind) == s_typeDocuments)
            {
                BlobReader rows = _symbols.GetBlobReader(documents.Value);
                while (rows.RemainingBytes > 0)
                {
                    DocumentHandle document = MetadataTokens.DocumentHandle(rows.ReadCompressedInteger());
                    FilesOf(name).Add(_symbols.GetString(_symbols.GetDocument(document).Name));
                }
            }
        }
    }

    private void ReadFields(TypeDefinition type, string name)
    {
        bool compilerMadeType = name.Contains('<', StringComparison.Ordinal);
        foreach (FieldDefinitionHandle handle in type.GetFields())
        {
            FieldDefinition field = _reader.GetFieldDefinition(handle);
            string fieldName = _reader.GetString(field.Name);
            _where = $"{name}::{fieldName}";
            _instruction = "signature";
            string fieldType = field.DecodeSignature(_names, null);
            ReadAttributes(field.GetCustomAttributes());
            if (field.Attributes.HasFlag(FieldAttributes.Literal))
            {
                ReadConstant(name, fieldName, field.GetDefaultValue());
            }
            else if (field.Attributes.HasFlag(FieldAttributes.Static))
            {
                _staticFields.Add(new StaticField(name, fieldName, fieldType, field.Attributes.HasFlag(FieldAttributes.InitOnly), compilerMadeType));
            }
        }
        _where = name;
    }

    private void ReadConstant(string type, string name, ConstantHandle handle)
    {
        System.Reflection.Metadata.Constant constant = _reader.GetConstant(handle);
        BlobReader blob = _reader.GetBlobReader(constant.Value);
        if (constant.TypeCode is >= ConstantTypeCode.Char and <= ConstantTypeCode.UInt64)
        {
            _constants.Add(new Constant(type, name, Convert.ToInt64(blob.ReadConstant(constant.TypeCode), null)));
        }
    }

    private void ReadMethod(PEReader image, MethodDefinitionHandle handle, string type, bool inInterface)
    {
        MethodDefinition method = _reader.GetMethodDefinition(handle);
        string name = _reader.GetString(method.Name);
        (_where, _file) = ($"{type}::{name}", FileOf(handle));
        if (_file.Length > 0)
        {
            FilesOf(type).Add(_file);
        }
        _instruction = "signature";
        method.DecodeSignature(_names, null);
        ReadAttributes(method.GetCustomAttributes());
        if (method.GetGenericParameters().Count > 0)
        {
            _oddities.Add(new Oddity(_where, _file, "generic method", name));
        }
        bool hasCatch = false;
        if (method.RelativeVirtualAddress != 0)
        {
            MethodBodyBlock body = image.GetMethodBody(method.RelativeVirtualAddress);
            hasCatch = body.ExceptionRegions.Any(region => region.Kind is ExceptionRegionKind.Catch or ExceptionRegionKind.Filter);
            ReadBody(body);
        }
        _methods.Add(new Method(type, name, inInterface, method.RelativeVirtualAddress != 0, method.Attributes.HasFlag(MethodAttributes.Static), hasCatch));
    }

    private void ReadBody(MethodBodyBlock body)
    {
        if (!body.LocalSignature.IsNil)
        {
            _instruction = "signature";
            _reader.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(_names, null);
        }
        foreach (ExceptionRegion region in body.ExceptionRegions)
        {
            _instruction = "catch";
            Refer(region.CatchType);
        }
        string? literal = null;
        string? constrained = null;
        string? function = null;
        foreach (Instruction instruction in Instructions.Of(body.GetILBytes() ?? []))
        {
            _instruction = instruction.Code.Name ?? "";
            if (instruction.Token.Kind == HandleKind.UserString)
            {
                literal = _reader.GetUserString((UserStringHandle)instruction.Token);
                _literals.Add(new Literal(_where, literal));
                continue;
            }
            if (!instruction.Token.IsNil)
            {
                Use? use = Refer((EntityHandle)instruction.Token, literal, constrained);
                if (use is { Type: "System.Threading.ThreadStart" or "System.Threading.TimerCallback", Instruction: "newobj" } && function is not null)
                {
                    _threadRoots.Add(function);
                }
                function = instruction.Code == OpCodes.Ldftn && use is not null ? $"{use.Type}::{use.Member.Split('(')[0]}" : null;
                constrained = instruction.Code == OpCodes.Constrained ? use?.Type : null;
            }
            literal = null;
        }
    }

    private Use? Refer(EntityHandle handle, string? literal = null, string? constrained = null)
    {
        if (handle.IsNil)
        {
            return null;
        }
        switch (handle.Kind)
        {
            case HandleKind.TypeReference or HandleKind.TypeDefinition:
                return Add(Names.Home(_reader, handle), Names.Full(_reader, handle), "", Target.Type, literal, constrained);
            case HandleKind.TypeSpecification:
                _reader.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(_names, null);
                return null;
            case HandleKind.MemberReference:
                return ReferToMember((MemberReferenceHandle)handle, literal, constrained);
            case HandleKind.MethodSpecification:
                return ReferToGenericMethod((MethodSpecificationHandle)handle, literal, constrained);
            case HandleKind.MethodDefinition:
                MethodDefinition method = _reader.GetMethodDefinition((MethodDefinitionHandle)handle);
                return Add(Name, Names.Full(_reader, method.GetDeclaringType()), _reader.GetString(method.Name) + "()", Target.Method, literal, constrained);
            case HandleKind.FieldDefinition:
                FieldDefinition field = _reader.GetFieldDefinition((FieldDefinitionHandle)handle);
                return Add(Name, Names.Full(_reader, field.GetDeclaringType()), _reader.GetString(field.Name), Target.Field, literal, constrained);
            default:
                return null;
        }
    }

    private Use? ReferToMember(MemberReferenceHandle handle, string? literal, string? constrained)
    {
        MemberReference member = _reader.GetMemberReference(handle);
        string name = _reader.GetString(member.Name);
        Target kind = member.GetKind() == MemberReferenceKind.Method ? Target.Method : Target.Field;
        string text = name;
        if (kind == Target.Method)
        {
            ImmutableArray<string> parameters = member.DecodeMethodSignature(_memberNames, null).ParameterTypes;
            text = $"{name}({string.Join(", ", parameters)})";
        }
        else
        {
            member.DecodeFieldSignature(_memberNames, null);
        }
        if (member.Parent.Kind == HandleKind.TypeSpecification)
        {
            // A generic type or an array: told by the signature itself.
            _reader.GetTypeSpecification((TypeSpecificationHandle)member.Parent).DecodeSignature(_names, null);
            return null;
        }
        return Add(Names.Home(_reader, member.Parent), Names.Full(_reader, member.Parent), text, kind, literal, constrained);
    }

    private Use? ReferToGenericMethod(MethodSpecificationHandle handle, string? literal, string? constrained)
    {
        MethodSpecification specification = _reader.GetMethodSpecification(handle);
        int before = _oddities.Count;
        Use? use = Refer(specification.Method, literal, constrained);
        ImmutableArray<string> arguments = specification.DecodeSignature(_names, null);
        _oddities.Insert(before, new Oddity(_where, _file, "generic instantiation", $"{use?.Type}::{use?.Member.Split('(')[0]}<{string.Join(", ", arguments)}>"));
        return use;
    }

    private void ReadAttributes(CustomAttributeHandleCollection handles)
    {
        string before = _instruction;
        _instruction = "attribute";
        foreach (CustomAttributeHandle handle in handles)
        {
            Refer(_reader.GetCustomAttribute(handle).Constructor);
        }
        _instruction = before;
    }

    private Use Add(string assembly, string type, string member, Target kind, string? literal = null, string? constrained = null)
    {
        var use = new Use(_where, _file, assembly, type, member, kind, _instruction, literal, constrained) { Namespace = _space };
        _uses.Add(use);
        return use;
    }

    private string FileOf(MethodDefinitionHandle handle)
    {
        MethodDebugInformation information = _symbols.GetMethodDebugInformation(handle.ToDebugInformationHandle());
        DocumentHandle document = information.Document;
        if (document.IsNil)
        {
            document = information.GetSequencePoints().Select(point => point.Document).FirstOrDefault();
        }
        return document.IsNil ? "" : _symbols.GetString(_symbols.GetDocument(document).Name);
    }
}
