using System.Net;
using System.Net.Http.Json;
using EdgeWarning.Gateway.Devices;
using EdgeWarning.Gateway.Platform.Audit;
using EdgeWarning.Gateway.Tests.Broadcast;
using EdgeWarning.Gateway.Tests.Platform;
using EdgeWarning.Gateway.Upkeep;
using EdgeWarning.Protocol;

namespace EdgeWarning.Gateway.Tests.Upkeep;

/// <summary>What a board should have is ordered until the board has said its last word, and the office reads that word.</summary>
public sealed class Upkeeper_Tests
{
    [Fact]
    public async Task Settings_are_ordered_until_the_board_lives_by_them()
    {
        await using var office = await Office.Open();
        await office.Connect("horn-1", board => board.Answers = Kept);
        await Put(office, "report.seconds = 60\n", HttpStatusCode.Accepted);
        await State(office, WishState.Done);
        var order = office.Boards[0].Came.First();
        Assert.Equal((OrderKind.Configure, "report.seconds = 60\n", 1L), (order.Kind, order.Settings, order.Version));
        await Put(office, "report.seconds = 30\n", HttpStatusCode.Accepted);
        await State(office, WishState.Done, version: 2);
        Assert.Contains(office.Get<AuditLog>().Newest(20), row => row.Act == "settings done" && row.Subject == "horn-1");
    }

    [Fact]
    public async Task A_board_that_was_away_gets_them_when_it_is_born()
    {
        await using var office = await Office.Open();
        await office.Get<WishStore>().WantSettings("horn-1", "report.seconds = 60\n", Actor.CommandLine);
        await State(office, WishState.Ordered);
        await office.Connect("horn-1", board => board.Answers = Kept);
        await State(office, WishState.Done);
    }

    [Theory]
    [InlineData(ReceiptState.Refused, Reason.BadSettings, WishState.Refused)]
    [InlineData(ReceiptState.Failed, Reason.RolledBack, WishState.RolledBack)]
    [InlineData(ReceiptState.Failed, Reason.NoRoom, WishState.Failed)]
    public async Task What_the_board_said_no_to_is_shown_with_its_words_and_not_ordered_again(ReceiptState state, Reason reason, WishState ends)
    {
        await using var office = await Office.Open(boards: 2);
        await office.Connect("horn-1", board => board.Answers = order => [Said(order, state, reason, "line 2")]);
        await office.Connect("horn-2", board => board.Answers = Kept);
        await Put(office, "report.seconds = 60\n", HttpStatusCode.Accepted);
        var wish = await State(office, ends);
        Assert.Equal((reason, "line 2"), (wish.Reason, wish.Detail));
        var view = await office.Json("/api/boards/horn-1/configuration");
        Assert.Equal((Wish.WordOf(ends), Words.Of(reason), "line 2"), (view.GetProperty("state").GetString(), view.GetProperty("reason").GetString(), view.GetProperty("detail").GetString()));

        // Whatever would be ordered again has been when a later wish is done.
        await office.Get<WishStore>().WantSettings("horn-2", "report.seconds = 60\n", Actor.Gateway);
        await Eventually.True(() => office.Get<WishStore>().Find("horn-2", Wish.SettingsSubject)!.State == WishState.Done, () => "the other board was given nothing");
        Assert.Single(office.Orders.OfBoard("horn-1", DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1)));
    }

    [Fact]
    public async Task A_board_that_has_lost_its_settings_gets_them_again()
    {
        await using var office = await Office.Open();
        await office.Connect("horn-1", board => board.Answers = Kept);
        await Put(office, "report.seconds = 60\n", HttpStatusCode.Accepted);
        await State(office, WishState.Done);
        office.Boards[0].BornAgain();    // its birth names no version: its flash is empty
        await Eventually.True(() => office.Boards[0].Came.Select(order => order.Sequence).Distinct().Count() == 2, () => $"{office.Boards[0].Came.Count} orders");
        await State(office, WishState.Done);
    }

    [Fact]
    public async Task What_no_board_would_take_is_refused_here()
    {
        await using var office = await Office.Open();
        await Put(office, "board = other\n", HttpStatusCode.UnprocessableEntity);
        Assert.Null(office.Get<WishStore>().Find("horn-1", Wish.SettingsSubject));
    }

    [Fact]
    public async Task An_application_goes_to_one_board_and_then_to_the_others()
    {
        await using var office = await Office.Open(boards: 3);
        var file = await office.Get<FileStore>().Add("app.ewp", new byte[5_000]);
        await office.Get<RolloutStore>().BringApplication(file, 7, ["horn-2", "horn-1", "horn-3"], Actor.CommandLine);
        await office.Connect("horn-1", board => board.Answers = Kept);
        await office.Connect("horn-3", board => board.Answers = Kept);
        await Eventually.True(() => office.Get<WishStore>().Find("horn-2", Wish.ApplicationSubject)!.State == WishState.Ordered, () => "not ordered");
        Assert.Empty(office.Boards.SelectMany(board => board.Came));
        await office.Connect("horn-2", board => board.Answers = Kept);
        await Eventually.True(() => office.Get<WishStore>().Of(Wish.ApplicationSubject).All(wish => wish.State == WishState.Done), () => string.Join(", ", office.Get<WishStore>().All()));
        var order = office.Boards[0].Came.First();
        Assert.Equal((OrderKind.Update, 7L, file.Path, 5_000L), (order.Kind, order.Version, order.Path, order.Bytes));
        Assert.Equal(FileSeal.Of(office.Get<BoardRegistry>().KeyOf("horn-1")!, new byte[5_000]), order.Seal);
    }

    private static async Task Put(Office office, string settings, HttpStatusCode expected)
    {
        using var answer = await office.Http.PutAsJsonAsync(new Uri("/api/boards/horn-1/configuration", UriKind.Relative), new { settings });
        Assert.Equal(expected, answer.StatusCode);
    }

    private static async Task<Wish> State(Office office, WishState state, long version = 1)
    {
        Wish? Now() => office.Get<WishStore>().Find("horn-1", Wish.SettingsSubject);
        await Eventually.True(() => Now() is { } wish && wish.State == state && wish.Version == version, () => $"{Now()}");
        return Now()!;
    }

    private static IEnumerable<Receipt> Kept(Order order) => [HandMadeBoard.Of(order, ReceiptState.Received), HandMadeBoard.Of(order, ReceiptState.Finished)];

    private static Receipt Said(Order order, ReceiptState state, Reason reason, string detail)
    {
        var receipt = HandMadeBoard.Of(order, state, reason);
        receipt.Detail = detail;
        return receipt;
    }
}
