namespace EdgeWarning.Contract.Tests.Reading;

/// <summary>What kind of thing compiled code refers to.</summary>
public enum Target
{
    Type,
    Method,
    Field,
}

/// <summary>One reference from compiled code to a type or member.</summary>
/// <param name="Where">The type, and the method if any, that refers.</param>
/// <param name="File">The source file of that method (from the PDB), or "" where only the compiler knows.</param>
/// <param name="Assembly">The assembly referred to; the reader's own name for a reference within it.</param>
/// <param name="Type">Full name, nested types after a dot, as C# writes it.</param>
/// <param name="Member">Name with parameter types, as in <c>Concat(string, string)</c>; "" for a type.</param>
/// <param name="Kind">Type, method or field.</param>
/// <param name="Instruction">The instruction that refers, or "signature", "attribute", "base".</param>
/// <param name="Literal">The string loaded just before, where there was one.</param>
/// <param name="Constrained">The type of a constrained call.</param>
public sealed record Use(
    string Where, string File, string Assembly, string Type, string Member, Target Kind, string Instruction, string? Literal = null, string? Constrained = null)
{
    /// <summary>Namespace of the outermost type that refers.</summary>
    public string Namespace { get; init; } = "";

    public override string ToString() => $"{Where}{(File.Length > 0 ? $" ({Path.GetFileName(File)})" : "")}: {Type}{(Member.Length > 0 ? "::" + Member : "")}";
}

/// <summary>Something that a board cannot run, seen in the metadata itself.</summary>
public sealed record Oddity(string Where, string File, string What, string Detail)
{
    public override string ToString() => $"{Where}{(File.Length > 0 ? $" ({Path.GetFileName(File)})" : "")}: {What}: {Detail}";
}

/// <summary>A static field that the assembly declares.</summary>
public sealed record StaticField(string Type, string Name, string FieldType, bool ReadOnly, bool CompilerMade);

/// <summary>An integer constant that the assembly declares.</summary>
public sealed record Constant(string Type, string Name, long Value);

/// <summary>A method that the assembly declares.</summary>
public sealed record Method(string Type, string Name, bool InInterface, bool HasBody, bool Static, bool HasCatch);

/// <summary>A string in the code.</summary>
public sealed record Literal(string Where, string Text);
