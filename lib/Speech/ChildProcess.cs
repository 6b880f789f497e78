using System.ComponentModel;
using System.Diagnostics;

namespace Speech;

/// <summary>Runs a program of the machine: bytes in by stdin, bytes out by stdout, within limits of time and size.</summary>
internal static class ChildProcess
{
    /// <summary>Twenty seconds of speech.</summary>
    private const int SmallestBuffer = 1024 * 1024;

    /// <summary>
    /// Kept for the next child: half a minute of speech is more than a megabyte, each time. Not of the shared pool, which keeps one for every thread that ever gave one back. Pinned for
    /// the reason that <see cref="TerraPinyin"/> gives.
    /// </summary>
    private static byte[]? s_spare;

    /// <summary>Takes what a program has said; the bytes are gone afterwards.</summary>
    public delegate T Taking<out T>(ReadOnlySpan<byte> output);

    /// <param name="package">The Debian package that ships the program, for the error when it is missing.</param>
    /// <param name="outputLimitBytes">More output than this ends the child.</param>
    public static async Task<T> Run<T>(
        string program, string package, IReadOnlyList<string> arguments, byte[] input, TimeSpan timeLimit, int outputLimitBytes, Taking<T> take)
    {
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using Process child = Start(start, package);
        using var limit = new CancellationTokenSource(timeLimit);
        try
        {
            Task<string> complaints = child.StandardError.ReadToEndAsync(limit.Token);
            Task writing = Write(child, input, limit.Token);
            (byte[] output, int length) = await Read(child, program, outputLimitBytes, limit.Token);
            try
            {
                await writing;
                await child.WaitForExitAsync(limit.Token);
                return child.ExitCode == 0
                    ? take(output.AsSpan(0, length))
                    : throw new SpeechException($"could not speak: {program} ended with code {child.ExitCode}: {(await complaints).Trim()}");
            }
            finally
            {
                s_spare = output;
            }
        }
        catch (OperationCanceledException late)
        {
            throw new SpeechException($"could not speak: {program} did not finish within {timeLimit.TotalSeconds} s", late);
        }
        finally
        {
            End(child);
        }
    }

    private static Process Start(ProcessStartInfo start, string package)
    {
        try
        {
            return Process.Start(start) ?? throw new SpeechException($"could not start {start.FileName}");
        }
        catch (Win32Exception missing)
        {
            throw new SpeechException(
                $"could not start {start.FileName}: {missing.Message}. Install it: apt-get install -y {package}", missing);
        }
    }

    private static async Task Write(Process child, byte[] input, CancellationToken stopping)
    {
        try
        {
            await child.StandardInput.BaseStream.WriteAsync(input, stopping);
            child.StandardInput.Close();
        }
        catch (IOException)
        {
            // The child closed its input early; its exit code and complaint tell why.
        }
    }

    private static async Task<(byte[] Output, int Length)> Read(Process child, string program, int outputLimitBytes, CancellationToken stopping)
    {
        byte[] output = Interlocked.Exchange(ref s_spare, null) ?? GC.AllocateUninitializedArray<byte>(SmallestBuffer, pinned: true);
        int length = 0;
        for (int count; (count = await child.StandardOutput.BaseStream.ReadAsync(output.AsMemory(length), stopping)) > 0;)
        {
            length += count;
            if (length > outputLimitBytes)
            {
                throw new SpeechException($"could not speak: {program} gave more than {outputLimitBytes} bytes");
            }

            if (length == output.Length)
            {
                byte[] longer = GC.AllocateUninitializedArray<byte>(2 * length, pinned: true);
                output.CopyTo(longer, 0);
                output = longer;
            }
        }

        return (output, length);
    }

    private static void End(Process child)
    {
        try
        {
            if (!child.HasExited)
            {
                child.Kill();
            }
        }
        catch (Exception gone) when (gone is InvalidOperationException or Win32Exception)
        {
            // It ended between the question and the act.
        }
    }
}
