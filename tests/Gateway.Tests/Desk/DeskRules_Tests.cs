using EdgeWarning.Gateway.Broadcast;
using EdgeWarning.Gateway.Desk;
using EdgeWarning.Gateway.People;
using EdgeWarning.Protocol;

namespace EdgeWarning.Gateway.Tests.Desk;

/// <summary>Who may issue what, and what is asked first.</summary>
public class DeskRules_Tests
{
    private const Role Authorised = Role.Officer | Role.Approver;

    private static readonly TimeSpan s_noon = TimeSpan.FromHours(12);
    private static readonly TimeSpan s_threeAtNight = TimeSpan.FromHours(3);
    private static readonly DeskSettings s_settings = new();

    [Theory]
    [InlineData(Priority.Red)]
    [InlineData(Priority.Orange)]
    public void An_authorised_officer_issues_orange_and_red_alone_at_night_on_the_fast_path(Priority colour)
    {
        var verdict = Of(Draft(colour), Authorised, s_threeAtNight);
        Assert.True(verdict.MayIssue, string.Join("; ", verdict.Missing));
        Assert.True(verdict.IsFastPath);
        Assert.Null(verdict.Confirmation);
    }

    [Theory]
    [InlineData(Priority.Red, Role.Officer)]
    [InlineData(Priority.Yellow, Authorised)]
    public void Everything_else_needs_the_signature_of_another_person(Priority colour, Role roles)
    {
        Assert.Contains("another person must sign it first", Of(Draft(colour), roles, s_noon).Missing.Select(fault => fault.Text));
        Assert.Contains("another person must sign it first", Of(Draft(colour, "signed by wang"), roles, s_noon).Missing.Select(fault => fault.Text));
        var signed = Of(Draft(colour, "signed by li"), roles, s_noon);
        Assert.True(signed.MayIssue);
        Assert.False(signed.IsFastPath);
    }

    [Fact]
    public void A_change_after_the_signature_makes_it_void() =>
        Assert.False(Of(Draft(Priority.Yellow, "signed by li", "written by wang"), Role.Officer, s_noon).MayIssue);

    [Fact]
    public void Who_has_changed_the_words_of_another_person_is_no_second_pair_of_eyes()
    {
        var changed = Draft(Priority.Yellow, "written by li") with { State = DraftState.Submitted };
        Assert.False(DeskRules.MaySign(changed, "li", Authorised));
        Assert.True(DeskRules.MaySign(changed, "zhao", Role.Approver));
        Assert.False(Of(Draft(Priority.Yellow, "written by li", "signed by li"), Role.Officer, s_noon).MayIssue);
        Assert.True(Of(Draft(Priority.Yellow, "written by li", "signed by zhao"), Role.Officer, s_noon).MayIssue);
    }

    [Fact]
    public void Blue_for_a_tenth_of_the_county_and_a_test_need_nobody_else()
    {
        Assert.True(Of(Draft(Priority.Blue), Role.Officer, s_noon).MayIssue);
        Assert.True(Of(Draft(Priority.Blue, scope: Scope.Test), Role.Officer, s_noon, share: 0.3).MayIssue);
        Assert.False(Of(Draft(Priority.Blue), Role.Officer, s_noon, share: 0.11).MayIssue);
    }

    [Fact]
    public void An_office_asks_for_as_many_signatures_as_its_table_says_by_colour_and_share()
    {
        var strict = new DeskSettings { Signatures = "blue 1:0, yellow 0.2:0 1:2, orange 1:1, red 1:1" };
        IssueVerdict Yellow(double share, params string[] steps) => DeskRules.Of(Draft(Priority.Yellow, steps), Reached(share), "wang", Role.Officer, "12", s_noon, strict);
        Assert.True(Yellow(0.2).MayIssue);
        Assert.Contains("2 other persons must sign it first, 0 have", Yellow(0.21).Missing.Select(fault => fault.Text));
        Assert.Contains("2 other persons must sign it first, 1 have", Yellow(0.21, "signed by li", "signed by li", "signed by wang").Missing.Select(fault => fault.Text));
        Assert.True(Yellow(1, "signed by li", "signed by zhao").MayIssue);
    }

    [Theory]
    [InlineData("", "blue is missing, yellow is missing, orange is missing, red is missing")]
    [InlineData("blue 1:0, yellow 1:1, orange 1:1", "red is missing")]
    [InlineData("blue 1:0, blue 1:0", "stands twice")]
    [InlineData("green 1:0", "is no colour")]
    [InlineData("blue 0.5:0", "shares growing up to 1")]
    [InlineData("blue 0.5:0 0.4:1 1:1", "shares growing up to 1")]
    [InlineData("blue 1:4", "at most 3 signatures")]
    [InlineData("blue 1:-1", "at most 3 signatures")]
    [InlineData("blue NaN:0 1:0", "shares growing up to 1")]
    [InlineData("blue", "a colour is followed by")]
    public void A_table_that_is_none_is_refused_in_words(string table, string complaint)
    {
        Assert.Null(SignatureTable.Read(table, out var said));
        Assert.Contains(complaint, said);
    }

