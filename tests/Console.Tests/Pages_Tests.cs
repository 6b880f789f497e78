using EdgeWarning.Console.Tests.Kit;

namespace EdgeWarning.Console.Tests;

/// <summary>Every page, in both languages, on an office screen and on a phone: nothing that keeps anyone out, nothing that went wrong.</summary>
public abstract class Pages_Tests(Office office, View view)
{
    /// <summary>Each row bears its page as a trait: -preEnumerateTheories -trait page=map runs one.</summary>
    public static IEnumerable<TheoryDataRow<string>> Pages => ConsolePage.All.Select(page => new TheoryDataRow<string>(page.Name).WithTrait("page", page.Name));

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Is_sound(string page)
    {
        Seat seat = await office.SeatOf(view);
        await office.Show(ConsolePage.Of(page), seat);
        await Sound.Check(seat);
    }
}

public sealed class Office_pages_Tests(Office office) : Pages_Tests(office, View.Office);

public sealed class English_office_pages_Tests(Office office) : Pages_Tests(office, View.OfficeInEnglish);

public sealed class Phone_pages_Tests(Office office) : Pages_Tests(office, View.Phone);

public sealed class English_phone_pages_Tests(Office office) : Pages_Tests(office, View.PhoneInEnglish);
