using System.Globalization;

namespace EdgeWarning.Gateway.Platform.Pictures;

/// <summary>
/// GNU Unifont: every character of the basic plane, 8 or 16 dots wide and 16 high, from the text file of Debian's package <c>unifont</c>
/// ("4E1C:0200..."; one hex digit is four dots).
/// </summary>
public sealed class BitmapFont
{
    public const int GlyphHeight = 16;
    private const string File = "/usr/share/unifont/unifont.hex";

    private readonly Dictionary<int, string> _glyphs;

    private BitmapFont(Dictionary<int, string> glyphs) => _glyphs = glyphs;

    /// <summary>The font, or null where the package is not installed.</summary>
    public static BitmapFont? Load()
    {
        if (!System.IO.File.Exists(File))
        {
            return null;
        }

        var glyphs = new Dictionary<int, string>(60_000);
        foreach (string line in System.IO.File.ReadLines(File))
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            glyphs[int.Parse(line.AsSpan(0, colon), NumberStyles.HexNumber)] = line[(colon + 1)..];
        }

        return new BitmapFont(glyphs);
    }

    /// <summary>Width of a text in dots at scale 1.</summary>
    public int WidthOf(string text) => text.EnumerateRunes().Sum(rune => DotsAcross(GlyphOf(rune)));

    /// <summary>Draws one line; each dot becomes a square of <paramref name="scale"/>.</summary>
    public void Draw(Bitmap picture, string text, int left, int top, int scale)
    {
        foreach (System.Text.Rune rune in text.EnumerateRunes())
        {
            string glyph = GlyphOf(rune);
            int width = DotsAcross(glyph);
            for (int digit = 0; digit < glyph.Length; digit++)
            {
                int four = Convert.ToInt32(glyph.Substring(digit, 1), 16);
                for (int dot = 0; dot < 4; dot++)
                {
                    int at = (digit * 4) + dot;
                    if ((four & (8 >> dot)) != 0)
                    {
                        picture.Square(left + (at % width * scale), top + (at / width * scale), scale);
                    }
                }
            }

            left += width * scale;
        }
    }

    private static int DotsAcross(string glyph) => glyph.Length * 4 / GlyphHeight;

    /// <summary>A character that the font lacks is drawn as U+FFFD, so that nobody takes a wrong name for a right one.</summary>
    private string GlyphOf(System.Text.Rune rune) => _glyphs.TryGetValue(rune.Value, out string? glyph) ? glyph : _glyphs[0xFFFD];
}
