using System.Text;
using EdgeWarning.Common;

namespace EdgeWarning.Firmware.Tests.Common;

/// <summary>Settings made from the lines that matter to a test.</summary>
public static class TestSettings
{
    public static Settings Of(string kind, params string[] more)
    {
        string[] lines = ["board = nz-001", "kind = " + kind, "key = " + new string('0', 64), "gateway.host = 127.0.0.1", .. more];
        var bytes = Encoding.UTF8.GetBytes(string.Join('\n', lines));
        return Settings.Parse(bytes, bytes.Length, out var error) ?? throw new ArgumentException(error, nameof(more));
    }
}
