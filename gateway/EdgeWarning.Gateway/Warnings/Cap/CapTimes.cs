using System.Text;
using System.Xml;

namespace EdgeWarning.Gateway.Warnings.Cap;

/// <summary>Moves a message to another time, so that an old warning can be played as if it were new.</summary>
public static class CapTimes
{
    private static readonly string[] Moved = ["sent", "effective", "onset", "expires"];

    /// <summary>
    /// The same file, sent now: sent, effective, onset and expires move by the same time, so that durations stay; what had expired
    /// before it was sent stays so. Every other byte stays as it is (which breaks a signature, of course). The offset that the
    /// issuer wrote is kept; whole seconds.
    /// </summary>
    /// <param name="xml">A file that <see cref="CapReader"/> accepts; others throw <see cref="ArgumentException"/>.</param>
    public static byte[] MoveToNow(byte[] xml, DateTimeOffset now)
    {
        if (CapReader.Read(xml) is not CapAccepted accepted)
        {
            throw new ArgumentException("only a CAP file that is accepted can be moved to another time", nameof(xml));
        }

        var shift = now - accepted.Alert.Sent;
        shift = TimeSpan.FromSeconds(Math.Floor(shift.TotalSeconds));
        var encoding = EncodingOf(xml, out var markBytes);
        var text = encoding.GetString(xml, markBytes, xml.Length - markBytes);
        return [.. xml.AsSpan(0, markBytes), .. encoding.GetBytes(Move(text, shift))];
    }

    private static string Move(string text, TimeSpan shift)
    {
        var moved = new StringBuilder(text.Length + 64);
        var lines = LineStarts(text);
        var done = 0;
        using var reader = XmlReader.Create(new StringReader(text), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
        while (reader.Read())
        {
            if (reader.NodeType == XmlNodeType.Element && !reader.IsEmptyElement && reader.NamespaceURI == CapSchema.Namespace && Moved.Contains(reader.LocalName, StringComparer.Ordinal))
            {
                // The parser says where the name starts; the value lies between the end of this tag and the next "<".
                var name = lines[((IXmlLineInfo)reader).LineNumber - 1] + ((IXmlLineInfo)reader).LinePosition - 1;
                var from = text.IndexOf('>', name) + 1;
                var to = text.IndexOf('<', from);
                if (CapTime.Parse(text[from..to], out _) is { } time)
                {
                    moved.Append(text, done, from - done).Append(CapTime.Format(Shift(time, shift)));
                    done = to;
                }
            }
        }

        return moved.Append(text, done, text.Length - done).ToString();
    }

    /// <summary>A time that would leave the calendar stops at its end.</summary>
    private static DateTimeOffset Shift(DateTimeOffset time, TimeSpan shift)
    {
        var ticks = time.UtcTicks + (decimal)shift.Ticks;
        var margin = TimeSpan.TicksPerDay;
        return new DateTimeOffset((long)Math.Clamp(ticks, margin, DateTimeOffset.MaxValue.UtcTicks - margin), TimeSpan.Zero).ToOffset(time.Offset);
    }

    /// <summary>Lines as the parser counts them: "\r\n", "\n" and "\r" each end one.</summary>
    private static List<int> LineStarts(string text)
    {
        var starts = new List<int> { 0 };
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '\n' || (text[at] == '\r' && (at + 1 == text.Length || text[at + 1] != '\n')))
            {
                starts.Add(at + 1);
            }
        }

        return starts;
    }

    private static Encoding EncodingOf(byte[] xml, out int markBytes)
    {
        using var reader = new XmlTextReader(new MemoryStream(xml, writable: false)) { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };
        reader.MoveToContent();
        var encoding = reader.Encoding ?? Encoding.UTF8;
        var mark = encoding.Preamble;
        markBytes = mark.Length > 0 && xml.AsSpan().StartsWith(mark) ? mark.Length : xml.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? 3 : 0;
        return encoding;
    }
}
