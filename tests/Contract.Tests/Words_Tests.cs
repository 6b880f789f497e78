using System.Globalization;
using System.Text.RegularExpressions;
using EdgeWarning.Gateway.Settings;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace EdgeWarning.Contract.Tests;

/// <summary>What the gateway says by a code, the console says in both languages: no code without words, no words without a code.</summary>
public sealed partial class Words_Tests
{
    private const string Faults = "gateway/console/src/words/faults.ts";
    private const string Acts = "gateway/console/src/words/acts.ts";

    [Fact]
    public void Every_fault_of_the_gateway_has_words_in_the_console_and_no_words_are_of_a_fault_that_is_gone()
    {
        var words = WordsOf(Faults);
        var said = FaultsOfTheGateway().ToList();
        Assert.True(said.Count > 100, $"only {said.Count} faults were found: is Fault.Of called otherwise now?");
        House.None(said.Where(fault => !words.ContainsKey(fault.Code)).Select(fault => $"{fault.Code} has no words in {Faults}: {fault.Where}")
            .Concat(words.Keys.Except(said.Select(fault => fault.Code), StringComparer.Ordinal).Select(code => $"{code} in {Faults} is a fault that the gateway does not know")));
    }

    [Fact]
    public void Words_of_a_fault_ask_for_no_part_that_it_does_not_have()
    {
        var words = WordsOf(Faults);
        House.None(FaultsOfTheGateway().Where(fault => words.ContainsKey(fault.Code) && Part().Matches(words[fault.Code]).Any(part => int.Parse(part.Groups["at"].ValueSpan, CultureInfo.InvariantCulture) >= fault.Parts))
            .Select(fault => $"\"{words[fault.Code]}\" asks for more than the {fault.Parts} parts of {fault.Code}: {fault.Where}"));
    }

    [Fact]
    public void A_fault_has_one_code_and_a_code_has_words_of_its_own() =>
        House.None(FaultsOfTheGateway().GroupBy(fault => fault.Code, StringComparer.Ordinal).Where(same => same.Select(fault => fault.Parts).Distinct().Count() > 1)
            .Select(same => $"{same.Key} has now {string.Join(", now ", same.Select(fault => fault.Parts).Distinct())} parts: {string.Join(", ", same.Select(fault => fault.Where))}"));

    [Fact]
    public void Every_act_of_the_audit_has_words_in_the_console_and_no_words_are_of_an_act_that_nobody_does()
    {
        var words = WordsOf(Acts);
        var acts = Calls("AuditAct.Of").SelectMany(call => TextsOf(call.Call.ArgumentList.Arguments[0].Expression).Select(text => (Text: text, call.Where))).ToList();
        Assert.True(acts.Count > 40, $"only {acts.Count} acts were found: is AuditAct.Of called otherwise now?");
        House.None(acts.Where(act => !words.ContainsKey(act.Text)).Select(act => $"'{act.Text}' has no words in {Acts}: {act.Where}")
            .Concat(words.Keys.Except(acts.Select(act => act.Text), StringComparer.Ordinal).Select(text => $"'{text}' in {Acts} is an act that the gateway does not know")));
    }

    [Fact]
    public void Nobody_is_refused_in_English_alone() => House.None(Calls("TypedResults.Problem").Select(call => call.Where)
        // A setting's own name is its code, and its hint the words.
        .Where(where => where is not ("gateway/EdgeWarning.Gateway/Platform/Fault.cs" or "gateway/EdgeWarning.Gateway/Settings/SettingsEndpoints.cs")).Select(where => $"{where} answers with TypedResults.Problem: use Fault.Answer"));

    [Fact]
    public void Every_setting_of_the_office_has_a_name_and_a_hint_in_both_languages()
    {
        var written = Setting().Matches(File.ReadAllText(House.In("gateway/console/src/words/settings.ts"))).Select(line => line.Groups["name"].Value).ToList();
        House.None(OfficeSetting.All.Select(setting => setting.Name).Union(written, StringComparer.Ordinal)
            .Where(name => OfficeSetting.Find(name) is null || written.Count(one => one == name) != 4).Select(name => $"{name} stands {written.Count(one => one == name)} times in settings.ts: 4 are needed, and a setting of that name"));
    }

    private static IEnumerable<Said> FaultsOfTheGateway() => Calls("Fault.Of").Select(call => Read(call.Call, call.Where));

    /// <summary>The calls of a method, wherever they stand.</summary>
    private static IEnumerable<(InvocationExpressionSyntax Call, string Where)> Calls(string method) => House.Files("gateway/EdgeWarning.Gateway", "*.cs")
        .SelectMany(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file)).GetRoot().DescendantNodes().OfType<InvocationExpressionSyntax>()
            .Where(call => $"{call.Expression}" == method).Select(call => (call, Path.GetRelativePath(House.Root, file))));

    private static Said Read(InvocationExpressionSyntax call, string where)
    {
        var (code, text) = (call.ArgumentList.Arguments[0].Expression, call.ArgumentList.Arguments[1].Expression);
        return new Said(
            code is LiteralExpressionSyntax literal ? literal.Token.ValueText : $"{code} (a code is written out)",
            text is InterpolatedStringExpressionSyntax holes ? holes.Contents.OfType<InterpolationSyntax>().Count() : 0,
            where);
    }

    /// <summary>A text as it is written out, {0} in the place of its first hole; both of a choice.</summary>
    private static IEnumerable<string> TextsOf(ExpressionSyntax text) => text switch
    {
        LiteralExpressionSyntax literal => [literal.Token.ValueText],
        ConditionalExpressionSyntax choice => TextsOf(choice.WhenTrue).Concat(TextsOf(choice.WhenFalse)),
        InterpolatedStringExpressionSyntax holes => [string.Concat(holes.Contents.Select((part, at) => part is InterpolatedStringTextSyntax said ? said.TextToken.ValueText : $"{{{holes.Contents.Take(at).OfType<InterpolationSyntax>().Count()}}}"))],
        _ => [$"{text} (an act is written out)"],
    };

    private static Dictionary<string, string> WordsOf(string file) =>
        Line().Matches(File.ReadAllText(House.In(file))).ToDictionary(line => line.Groups["code"].Value, line => line.Groups["words"].Value, StringComparer.Ordinal);

    [GeneratedRegex(@"^  '(?<code>[^']+)': '(?<words>.*)',$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Line();

    [GeneratedRegex(@"\{(?<at>\d)(:\w+)?\}", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Part();

    [GeneratedRegex(@"^    '(?<name>[A-Z]\w+:\w+)': ", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Setting();

    private sealed record Said(string Code, int Parts, string Where);
}
