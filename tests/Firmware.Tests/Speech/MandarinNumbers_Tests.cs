using FsCheck.Fluent;
using global::Speech;

namespace EdgeWarning.Firmware.Tests.Speech;

public sealed class MandarinNumbers_Tests
{
    [Theory]
    [InlineData("201.9mm", "二百零一点九毫米")]
    [InlineData("552.5 mm", "五百五十二点五毫米")]
    [InlineData("过去1小时降雨201.9毫米", "过去一小时降雨二百零一点九毫米")]
    [InlineData("2021-07-20 7:05", "二零二一年七月二十日 七点零五分")]
    [InlineData("2026年16:00", "二零二六年十六点整")]
    [InlineData("50%", "百分之五十")]
    [InlineData("100-200毫米", "一百到二百毫米")]
    [InlineData("-5℃", "零下五摄氏度")]
    [InlineData("-0.5m", "负零点五米")]
    [InlineData("1,234.5m³/s", "一千二百三十四点五立方米每秒")]
    [InlineData("拨打12345", "拨打幺二三四五")]
    [InlineData("0377-66912345", "零三七七六六九幺二三四五")]
    [InlineData("13800001111", "幺三八零零零零幺幺幺幺")]
    [InlineData("1,2,3号", "一,二,三号")]
    [InlineData("2个小时12个人", "两个小时十二个人")]
    [InlineData("007", "零零七")]
    [InlineData("S103省道", "S103省道")]
    [InlineData("启动防汛Ⅲ级应急响应", "启动防汛三级应急响应")]
    [InlineData("IV级提升为Ⅱ级", "四级提升为二级")]
    [InlineData("Ⅻ ⅳ WIII级 I类", "十二 四 WIII级 I类")]
    public void Figures_and_units_are_written_as_they_are_said(string text, string said) => Assert.Equal(said, MandarinNumbers.ReadUnits(text));

    [Theory]
    [InlineData(0, "零")]
    [InlineData(10, "十")]
    [InlineData(19, "十九")]
    [InlineData(110, "一百一十")]
    [InlineData(1_005, "一千零五")]
    [InlineData(10_305, "一万零三百零五")]
    [InlineData(100_000, "十万")]
    [InlineData(1_000_001, "一百万零一")]
    [InlineData(100_000_000, "一亿")]
    [InlineData(20_210_720, "二千零二十一万零七百二十")]
    public void Whole_numbers_are_read_with_their_zeros(long number, string said) => Assert.Equal(said, MandarinNumbers.Read(number));

    [Fact]
    public void Two_numbers_never_sound_the_same()
    {
        var seen = new Dictionary<string, long>();
        foreach (long number in Enumerable.Range(0, 30_000).Select(number => (long)number).Concat(Enumerable.Range(3, 30_000).Select(number => number * 10_007L)))
        {
            string said = MandarinNumbers.Read(number);
            Assert.True(seen.TryAdd(said, number) || seen[said] == number, $"{number} and {seen.GetValueOrDefault(said)} are both {said}");
        }
    }

    [Fact]
    public void No_text_breaks_the_reading_of_numbers() =>
        FsCheck.Check.QuickThrowOnFailure(Prop.ForAll(
            ArbMap.Default.ArbFor<FsCheck.NonNull<string>>(), text => MandarinNumbers.ReadUnits("12:3" + text.Get + "4.5mm9" + text.Get) is not null));
}
