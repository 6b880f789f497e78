using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Speech;

/// <summary>Writes figures and unit signs in a Chinese text as the characters that a reader would say.</summary>
public static partial class MandarinNumbers
{
    private const string Digits = "零一二三四五六七八九";

    /// <summary>"201.9mm" is 二百零一点九毫米, "7:05" is 七点零五分, "50%" is 百分之五十, "Ⅲ级响应" is 三级响应, "拨打12345" is spelled as a telephone number.</summary>
    public static string ReadUnits(string text)
    {
        text = Roman().Replace(text, level => ReadRoman(level.Value));
        text = Telephone().Replace(text, call => SpellTelephone(call.Groups["number"].Value));
        text = Date().Replace(text, date =>
            $"{Spell(date.Groups["year"].Value)}年{Whole(date.Groups["month"].Value)}月{Whole(date.Groups["day"].Value)}日");
        text = TimeOfDay().Replace(text, ReadTimeOfDay);
        text = Year().Replace(text, year => Spell(year.Value));
        text = Percent().Replace(text, percent => "百分之" + Quantity(percent.Groups["figure"].Value));
        text = Range().Replace(text, "${low}到${high}");
        text = Measure().Replace(text, measure =>
        {
            string unit = UnitWord(measure.Groups["unit"].Value);
            string minus = measure.Groups["minus"].Length == 0 ? string.Empty : unit == "摄氏度" ? "零下" : "负";
            return minus + Quantity(measure.Groups["figure"].Value) + unit;
        });
        text = Pair().Replace(text, "两");
        return Number().Replace(text, number => (number.Groups["minus"].Length > 0 ? "负" : string.Empty) + Quantity(number.Groups["figure"].Value));
    }

    /// <summary>A whole number below 10^16 as it is said: 10305 is 一万零三百零五.</summary>
    public static string Read(long number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, 9_999_999_999_999_999);
        if (number == 0)
        {
            return "零";
        }

        string[] groupUnits = ["", "万", "亿", "万亿"];
        var said = new StringBuilder();
        bool gap = false;
        for (int group = 3; group >= 0; group--)
        {
            int four = (int)(number / (long)Math.Pow(10_000, group) % 10_000);
            if (four == 0)
            {
                gap = said.Length > 0;
                continue;
            }

            if (said.Length > 0 && (gap || four < 1_000))
            {
                said.Append('零');
            }

            said.Append(FourDigits(four)).Append(groupUnits[group]);
            gap = false;
        }

