using EdgeWarning.Gateway.Devices;

namespace EdgeWarning.Gateway.Tests.Devices;

public sealed class BoardList_Tests
{
    private const string Columns = "board,kind,village,village_name,latitude,longitude,tip_micrometres,key\n";

    [Fact]
    public void Reads_what_an_office_would_write()
    {
        BoardListReading list = Read(Columns + """"
            # the north
            church-1,loudspeaker,411321100201,"Shizhuang, upper ""village""",33.4912,112.4301,,

            gauge-1 , rain-gauge , 411321100202 , 石庄村 , , , 500 , 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1F
            """");

        Assert.Empty(list.Faults);
        Assert.Equal("Shizhuang, upper \"village\"", list.Boards[0].VillageName);
        Assert.Equal((33.4912, 112.4301), (list.Boards[0].Latitude, list.Boards[0].Longitude));
        Assert.Null(list.Boards[0].Key);
        Assert.Equal(("gauge-1", "rain-gauge", 500), (list.Boards[1].Id, list.Boards[1].Kind, list.Boards[1].TipMicrometres));
        Assert.Null(list.Boards[1].Latitude);
        Assert.Equal(0x1F, list.Boards[1].Key![31]);
    }

    [Fact]
    public void Takes_any_order_of_columns_and_a_byte_order_mark()
    {
        BoardListReading list = Read("\uFEFFVillage,Board,Kind\r\n4113,a,bench\r\n");

        Assert.Empty(list.Faults);
        Assert.Equal(("a", "bench", "4113"), (list.Boards[0].Id, list.Boards[0].Kind, list.Boards[0].Village));
    }

    [Theory]
    [InlineData("", "the list is empty")]
    [InlineData("board,kind,village\n", "names no board")]
    [InlineData("board,kind\na,bench", "line 1: column \"village\" is missing")]
    [InlineData("board,kind,village,colour\na,bench,41,red", "line 1: unknown column \"colour\"")]
    [InlineData("board,kind,village,kind\na,bench,41,bench", "line 1: column \"kind\" is there twice")]
    [InlineData("board,kind,village\na,bench", "line 2: 2 fields, but the first line names 3 columns")]
    [InlineData("board,kind,village\na,\"bench,41", "line 2: a quotation mark is never closed")]
    [InlineData("board,kind,village\na,\"bench\"x,41", "line 2: text after a closing quotation mark")]
    [InlineData("board,kind,village\na,be\"nch,4\"1", "line 2: a quotation mark inside a field")]
    [InlineData("board,kind,village\nA b,bench,41", "line 2: board: \"A b\" is no board id")]
    [InlineData("board,kind,village\na,siren,41", "line 2: kind: \"siren\" is none of loudspeaker, rain-gauge")]
    [InlineData("board,kind,village\na,bench,Nanzhao", "line 2: village: \"Nanzhao\" is no division code")]
    [InlineData("board,kind,village\na,bench,41\n\nb,bench,41\na,bench,41", "line 5: board \"a\" is in line 2 already")]
    [InlineData("board,kind,village,latitude\na,bench,41,33.1", "line 2: latitude and longitude: both or neither")]
    [InlineData("board,kind,village,latitude,longitude\na,bench,41,north,112", "line 2: latitude: \"north\" is no number")]
    [InlineData("board,kind,village,latitude,longitude\na,bench,41,112,33", "line 2: latitude: 112 is not within")]
    [InlineData("board,kind,village,latitude,longitude\na,bench,41,NaN,33", "line 2: latitude: NaN is not within")]
    [InlineData("board,kind,village,tip_micrometres\na,rain-gauge,41,0.2", "line 2: tip_micrometres: \"0.2\" is no whole number")]
    [InlineData("board,kind,village,tip_micrometres\na,rain-gauge,41,5", "line 2: tip_micrometres: 5 is not within")]
    [InlineData("board,kind,village,tip_micrometres\na,loudspeaker,41,200", "line 2: tip_micrometres: a loudspeaker has no rain gauge")]
    [InlineData("board,kind,village,key\na,bench,41,abcdef", "line 2: key: expected 64 hexadecimal digits")]
    public void Names_the_line_and_what_is_wrong(string text, string fault)
    {
        BoardListReading list = Read(text);

        Assert.Contains(list.Faults, found => found.Text.Contains(fault, StringComparison.Ordinal));
        Assert.Empty(list.Boards);
    }

    [Fact]
    public void Names_every_fault_of_the_list_at_once_but_not_ten_thousand()
    {
        Assert.Equal(3, Read("board,kind,village\nA,bench,41\nb,siren,41\nc,bench,x").Faults.Count);

        BoardListReading wrong = Read("board,kind,village\n" + string.Concat(Enumerable.Range(0, 10_000).Select(_ => "?,?,?\n")));

        Assert.Equal(51, wrong.Faults.Count);
        Assert.EndsWith("more", wrong.Faults[50].Text);
    }

    [Fact]
    public void A_bad_key_is_not_repeated_in_the_fault() =>
        Assert.DoesNotContain("c0ffee", string.Join('\n', Read("board,kind,village,key\na,bench,41,c0ffee").Faults));

    [Fact]
    public void No_text_makes_it_throw()
    {
        var random = new Random(2);
        string letters = "a,\"\n\r#;x1-村board,kind,village\n";
        for (int round = 0; round < 5_000; round++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(60)).Select(_ => letters[random.Next(letters.Length)]));
            BoardListReading list = Read((round % 2 == 0 ? "board,kind,village\n" : "") + text);
            Assert.True(list.Faults.Count > 0 || list.Boards.Count > 0, text);
        }
    }

    private static BoardListReading Read(string text) => BoardList.Read(new StringReader(text));
}
