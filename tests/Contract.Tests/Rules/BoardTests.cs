using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace EdgeWarning.Contract.Tests.Rules;

/// <summary>
/// What a class of tests must be to run on a board. nanoFramework's launcher makes no instance of it and calls its public methods with no "this"
/// (<c>method.Invoke(null, ...)</c>), [Setup] once a class. Source: nanoFramework.TestFramework, UnitTestLauncher/Program.cs.
/// </summary>
public static class BoardTests
{
    public static IEnumerable<string> Breaches(string file) => CSharpSyntaxTree.ParseText(File.ReadAllText(file)).GetRoot().DescendantNodes().OfType<ClassDeclarationSyntax>()
        .Where(type => Has(type, "TestClass"))
        .SelectMany(type => type.Members.SelectMany(member => Breaches(type, member)))
        .Select(breach => $"{Path.GetFileName(file)}: {breach}");

    private static IEnumerable<string> Breaches(ClassDeclarationSyntax type, MemberDeclarationSyntax member)
    {
        bool isStatic = member.Modifiers.Any(SyntaxKind.StaticKeyword) || member.Modifiers.Any(SyntaxKind.ConstKeyword) || member is BaseTypeDeclarationSyntax;
        if (Has(member, "Setup") || Has(member, "Cleanup"))
        {
            yield return $"{type.Identifier}: [Setup] and [Cleanup] run once a class on a board and once a test elsewhere";
        }
        if (!Has(member, "TestMethod"))
        {
            if (!isStatic)
            {
                yield return $"{type.Identifier}: \"{member.ToString().Split('\n')[0].Trim()}\" belongs to an instance, and a board makes none";
            }
        }
        else if (member is not MethodDeclarationSyntax { ParameterList.Parameters.Count: 0 } test || !member.Modifiers.Any(SyntaxKind.PublicKeyword) || isStatic
            || test.ReturnType.ToString() != "void")
        {
            yield return $"{type.Identifier}: a test is public, of an instance (for MSTest), without parameters and result: \"{member.ToString().Split('\n')[^1].Trim()}\"";
        }
    }

    private static bool Has(MemberDeclarationSyntax member, string attribute) => member.AttributeLists.SelectMany(list => list.Attributes).Any(one => one.Name.ToString() == attribute);
}
