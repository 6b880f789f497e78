using EdgeWarning.Protocol;

namespace EdgeWarning.Contract.Tests;

/// <summary>What a technician reads on docs/how-to/flash-a-board.md is what boards, scripts and orders really say.</summary>
public class TechnicianPages_Tests
{
    private static readonly string s_page = File.ReadAllText(House.In("docs/how-to/flash-a-board.md"));

    [Fact]
    public void Every_reason_that_a_board_can_give_is_explained() => House.None(Enum.GetValues<Reason>()
        .Where(reason => reason != Reason.None)
        .Select(reason => Words.Of(reason))
        .Where(word => !s_page.Contains($"`{word}`", StringComparison.Ordinal))
        .Select(word => $"docs/how-to/flash-a-board.md does not explain {word}"));

    [Theory]
    [InlineData("firmware/Common", "the broker refuses this board, MQTT code ")]
    [InlineData("firmware/Common", "no answer from the gateway")]
    [InlineData("firmware/Common", "cannot connect: ")]
    [InlineData("firmware/Common", ", and this is the firmware of a ")]
    [InlineData("firmware/Common", ": no such file")]
    [InlineData("gateway/EdgeWarning.Gateway/Devices", "refused a ")]
    [InlineData("gateway/EdgeWarning.Gateway/Commands", "--wifi-password-file")]
    [InlineData("gateway/EdgeWarning.Gateway/Commands", "--mqtt-public-host")]
    [InlineData("firmware", "--erase", "--erase cards/")]
    [InlineData("firmware", "--only settings")]
    public void What_the_page_quotes_is_said_there(string folder, string words, string? onThePage = null)
    {
        Assert.Contains(onThePage ?? words.Trim(' ', ','), s_page);
        Assert.Contains(House.Files(folder, "*").Where(file => Path.GetExtension(file) is ".cs" or ".sh" or ".md"), file => File.ReadAllText(file).Contains(words, StringComparison.Ordinal));
    }
}
