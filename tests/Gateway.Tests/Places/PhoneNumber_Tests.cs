using Dapper;
using EdgeWarning.Gateway.Places;
using EdgeWarning.Gateway.Platform.Audit;
using EdgeWarning.Gateway.Platform.Storage;
using EdgeWarning.Gateway.Tests.Platform;

namespace EdgeWarning.Gateway.Tests.Places;

public class PhoneNumber_Tests
{
    /// <summary>What offices have written into the one field of old, and what of it is a name and what a number.</summary>
    public static readonly TheoryData<string, string?, string?> Written = new()
    {
        { "老王 13800000000", "老王", "13800000000" },
        { "老王13800000000", "老王", "13800000000" },
        { "王支书：0377-66912345", "王支书", "0377-66912345" },
        { "老王 +86-13800000000", "老王", "+86-13800000000" },
        { "老王 138 0000 0000", "老王", "13800000000" },
        { "13800000000", null, "13800000000" },
        { "老王", "老王", null },
        { "3组 13800000000", "3组 13800000000", null },
        { "老王 1 13800000000", "老王 1 13800000000", null },
        { "老王 13800000000 13900000000", "老王 13800000000 13900000000", null },
        { "老王（13800000000）", "老王（13800000000）", null },
        { "老王 138000000001390000000", "老王 138000000001390000000", null },
        { "老王-13800000000", "老王-13800000000", null },
        { "村委会 119", "村委会 119", null },
        { "老王 ++8613800000000", "老王 ++8613800000000", null },
    };

    [Theory]
    [InlineData("13800000000", "13800000000")]
    [InlineData(" １３８ 0000 0000 ", "13800000000")]
    [InlineData("（0377）66912345", "037766912345")]
    [InlineData("0377—66912345", "0377-66912345")]
    [InlineData("+86 138-0000-0000", "+86138-0000-0000")]
    [InlineData("119", "119")]
    [InlineData("12", null)]
    [InlineData("1234567890123456", null)]
    [InlineData("老王", null)]
    [InlineData("138x0000", null)]
    [InlineData("", null)]
    public void A_number_is_kept_clean(string written, string? kept) => Assert.Equal(kept, PhoneNumber.Read(written));

    [Theory]
    [MemberData(nameof(Written))]
    public void A_number_is_split_from_its_name_only_beyond_doubt(string written, string? name, string? phone) => Assert.Equal((name, phone), PhoneNumber.SplitOff(written));

    [Theory]
    [MemberData(nameof(Written))]
    public async Task A_store_of_old_is_split_by_the_same_rule(string written, string? name, string? phone)
    {
        using var folder = new TestFolder();
        string file = Path.Combine(folder.Path, "gateway.db");
        await using (var old = Database.Open(file, [.. Migration.Of(typeof(Database).Assembly).Where(one => one.Name != "Places/Migrations/0002-phone.sql")], TimeProvider.System))
        {
            await old.Write((db, transaction) => db.Execute("INSERT INTO divisions (code, name, contact) VALUES ('411321100001', '河头村', @written), ('411321100002', '官山村', NULL)", new { written }, transaction));
        }

        await using var database = Database.Open(file, TimeProvider.System);
        var places = new PlaceStore(database, new AuditLog(database, TimeProvider.System));
        Assert.Equal(new Division("411321100001", "河头村", null, Contact: name, Phone: phone), places.Find("411321100001"));
        Assert.Equal(new Division("411321100002", "官山村", null), places.Find("411321100002"));
    }
}
