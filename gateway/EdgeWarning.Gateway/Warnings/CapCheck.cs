using EdgeWarning.Gateway.Warnings.Cap;

namespace EdgeWarning.Gateway.Warnings;

/// <summary>"gateway cap check FILE...": holds files against every rule, offline; nothing is stored and nothing sounds.</summary>
public static class CapCheck
{
    private const int AllTaken = 0;
    private const int SomeRefused = 1;
    private const int Unreadable = 2;

    /// <summary>0 when all are accepted, 1 when one is refused, 2 when one cannot be read from the disk.</summary>
    public static int Run(IEnumerable<string> files, TextWriter output, WarningSettings? settings = null, TimeProvider? clock = null)
    {
        var now = (clock ?? TimeProvider.System).GetUtcNow();
        return files.Select(file => Check(file, output, settings ?? new WarningSettings(), now)).DefaultIfEmpty(AllTaken).Max();
    }

    private static int Check(string file, TextWriter output, WarningSettings settings, DateTimeOffset now)
    {
        if (Load(file, output) is not { } bytes)
        {
            return Unreadable;
        }

        switch (CapReader.Read(bytes))
        {
            case CapAccepted accepted:
                var verdict = WarningVerdict.Of(accepted.Alert, LiveWarnings.ExpiryOf(accepted.Alert, settings), WarningRelations.None, now);
                output.WriteLine($"ok       {file}: {WarningEndpoints.KindName(verdict.Kind)}: {verdict.Note}");
                Print("warning", accepted.Warnings, output);
                return AllTaken;
            case CapRejection rejection:
                output.WriteLine($"refused  {file}");
                Print("reason", rejection.Reasons, output);
                return SomeRefused;
            default:
                throw new InvalidOperationException("a reading that is neither accepted nor refused");
        }
    }

    /// <summary>At most one byte more than is read, so that a wrong file name cannot fill the memory.</summary>
    private static byte[]? Load(string file, TextWriter output)
    {
        try
        {
            using var stream = File.OpenRead(file);
            var bytes = new byte[(int)Math.Min(stream.Length, CapReader.MostBytes + 1)];
            stream.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            output.WriteLine($"unread   {file}: {error.Message}");
            return null;
        }
    }

    private static void Print(string what, IReadOnlyList<CapFinding> findings, TextWriter output)
    {
        foreach (var finding in findings)
        {
            output.WriteLine($"  {what}: {finding}");
        }
    }
}
