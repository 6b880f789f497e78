using EdgeWarning.Gateway.Warnings;

namespace EdgeWarning.Gateway.Tests.Warnings;

public class CapCheck_Tests
{
    private readonly StringWriter _output = new();

    [Fact]
    public void Says_ok_and_what_it_would_be()
    {
        Assert.Equal(0, Check("valid/red-rainstorm.xml", "valid/cancel.xml"));
        Assert.Contains("red-rainstorm.xml: actual: sounds", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("cancel.xml: cancel-of-unknown", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Says_refused_with_element_and_line_and_goes_on_to_the_next_file()
    {
        Assert.Equal(1, Check("invalid/value--severity.xml", "valid/test.xml"));
        Assert.Matches(@"refused  .*value--severity\.xml\r?\n  reason: line 19, alert/info\[1\]/severity: ", _output.ToString());
        Assert.Contains("ok ", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Says_when_a_file_cannot_be_read()
    {
        Assert.Equal(2, Check("valid/nowhere.xml", "valid/test.xml"));
        Assert.Contains("unread ", _output.ToString(), StringComparison.Ordinal);
    }

    private int Check(params string[] files) =>
        CapCheck.Run(files.Select(file => Path.Combine(AppContext.BaseDirectory, "golden", "cap", file)), _output, clock: new SetClock(new DateTimeOffset(2026, 11, 22, 14, 45, 0, TimeSpan.FromHours(8))));
}
