using EdgeWarning.Gateway.Platform.Pictures;
using QRCoder;

namespace EdgeWarning.Gateway.Devices;

/// <summary>
/// The label on a board's lid: 85 x 36 mm at 300 dots per inch, a QR code and, beside it, the same for people. Why it holds what it holds:
/// docs/decisions/0015. Never the key.
/// </summary>
public static class BoardLabel
{
    private const int DotsPerInch = 300;
    private const int Width = 1004;         // 85 mm
    private const int Height = 425;         // 36 mm
    private const int QuietModules = 4;     // the white rim that ISO/IEC 18004 asks for
    private const int TextLeft = 440;
    private const int Margin = 20;

    /// <summary>What the code says: <c>EW1;board=...;kind=...;village=...</c>. Plain text, so that every telephone shows it.</summary>
    public static string TextOf(Board board) => $"EW1;board={board.Id};kind={board.Kind};village={board.Village}";

    /// <summary>The picture as a PNG.</summary>
    /// <param name="font">Null where no font is installed: the label then has the code alone.</param>
    public static byte[] Png(Board board, BitmapFont? font) => Draw(board, font).ToPng(DotsPerInch);

    internal static Bitmap Draw(Board board, BitmapFont? font)
    {
        var label = new Bitmap(Width, Height);
        DrawCode(label, TextOf(board));
        if (font is not null)
        {
            int top = Margin;
            Write(board.VillageName, 4, 2);
            Write($"{WordOf(board.Kind)} {board.Kind}", 2, 1);
            Write(board.Id, 3, 3);
            Write($"村 village {board.Village}", 2, 1);

            void Write(string text, int scale, int maxLines)
            {
                foreach (string line in Lines(font, text, (Width - TextLeft - Margin) / scale).Take(maxLines))
                {
                    font.Draw(label, line, TextLeft, top, scale);
                    top += (BitmapFont.GlyphHeight * scale) + 6;
                }

                top += 8;
            }
        }

        return label;
    }

    private static void DrawCode(Bitmap label, string text)
    {
        // Q: a quarter of it may be scratched or sprayed over.
        using QRCodeData code = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.Q);
        int modules = code.ModuleMatrix.Count - (2 * QuietModules);     // QRCoder has drawn its own rim
        int side = Math.Min(Height, TextLeft) / (modules + (2 * QuietModules));
        int edge = (Math.Min(Height, TextLeft) - (modules * side)) / 2;
        for (int row = 0; row < modules; row++)
        {
            for (int column = 0; column < modules; column++)
            {
                if (code.ModuleMatrix[row + QuietModules][column + QuietModules])
                {
                    label.Square(edge + (column * side), edge + (row * side), side);
                }
            }
        }
    }

    private static IEnumerable<string> Lines(BitmapFont font, string text, int width)
    {
        string line = "";
        foreach (System.Text.Rune rune in text.EnumerateRunes())
        {
            if (line.Length > 0 && font.WidthOf(line + rune) > width)
            {
                yield return line;
                line = "";
            }

            line += rune;
        }

        if (line.Length > 0)
        {
            yield return line;
        }
    }

    private static string WordOf(string kind) => kind switch
    {
        BoardKinds.Loudspeaker => "广播",
        BoardKinds.RainGauge => "雨量",
        BoardKinds.WaterLevel => "水位",
        BoardKinds.VillageStation => "综合站",
        _ => "试验台",
    };
}