    [Fact]
    public void An_all_clear_to_much_of_the_county_or_at_night_is_typed_too()
    {
        Assert.Null(DeskRules.ConfirmationOfAllClear(Reached(0.3), s_noon, s_settings));
        Assert.Equal("12", DeskRules.ConfirmationOfAllClear(Reached(0.31), s_noon, s_settings));
        Assert.Equal("12", DeskRules.ConfirmationOfAllClear(Reached(0.01), s_threeAtNight, s_settings));
    }

    [Fact]
    public void Who_wakes_villages_below_orange_or_warns_much_of_the_county_alone_types_how_many()
    {
        var night = Of(Draft(Priority.Blue), Role.Officer, s_threeAtNight);
        Assert.Equal("12", night.Confirmation);
        Assert.False(night.MayIssue);
        Assert.True(Of(Draft(Priority.Blue), Role.Officer, s_threeAtNight, typed: " 12 ").MayIssue);
        Assert.False(Of(Draft(Priority.Blue), Role.Officer, s_threeAtNight, typed: "21").MayIssue);

        Assert.Equal("12", Of(Draft(Priority.Red), Authorised, s_noon, share: 0.31).Confirmation);
        Assert.Null(Of(Draft(Priority.Red), Authorised, s_noon, share: 0.3).Confirmation);
        Assert.Null(Of(Draft(Priority.Red, "signed by li"), Authorised, s_noon, share: 1).Confirmation);
        Assert.Equal("12", Of(Draft(Priority.Blue, scope: Scope.Test), Role.Officer, s_threeAtNight).Confirmation);
    }

    [Fact]
    public void A_drill_never_takes_the_fast_path() => Assert.False(Of(Draft(Priority.Red, scope: Scope.Drill), Authorised, s_noon).MayIssue);

    [Fact]
    public void Only_an_officer_issues_and_only_what_reaches_somebody_and_only_once()
    {
        Assert.Contains("only an officer issues", Of(Draft(Priority.Red), Role.Approver, s_noon).Missing.Select(fault => fault.Text));
        Assert.Contains("no loudspeaker stands in the area", DeskRules.Of(Draft(Priority.Red), Reached(0.1) with { Boards = [] }, "wang", Authorised, null, s_noon, s_settings).Missing.Select(fault => fault.Text));
        Assert.Contains("it is issued already", Of(Draft(Priority.Red) with { State = DraftState.Issued }, Authorised, s_noon).Missing.Select(fault => fault.Text));
    }

    [Fact]
    public void An_approver_signs_what_another_person_submitted()
    {
        var submitted = Draft(Priority.Yellow) with { State = DraftState.Submitted };
        Assert.True(DeskRules.MaySign(submitted, "li", Role.Approver));
        Assert.False(DeskRules.MaySign(submitted, "wang", Authorised));
        Assert.False(DeskRules.MaySign(submitted, "li", Role.Officer));
        Assert.False(DeskRules.MaySign(Draft(Priority.Yellow), "li", Role.Approver));
        var once = Draft(Priority.Yellow, "signed by li") with { State = DraftState.Signed };
        Assert.False(DeskRules.MaySign(once, "li", Role.Approver));
        Assert.True(DeskRules.MaySign(once, "zhao", Role.Approver));
    }

    [Theory]
    [InlineData(22, 6, 23, true)]
    [InlineData(22, 6, 3, true)]
    [InlineData(22, 6, 6, false)]
    [InlineData(22, 6, 21, false)]
    [InlineData(0, 5, 4, true)]
    [InlineData(0, 5, 5, false)]
    public void Night_may_go_over_midnight(int from, int to, int hour, bool isNight) =>
        Assert.Equal(isNight, DeskRules.IsNight(TimeSpan.FromHours(hour), new DeskSettings { NightFromHour = from, NightToHour = to }));

    private static IssueVerdict Of(Draft draft, Role roles, TimeSpan time, string? typed = null, double share = 0.1) =>
        DeskRules.Of(draft, Reached(share), "wang", roles, typed, time, s_settings);

    private static Reach Reached(double share) => new(["ls-1"], 12, 12, 0, 0, share, [], []);

    private static Draft Draft(Priority colour, params string[] steps) => Draft(colour, Scope.Actual, ["411321100001", "411321100002"], steps);

    private static Draft Draft(Priority colour, Scope scope = Scope.Actual, string[]? codes = null, string[]? steps = null) => new(
        "D-1",
        DraftState.Draft,
        "wang",
        new DraftBody("rainstorm", colour, scope, new DraftArea(codes ?? ["411321100001"], null, null, null), 60, null, null, ["zh-CN"], null),
        null,
        default,
        default,
        [new LifeStep(default, "wang", "written", ""), .. (steps ?? []).Select(step => new LifeStep(default, step.Split(' ')[^1], step.Split(' ')[0], ""))]);
}
