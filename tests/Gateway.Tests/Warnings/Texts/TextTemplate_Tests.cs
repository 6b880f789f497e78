using EdgeWarning.Gateway.Warnings.Texts;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeWarning.Gateway.Tests.Warnings.Texts;

public class TextTemplate_Tests
{
    [Theory]
    [InlineData("Go to {shelter|high ground}.", "Go to the school.", "Go to high ground.")]
    [InlineData("{shelter}", "the school", "{shelter}")]
    [InlineData("{{shelter}} {shelter|}", "{shelter} the school", "{shelter} ")]
    public void Fills_what_is_known_and_says_the_other_words_where_it_is_not(string source, string known, string unknown)
    {
        var template = TextTemplate.Read(source, out _)!;
        Assert.Equal(known, template.Fill(new TextFacts(Shelter: "the school")));
        Assert.Equal(unknown, template.Fill(new TextFacts()));
        Assert.Equal(unknown, template.Fill(new TextFacts(Shelter: "  ")));
    }

    [Theory]
    [InlineData("Go to {shelter", "the brace at character 7 is not closed")]
    [InlineData("Go} to", "a brace is closed at character 3 that was not opened")]
    [InlineData("Go to {sheltre}", "\"sheltre\" at character 8 is no fact")]
    public void A_fault_is_named_with_its_place(string source, string complaint)
    {
        Assert.Null(TextTemplate.Read(source, out var said));
        Assert.StartsWith(complaint, said?.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Filling_in_two_steps_is_the_same_as_in_one()
    {
        var pieces = Gen.Elements("{village|你们}", "{area}", "{shelter|}", "{{", "}}", "转移", " go ", "{contact|a b}").ArrayOf().Select(string.Concat);
        Prop.ForAll(pieces.ToArbitrary(), source =>
        {
            var template = TextTemplate.Read(source, out _)!;
            var office = new TextFacts(Area: "云阳{镇}");
            var village = new TextFacts(Village: "河头村", Contact: "老王");
            var both = office with { Village = village.Village, Contact = village.Contact };
            return TextTemplate.Read(template.FillPartly(office), out _)!.Fill(village) == template.Fill(both);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Any_text_is_read_or_complained_about() =>
        Prop.ForAll(Gen.Elements("{", "}", "|", "area", "x", "村").ArrayOf().Select(string.Concat).ToArbitrary(), source =>
            TextTemplate.Read(source, out var complaint) is { } template ? template.Source == source && complaint is null : complaint is { Text.Length: > 0 })
            .QuickCheckThrowOnFailure();
}
