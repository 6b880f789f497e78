using System.Text.RegularExpressions;
using EdgeWarning.Contract.Tests.Reading;

namespace EdgeWarning.Contract.Tests.Rules;

/// <summary>
/// What compiled firmware must be for a board to run it. Source of every rule: <c>../shared/nanoframework/LANGUAGE.md</c> (measured on
/// the real interpreter) and LAYOUT.md. Each rule gives its breaches in words.
/// </summary>
public static partial class FirmwareRules
{
    private static readonly string[] s_ports = ["System.Device.", "System.IO.Ports.", "nanoFramework.Hardware.Esp32."];

    private static readonly string[] s_askTheTime =
    [
        "System.DateTime::get_UtcNow()", "System.DateTime::get_Now()", "System.DateTime::get_Today()", "System.Environment::get_TickCount()",
        "System.Environment::get_TickCount64()", "System.Threading.Thread::Sleep(int)", "System.Threading.Thread::Sleep(System.TimeSpan)",
    ];

    /// <summary>Every rule for code that a board runs. <paramref name="mayTouchPorts"/>: drivers and boards alone.</summary>
    public static IEnumerable<string> Breaches(CompiledAssembly assembly, ApiList list, bool mayTouchPorts) =>
        Language(assembly)
            .Concat(Unlisted(assembly, list))
            .Concat(mayTouchPorts ? [] : Ports(assembly));

    /// <summary>The rules that need no list: what the language and the interpreter allow.</summary>
    public static IEnumerable<string> Language(CompiledAssembly assembly) =>
        LanguageVersion(assembly)
            .Concat(Shapes(assembly))
            .Concat(StaticState(assembly))
            .Concat(InterfaceBodies(assembly))
            .Concat(EnumsPrinted(assembly))
            .Concat(NumberFormats(assembly))
            .Concat(ThreadsWithoutCatch(assembly))
            .Concat(TimeAskedOutsideClock(assembly));

    public static IEnumerable<string> LanguageVersion(CompiledAssembly assembly) =>
        assembly.LanguageVersion == "9.0" ? [] : [$"{assembly.Name}: compiled as C# {assembly.LanguageVersion}; a board's compiler reads C# 9.0"];

    /// <summary>References to the base class library or NanoHost, as a board's compiler would make them.</summary>
    public static IEnumerable<Use> Outside(CompiledAssembly assembly)
    {
        ILookup<string, string> files = assembly.Uses.Where(use => use.File.Length > 0).ToLookup(use => TypeOf(use.Where), use => use.File);
        return assembly.Uses
            .Where(use => use.Assembly != assembly.Name && !use.Assembly.StartsWith("EdgeWarning", StringComparison.Ordinal))
            .Where(use => !CompilerDifferences.IsForToolsOnly(use) && !CompilerDifferences.IsEventAccessor(use.Where, use.Type))
            .Where(use => !IsHostOnly(use, files))
            .Select(CompilerDifferences.OnABoard);
    }

    public static IEnumerable<string> Unlisted(CompiledAssembly assembly, ApiList list) => Outside(assembly)
        .Where(use => use.Member.Length == 0 ? !list.HasType(use.Type) : !list.HasMember(use.Type, use.Member))
        .Select(use => $"{use} is not in firmware/nanoframework-api.txt")
        .Distinct();

    public static IEnumerable<string> Shapes(CompiledAssembly assembly) => assembly.Oddities
        .Where(oddity => !CompilerDifferences.IsEventAccessor(oddity.Where, oddity.Detail))
        .Select(oddity => oddity.ToString())
        .Distinct();

    /// <summary>Hundreds of boards live in one process: what is static would be shared by them all.</summary>
    public static IEnumerable<string> StaticState(CompiledAssembly assembly) => assembly.StaticFields
        .Where(field => !field.CompilerMade && (!field.ReadOnly || IsContainer(field.FieldType)))
        .Select(field => $"{field.Type}::{field.Name}: static mutable state ({field.FieldType})");

