using EdgeWarning.Gateway.Warnings;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeWarning.Gateway.Tests.Warnings;

public class DivisionCode_Tests
{
    [Theory]
    [InlineData("411321", "411321101200", true)]            // county and a village of it
    [InlineData("411321000000", "411321101200", true)]      // padded to 12 digits
    [InlineData("411321000", "411321101200", true)]         // padded to 9
    [InlineData("411300", "411321101200", true)]            // city, padded to 6
    [InlineData("410000", "411321101200", true)]            // province, padded to 6
    [InlineData("410000000000", "411321101200", true)]
    [InlineData("41", "411321101200", true)]
    [InlineData("411321101", "411321101200", true)]         // township
    [InlineData("411321101000", "411321101200", true)]      // township, padded to 12
    [InlineData("411321101200", "411321101200", true)]
    [InlineData("411321101201", "411321101200", false)]     // the next village
    [InlineData("411321102", "411321101200", false)]        // the next township
    [InlineData("411322", "411321101200", false)]           // the next county
    [InlineData("411321101200", "411321", false)]           // a village does not cover its county
    [InlineData("411321", "411321000000", true)]            // a board of the county itself
    [InlineData("411322,411321", "411321101200", true)]     // national messages list several
    [InlineData("411322、411321", "411321101200", true)]
    [InlineData(" 411321 ", "411321101200", true)]
    [InlineData("4113210", "411321101200", false)]          // seven digits are no code
    [InlineData("006109", "006109101200", false)]           // SAME codes start with 0, division codes never do
    [InlineData("", "411321101200", false)]
    [InlineData("411321", "", false)]
    [InlineData("41132x", "411321101200", false)]
    [InlineData("４１１３２１", "411321101200", false)]       // full-width digits
    public void A_code_covers_what_lies_below_it(string geocode, string place, bool covered) =>
        Assert.Equal(covered, DivisionCode.Covers(geocode, place));

    [Fact]
    public void Padding_never_changes_what_a_code_means()
    {
        var code = from length in Gen.Elements(2, 4, 6, 9, 12)
                   from digits in Gen.ArrayOf(Gen.Choose(1, 9), length)
                   select string.Concat(digits);
        Prop.ForAll(code.ToArbitrary(), plain =>
            new[] { 4, 6, 9, 12 }.Where(length => length > plain.Length).All(length => DivisionCode.Normalise(plain.PadRight(length, '0')) == plain)
            && DivisionCode.Normalise(plain) == plain).QuickCheckThrowOnFailure();
    }
}
