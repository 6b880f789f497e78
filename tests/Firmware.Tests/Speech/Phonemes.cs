using System.Diagnostics;

namespace EdgeWarning.Firmware.Tests.Speech;

/// <summary>What espeak-ng makes of pinyin, as its phoneme names.</summary>
internal static class Phonemes
{
    public static async Task<string> Of(string pinyin)
    {
        var start = new ProcessStartInfo("espeak-ng", ["-v", "cmn-latn-pinyin", "-q", "-x", "-b", "1", "--stdin"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        using Process child = Process.Start(start)!;
        Task<string> phonemes = child.StandardOutput.ReadToEndAsync();
        await child.StandardInput.WriteAsync(pinyin);
        child.StandardInput.Close();
        await child.WaitForExitAsync();
        return await phonemes;
    }
}
