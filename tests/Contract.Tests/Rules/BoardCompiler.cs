using System.Collections.Concurrent;
using EdgeWarning.Contract.Tests.Reading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;

namespace EdgeWarning.Contract.Tests.Rules;

/// <summary>
/// Compiles what a board's .nfproj lists, as C# 9 with nullable annotations, against the API of the class libraries whose packages it names and nothing else: no .NET
/// library is in sight, so a missing source, package, member or overload is an error here as it is with nanoFramework's own tools.
/// </summary>
public static class BoardCompiler
{
    private static readonly CSharpParseOptions s_board = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.CSharp9);
    private static readonly ConcurrentDictionary<string, SyntaxTree> s_trees = new(StringComparer.Ordinal);

    public static BoardBuild Compile(BoardProject project, IReadOnlyDictionary<string, string> libraries)
    {
        IEnumerable<SyntaxTree> stubs = libraries.Where(library => project.References.Contains(library.Key))
            .Select(library => s_trees.GetOrAdd(library.Key, _ => CSharpSyntaxTree.ParseText(library.Value)));
        MetadataReference api = CSharpCompilation.Create("mscorlib", stubs).ToMetadataReference();
        CSharpCompilation compilation = Compilation(project, api);
        using var image = new MemoryStream();
        using var symbols = new MemoryStream();
        EmitResult result = compilation.Emit(image, symbols, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb, runtimeMetadataVersion: "v4.0.30319"));
        string[] diagnostics = [.. result.Diagnostics.Where(one => one.Severity >= DiagnosticSeverity.Warning).Select(one => Text(project, one))];
        return new BoardBuild(diagnostics, image.ToArray(), symbols.ToArray());
    }

    private static CSharpCompilation Compilation(BoardProject project, MetadataReference api) => CSharpCompilation.Create(
        project.AssemblyName,
        project.Sources.Select(Tree),
        [api, .. project.Libraries.Select(library => Compilation(library, api).ToMetadataReference())],
        new CSharpCompilationOptions(project.IsProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release)
            .WithNullableContextOptions(NullableContextOptions.Enable));

    private static SyntaxTree Tree(string file) => s_trees.GetOrAdd(file, path => CSharpSyntaxTree.ParseText(File.ReadAllText(path), s_board, path, System.Text.Encoding.UTF8));

    private static string Text(BoardProject project, Diagnostic diagnostic) =>
        $"{project.Name}: {Path.GetFileName(diagnostic.Location.SourceTree?.FilePath)} line {diagnostic.Location.GetLineSpan().StartLinePosition.Line + 1}: {diagnostic.Id} {diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}";
}

/// <summary>What the compiler made of a board's project.</summary>
/// <param name="Diagnostics">Errors and warnings: the projects count both as errors.</param>
/// <param name="Image">The assembly, empty when there were errors.</param>
/// <param name="Symbols">Its portable PDB.</param>
public sealed record BoardBuild(IReadOnlyList<string> Diagnostics, byte[] Image, byte[] Symbols)
{
    public CompiledAssembly Assembly() => CompiledAssembly.Read(new MemoryStream(Image), new MemoryStream(Symbols));
}
