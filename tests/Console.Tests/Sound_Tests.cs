using EdgeWarning.Console.Tests.Kit;
using Xunit.Sdk;

namespace EdgeWarning.Console.Tests;

/// <summary>The check itself is checked: it must find what is planted.</summary>
public class Sound_Tests(Office office)
{
    [Theory]
    [InlineData("<img src='/icon.svg'>", "image-alt")]
    [InlineData("<p style='color:#bbb;background:#fff'>hardly to be read</p>", "color-contrast")]
    [InlineData("<input>", "label")]
    [InlineData("<section style='width:100px'><p style='width:300px'>under its neighbour</p></section>", "ends at")]
    [InlineData("<p style='width:3000px'>past the edge</p>", "ends at")]
    [InlineData("<script>throw new Error('planted')</script>", "planted")]
    public async Task What_is_planted_is_found(string markup, string told)
    {
        await using Seat seat = await Seat.Take(office.Browser, office.County.Console, View.Office);
        await seat.Page.SetContentAsync($"<!doctype html><html lang='en'><title>planted</title><main><h1>planted</h1>{markup}</main></html>");
        XunitException found = await Assert.ThrowsAnyAsync<XunitException>(() => Sound.Check(seat));
        Assert.Contains(told, found.Message, StringComparison.Ordinal);
    }
}
