using EdgeWarning.Common;

namespace EdgeWarning.Firmware.Tests.Common;

public class Bytes_Tests
{
    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    [InlineData(0x0102030405060708)]
    public void Numbers_come_back_little_end_first(long value)
    {
        var buffer = new byte[12];
        Bytes.PutInt64(buffer, 2, value);
        Assert.Equal(BitConverter.GetBytes(value), buffer[2..10]);
        Assert.Equal(value, Bytes.GetInt64(buffer, 2));
        Bytes.PutUInt32(buffer, 1, (uint)value);
        Assert.Equal((uint)value, Bytes.GetUInt32(buffer, 1));
        Bytes.PutUInt16(buffer, 1, (ushort)value);
        Assert.Equal((ushort)value, Bytes.GetUInt16(buffer, 1));
    }
}
