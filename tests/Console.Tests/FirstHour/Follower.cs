using System.Text.RegularExpressions;
using EdgeWarning.Console.Tests.Kit;

namespace EdgeWarning.Console.Tests.FirstHour;

/// <summary>Somebody with a terminal and a browser who does one step of a page after the other.</summary>
internal sealed partial class Follower(Office office) : IAsyncDisposable
{
    private readonly Terminal _terminal = new();
    private Seat? _seat;
    private Reader? _reader;

    private Reader Reader => _reader ?? throw new InvalidOperationException("nothing has been opened yet");

    /// <param name="isLeftRunning">Of a command: the page says to leave it running.</param>
    public Task Do(Step step, bool isLeftRunning) => step switch
    {
        Command command => _terminal.Type(command.Line, isLeftRunning),
        Printed printed => UntilPrinted(Variable().Replace(Regex.Escape(printed.Line), "${before}\\S+")),
        Open => Sit(),
        Fill { Value: "" } fill => FillCode(fill.Field),
        Fill fill => Reader.Fill(fill.Field, File.Exists(_terminal.In(fill.Value)) ? _terminal.In(fill.Value) : fill.Value),
        Press press => Reader.Press(press.Name),
        See see => Reader.See(see.Text),
        _ => Task.CompletedTask,
    };

    public void HasNothingToComplainOf() => Sound.None(_seat!.TakeComplaints());

    public async ValueTask DisposeAsync()
    {
        if (_seat is not null)
        {
            await _seat.DisposeAsync();
        }

        await _terminal.DisposeAsync();
    }

    /// <summary>For whoever mends the page or what it speaks of.</summary>
    public async Task<string> WhatIsSeen() => $"{_terminal}\n{(_seat is null ? "" : await _seat.Page.Locator("body").InnerTextAsync())}";

    /// <summary>The page names the gateway's usual address; what this one has printed counts. What anyone sees there first is looked at in every view.</summary>
    private async Task Sit()
    {
        var console = new Uri(await UntilPrinted(@"console at (?<it>\S+)"));
        foreach (View view in View.All)
        {
            await using Seat passing = await Seat.Take(office.Browser, console, view);
            await passing.Open("");
            await passing.Page.Locator("form.door input[name=code]").WaitForAsync();
            await Sound.Check(passing);
        }

        _seat = await Seat.Take(office.Browser, console, View.OfficeInEnglish);
        await _seat.Open("");
        _reader = new Reader(_seat);
    }

    private async Task FillCode(string field) => await Reader.Fill(field, await UntilPrinted(@"with this code: (?<it>\S+)"));

    private async Task<string> UntilPrinted(string pattern)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(Seat.PatienceMilliseconds));
        while (true)
        {
            if (Regex.Match(_terminal.Screen, pattern, RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)) is { Success: true } found)
            {
                return found.Groups["it"].Value;
            }

            await Task.Delay(50, patience.Token);
        }
    }

    /// <summary>What differs each time at the end of a line: the address, the code.</summary>
    [GeneratedRegex(@"(?<before>console\\ at\\ |this\\ code:\\ )\S+$", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Variable();
}
