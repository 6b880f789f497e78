using EdgeWarning.Contract.Tests.Reading;

namespace EdgeWarning.Contract.Tests.Rules;

/// <summary>
/// Where the same C# gives other references when it is compiled against nanoFramework's libraries. Each is named, with the reason;
/// everything else that is not in the list is a breach.
/// </summary>
public static class CompilerDifferences
{
    private sealed record Difference(string Type, string Member, string BoardType, string BoardMember, string Reason);

    private static readonly Difference[] s_differences =
    [
        new("System.Threading.Monitor", "Enter(object, bool&)", "System.Threading.Monitor", "Enter(object)",
            "lock: the compiler falls back to Enter(object) where the library has no other"),
        new("System.String", "Format(string, object)", "System.String", "Format(string, object[])", "interpolation: the params form is the only one there"),
        new("System.String", "Format(string, object, object)", "System.String", "Format(string, object[])", "interpolation: the params form is the only one there"),
        new("System.String", "Format(string, object, object, object)", "System.String", "Format(string, object[])", "interpolation: the params form is the only one there"),
        new("System.String", "Split(char, System.StringSplitOptions)", "System.String", "Split(char[])", "Split(c): the params form is the only one there"),
        new("System.Threading.EventWaitHandle", "Set()", "System.Threading.AutoResetEvent", "Set()", "each kind of event declares it itself there"),
        new("System.Threading.EventWaitHandle", "Reset()", "System.Threading.AutoResetEvent", "Reset()", "each kind of event declares it itself there"),
    ];

    /// <summary>What the reference becomes when a board's compiler meets the same source.</summary>
    public static Use OnABoard(Use use)
    {
        Difference? difference = Array.Find(s_differences, one => one.Type == use.Type && one.Member == use.Member);
        return difference is null ? use : use with { Type = difference.BoardType, Member = difference.BoardMember };
    }

    /// <summary>
    /// References that only the compiler makes and a board's compiler does not: attributes that describe code to tools. Those that mark an
    /// async method or an iterator are not among them: they tell of code that a board cannot run.
    /// </summary>
    public static bool IsForToolsOnly(Use use) =>
        use.Instruction == "attribute"
        && (use.Type.StartsWith("System.Runtime.CompilerServices.", StringComparison.Ordinal)
            || use.Type.StartsWith("System.Diagnostics.", StringComparison.Ordinal)
            || use.Type.StartsWith("System.Reflection.", StringComparison.Ordinal)
            || use.Type.StartsWith("Microsoft.CodeAnalysis.", StringComparison.Ordinal))
        && !use.Type.EndsWith("StateMachineAttribute", StringComparison.Ordinal);

    /// <summary>
    /// An event without accessors: .NET's compiler swaps the handler list with the generic Interlocked.CompareExchange; where the
    /// library has none it writes a locked assignment instead.
    /// </summary>
    public static bool IsEventAccessor(string where, string detail) =>
        (where.Contains("::add_", StringComparison.Ordinal) || where.Contains("::remove_", StringComparison.Ordinal))
        && detail.StartsWith("System.Threading.Interlocked", StringComparison.Ordinal);
}
