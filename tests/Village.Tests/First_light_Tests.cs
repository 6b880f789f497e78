using EdgeWarning.Village.County;
using EdgeWarning.Village.Tests.Kit;
using EdgeWarning.Village.Watching;

namespace EdgeWarning.Village.Tests;

/// <summary>Nothing breaks: what a warning is when all goes well.</summary>
public class First_light_Tests
{
    private const double RedHertz = 1_000;

    [Fact]
    public async Task Every_village_of_the_area_hears_tone_and_speech_and_no_other_hears_anything()
    {
        await using LiveCounty county = await Counties.Start(
            Counties.Loudspeaker(1), Counties.Loudspeaker(2), Counties.Loudspeaker(3), Counties.Loudspeaker(4), Counties.Loudspeaker(5));
        Intake warning = await county.Publish(Cap.Alert(Counties.Village(1), Counties.Village(2), Counties.Village(3)));
        foreach (string board in (string[])["ls-1", "ls-2", "ls-3"])
        {
            OrderSeen order = await county.UntilHeard(warning, board);
            string[] states = [.. order.States.Select(step => step.State)];
            Assert.Equal(["committed", "sent", "received", "playing", "heard"], states.Take(5));
            DateTimeOffset[] times = [.. order.States.Select(step => step.At)];
            Assert.Equal(times.Order(), times);

            Wav wav = await county.Listen(board);
            TimeSpan start = wav.FirstSound!.Value;
            Assert.InRange(wav.ShareOfFirstTone(RedHertz), 0.7, 1.1);
            TimeSpan speech = start + TimeSpan.FromMilliseconds(Counties.ToneMilliseconds + 100);
            TimeSpan end = wav.LastSound!.Value;
            Assert.True(end > speech + TimeSpan.FromMilliseconds(500), $"{board}: nothing is spoken after the tone");
            Assert.InRange(wav.ShareOf(RedHertz, speech, end), 0, 0.1);
            Assert.InRange(wav.Loudness(speech, end), 300, short.MaxValue);
        }
        foreach (string board in (string[])["ls-4", "ls-5"])
        {
            Assert.True((await county.Listen(board)).IsSilent, $"{board} is not in the area and made a sound");
            Assert.Null(await county.Play(warning, board));
        }
    }
}