    public static IEnumerable<string> InterfaceBodies(CompiledAssembly assembly) => assembly.Methods
        .Where(method => method is { InInterface: true, HasBody: true, Static: false })
        .Select(method => $"{method.Type}::{method.Name}: a method with a body in an interface crashes a board");

    /// <summary>On a board an enumeration prints as its number.</summary>
    public static IEnumerable<string> EnumsPrinted(CompiledAssembly assembly) => assembly.Uses
        .Where(use => (use.Constrained is { } type && assembly.Enums.Contains(type) && use.Member == "ToString()")
            || (use.Instruction == "box" && assembly.Enums.Contains(use.Type)))
        .Select(use => $"{use.Where}: {use.Constrained ?? use.Type} is printed or boxed; a board prints its number: write the name by hand")
        .Distinct();

    /// <summary>Only D, F, G, N and X are known there, with a number of digits.</summary>
    public static IEnumerable<string> NumberFormats(CompiledAssembly assembly)
    {
        IEnumerable<Literal> alone = assembly.Uses
            .Where(use => use.Member == "ToString(string)" && use.Literal is not null)
            .Select(use => new Literal(use.Where, use.Literal!));
        IEnumerable<Literal> within = assembly.Literals
            .SelectMany(literal => FormatItem().Matches(literal.Text).Select(match => literal with { Text = match.Groups[1].Value }));
        return alone.Concat(within)
            .Where(format => !KnownFormat().IsMatch(format.Text))
            .Select(format => $"{format.Where}: number format \"{format.Text}\": a board knows D, F, G, N, X only");
    }

    /// <summary>An exception on a thread or timer ends only that thread there, silently.</summary>
    public static IEnumerable<string> ThreadsWithoutCatch(CompiledAssembly assembly) => assembly.Methods
        .Where(method => assembly.ThreadRoots.Contains($"{method.Type}::{method.Name}") && !method.HasCatch)
        .Select(method => $"{method.Type}::{method.Name}: the root of a thread or timer has no catch");

    public static IEnumerable<string> TimeAskedOutsideClock(CompiledAssembly assembly) => assembly.Uses
        .Where(use => s_askTheTime.Contains($"{use.Type}::{use.Member}") && !TypeOf(use.Where).Split('.')[^1].EndsWith("Clock", StringComparison.Ordinal))
        .Select(use => $"{use}: Clock alone asks the time and sleeps")
        .Distinct();

    /// <summary>An assembly whose native part is missing stops a board from starting, so only drivers and boards name ports.</summary>
    public static IEnumerable<string> Ports(CompiledAssembly assembly) => assembly.Uses
        .Where(use => Array.Exists(s_ports, port => use.Type.StartsWith(port, StringComparison.Ordinal)))
        .Select(use => $"{use}: only Drivers and Boards touch pins and ports")
        .Distinct();

    /// <summary>NanoHost's own types (its simulated machine) are for X.Host.cs files, whose twin X.Nano.cs a board takes instead.</summary>
    private static bool IsHostOnly(Use use, ILookup<string, string> files)
    {
        if (use.File.Length > 0)
        {
            return use.File.EndsWith(".Host.cs", StringComparison.Ordinal);
        }
        IEnumerable<string> own = files[TypeOf(use.Where)];
        return own.Any() && own.All(file => file.EndsWith(".Host.cs", StringComparison.Ordinal));
    }

    private static bool IsContainer(string type) =>
        type is "object" or "System.Text.StringBuilder"
        || type.StartsWith("System.Collections.", StringComparison.Ordinal)
        || type.StartsWith("System.Threading.", StringComparison.Ordinal);

    private static string TypeOf(string where) => where.Split("::")[0];

    [GeneratedRegex(@"^[DFGNXdfgnx]\d{0,2}$")]
    private static partial Regex KnownFormat();

    [GeneratedRegex(@"\{\d+(?:,-?\d+)?:([^}]*)\}")]
    private static partial Regex FormatItem();
}
