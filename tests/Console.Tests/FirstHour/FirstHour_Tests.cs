using EdgeWarning.Console.Tests.Kit;
using EdgeWarning.Village.County;

namespace EdgeWarning.Console.Tests.FirstHour;

/// <summary>docs/how-to/first-hour.md is followed to the letter. It fails when the page and what it speaks of say different things.</summary>
public sealed class FirstHour_Tests(Office office)
{
    [Fact]
    public async Task Whoever_follows_the_page_comes_from_an_empty_folder_to_a_test_tone_and_a_drill_that_were_heard()
    {
        const int LeastSteps = 45;
        IReadOnlyList<Step> steps = Guide.Read(await File.ReadAllTextAsync(Sources.In("docs/how-to/first-hour.md"), TestContext.Current.CancellationToken), upTo: "10.");
        Assert.True(steps.Count >= LeastSteps, $"understood of it:\n{string.Join('\n', steps)}");
        await using var follower = new Follower(office);
        for (int at = 0; at < steps.Count; at++)
        {
            try
            {
                await follower.Do(steps[at], isLeftRunning: steps.Skip(at + 1).FirstOrDefault(step => step is Command or LeftRunning) is LeftRunning);
            }
            catch (Exception stumble)
            {
                Assert.Fail($"stumbled at step {at + 1}, {steps[at]}: {stumble.Message}\n{await follower.WhatIsSeen()}");
            }
        }

        follower.HasNothingToComplainOf();
    }
}