        string words = said.ToString();
        return words.StartsWith("一十", StringComparison.Ordinal) ? words[1..] : words;
    }

    private static string FourDigits(int number)
    {
        var said = new StringBuilder();
        bool gap = false;
        (int Size, string Name)[] places = [(1_000, "千"), (100, "百"), (10, "十"), (1, "")];
        foreach ((int size, string name) in places)
        {
            int digit = number / size % 10;
            if (digit == 0)
            {
                gap = said.Length > 0;
                continue;
            }

            if (gap)
            {
                said.Append('零');
                gap = false;
            }

            said.Append(Digits[digit]).Append(name);
        }

        return said.ToString();
    }

    private static string Quantity(string figure)
    {
        string plain = figure.Replace(",", string.Empty, StringComparison.Ordinal);
        int point = plain.IndexOf('.', StringComparison.Ordinal);
        string whole = point < 0 ? plain : plain[..point];
        string said = Whole(whole);
        return point < 0 ? said : $"{said}点{Spell(plain[(point + 1)..])}";
    }

    /// <summary>A number with a leading zero, or too long to be a quantity, is a code: spelled digit by digit.</summary>
    private static string Whole(string figure) =>
        figure.Length > 12 || (figure.Length > 2 && figure[0] == '0') ? Spell(figure) : Read(long.Parse(figure, CultureInfo.InvariantCulture));

    private static string Spell(string figures) => string.Concat(figures.Where(char.IsAsciiDigit).Select(figure => Digits[figure - '0']));

    /// <summary>On the telephone one is 幺, which cannot be taken for seven.</summary>
    private static string SpellTelephone(string figures) => Spell(figures).Replace('一', '幺');

    /// <summary>One sign of its own (Ⅳ, ⅳ), or letters (IV).</summary>
    private static string ReadRoman(string roman) =>
        roman[0] >= 'ⅰ' ? Read(roman[0] - 'ⅰ' + 1) : roman[0] >= 'Ⅰ' ? Read(roman[0] - 'Ⅰ' + 1) : roman == "IV" ? Read(4) : Read(roman.Length);

    private static string ReadTimeOfDay(Match time)
    {
        int hour = int.Parse(time.Groups["hour"].ValueSpan, CultureInfo.InvariantCulture);
        int minute = int.Parse(time.Groups["minute"].ValueSpan, CultureInfo.InvariantCulture);
        return minute == 0 ? $"{Read(hour)}点整" : $"{Read(hour)}点{(minute < 10 ? "零" : "")}{Read(minute)}分";
    }

    private static string UnitWord(string unit) => unit switch
    {
        "mm/24h" => "毫米每二十四小时",
        "mm/h" => "毫米每小时",
        "mm" => "毫米",
        "cm" => "厘米",
        "km/h" => "公里每小时",
        "km²" or "km2" => "平方公里",
        "km" => "公里",
        "m³/s" or "m3/s" => "立方米每秒",
        "m³" or "m3" => "立方米",
        "m/s" => "米每秒",
        "m" => "米",
        "kg" => "公斤",
        "h" => "小时",
        "min" => "分钟",
        "s" => "秒",
        _ => "摄氏度",
    };

    /// <summary>Plans number the levels of response so; letters are figures only before 级, "level".</summary>
    [GeneratedRegex("[Ⅰ-Ⅻⅰ-ⅻ]|(?<![A-Za-z])(I{1,3}|IV)(?=[级級])", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Roman();

    [GeneratedRegex(
        @"(?<=(电话|電話|热线|熱線|拨打|撥打|拨|撥)[^0-9\n]{0,4})(?<number>[0-9][0-9-]{2,14})|(?<![\p{L}0-9-])(?<number>0[0-9]{2,3}-[0-9]{7,8}|1[0-9]{10})(?![0-9-])",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Telephone();

    [GeneratedRegex(
        @"(?<![0-9])(?<year>[0-9]{4})[-/.](?<month>[0-9]{1,2})[-/.](?<day>[0-9]{1,2})(?![0-9])",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Date();

    [GeneratedRegex(
        @"(?<![0-9:：])(?<hour>[01]?[0-9]|2[0-4])[:：](?<minute>[0-5][0-9])(:[0-5][0-9])?(?![0-9:：])",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex TimeOfDay();

    [GeneratedRegex(@"(?<![0-9])[0-9]{4}(?=年)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Year();

    [GeneratedRegex(
        @"(?<![\p{L}0-9.])(?<figure>([0-9]{1,3}(,[0-9]{3})+(?![0-9])|[0-9]+)(\.[0-9]+)?)\s*[%％]",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Percent();

    [GeneratedRegex(
        @"(?<![A-Za-z0-9.-])(?<low>(?!0[0-9])([0-9]{1,3}(,[0-9]{3})+(?![0-9])|[0-9]+)(\.[0-9]+)?)\s*[-~～–—至]\s*(?<high>(?!0[0-9])([0-9]{1,3}(,[0-9]{3})+(?![0-9])|[0-9]+)(\.[0-9]+)?)(?![0-9-])",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Range();

    [GeneratedRegex(
        @"(?<![A-Za-z0-9.])(?<minus>[-−])?(?<figure>([0-9]{1,3}(,[0-9]{3})+(?![0-9])|[0-9]+)(\.[0-9]+)?)\s*(?<unit>mm/24h|mm/h|mm|cm|km/h|km²|km2|km|m³/s|m3/s|m³|m3|m/s|min|m|kg|℃|°C|h|s)(?![A-Za-z0-9])",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Measure();

    [GeneratedRegex(
        @"(?<![\p{L}0-9.,])2(?=个|個|小时|小時|米|公里|次|天|人|户|戶|名|座|处|處|分钟|分鐘|点|點)",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Pair();

    [GeneratedRegex(
        @"(?<![A-Za-z0-9.])(?<minus>[-−])?(?<figure>([0-9]{1,3}(,[0-9]{3})+(?![0-9])|[0-9]+)(\.[0-9]+)?)",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Number();
}
