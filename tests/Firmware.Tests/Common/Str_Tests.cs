using EdgeWarning.Common;

namespace EdgeWarning.Firmware.Tests.Common;

public class Str_Tests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("-5", -5)]
    [InlineData("999999999999999999", 999_999_999_999_999_999)]
    public void Reads_whole_numbers(string text, long expected)
    {
        Assert.True(Str.TryParseLong(text, out var value));
        Assert.Equal(expected, value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("+1")]
    [InlineData(" 1")]
    [InlineData("1.0")]
    [InlineData("1e3")]
    [InlineData("٣")]
    [InlineData("9999999999999999999")]
    public void Refuses_what_is_no_plain_whole_number(string text) => Assert.False(Str.TryParseLong(text, out _));

    [Fact]
    public void Reads_hex_of_either_case_and_exact_length()
    {
        var bytes = new byte[2];
        Assert.True(Str.TryParseHex("fE09", bytes));
        Assert.Equal(new byte[] { 0xFE, 0x09 }, bytes);
        Assert.False(Str.TryParseHex("fE0", bytes));
        Assert.False(Str.TryParseHex("fE0g", bytes));
        Assert.False(Str.TryParseHex("fE0900", bytes));
    }
}
