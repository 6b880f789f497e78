using System.Text;
using EdgeWarning.Common;

namespace EdgeWarning.Firmware.Tests.Common;

public class Crc32_Tests
{
    /// <summary>The check value of CRC-32/ISO-HDLC in the catalogue of parametrised CRC algorithms.</summary>
    [Fact]
    public void Gives_the_check_value_of_the_catalogue()
    {
        var text = Encoding.UTF8.GetBytes("..123456789..");
        Assert.Equal(0xCBF43926, Crc32.Of(text, 2, 9));
    }

    [Fact]
    public void Of_nothing_is_zero() => Assert.Equal(0u, Crc32.Of([], 0, 0));
}
