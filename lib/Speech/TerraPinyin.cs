using System.Globalization;
using System.Text;

namespace Speech;

/// <summary>
/// The readings of Debian's rime-data-terra-pinyin: 99,000 words and characters with tones, in traditional script. Kept as the file's own bytes and one sorted list of
/// places in them: 2.3 MB, where a dictionary of strings takes 14. Both are pinned: what lives on the heap of large objects lets the collector put up with several times
/// as much garbage there, and each spoken text leaves megabytes of it.
/// </summary>
internal sealed class TerraPinyin
{
    /// <summary>The dictionary's own max_phrase_length.</summary>
    public const int LongestWordCharacters = 7;

    private const byte Tab = (byte)'\t';
    private const byte LineEnd = (byte)'\n';

    private readonly byte[] _file;

    /// <summary>Where the line of each word begins, in the words' byte order; its most frequent reading only.</summary>
    private readonly int[] _words;

    private TerraPinyin(byte[] file, int[] words)
    {
        _file = file;
        _words = words;
    }

    public static TerraPinyin Load(string path)
    {
        if (!File.Exists(path))
        {
            throw new SpeechException($"could not speak Mandarin: {path} is missing. Install it: apt-get install -y rime-data-terra-pinyin");
        }

        byte[] file = ReadPinned(path);
        int[] lines = [.. Entries(file)];
        Array.Sort(lines, (left, right) =>
        {
            int order = WordAt(file, left).SequenceCompareTo(WordAt(file, right));
            return order != 0 ? order : left == right ? 0 : ShareAt(file, left) != ShareAt(file, right) ? ShareAt(file, right).CompareTo(ShareAt(file, left)) : left.CompareTo(right);
        });
        int count = 0;
        foreach (int line in lines)
        {
            if (count == 0 || !WordAt(file, lines[count - 1]).SequenceEqual(WordAt(file, line)))
            {
                lines[count++] = line;
            }
        }

        int[] words = GC.AllocateUninitializedArray<int>(count, pinned: true);
        lines.AsSpan(0, count).CopyTo(words);
        return new TerraPinyin(file, words);
    }

    public bool TryFind(ReadOnlySpan<char> word, out string reading)
    {
        Span<byte> bytes = stackalloc byte[LongestWordCharacters * 4];
        reading = string.Empty;
        if (!Encoding.UTF8.TryGetBytes(word, bytes, out int length))
        {
            return false;
        }

        (int low, int high) = (0, _words.Length - 1);
        while (low <= high)
        {
            int middle = (low + high) / 2;
            int order = WordAt(_file, _words[middle]).SequenceCompareTo(bytes[..length]);
            if (order == 0)
            {
                reading = Encoding.UTF8.GetString(Column(_file, _words[middle], 1));
                return true;
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return false;
    }

    /// <summary>The lines behind the head, which ends with three dots, that have a word and a reading.</summary>
    private static IEnumerable<int> Entries(byte[] file)
    {
        bool inHead = true;
        for (int at = 0; at < file.Length; at = Next(file, at))
        {
            if (inHead)
            {
                inHead = !file.AsSpan(at).StartsWith("...\n"u8);
            }
            else if (file[at] != (byte)'#' && WordAt(file, at).Length > 0 && Column(file, at, 1).Length > 0)
            {
                yield return at;
            }
        }
    }

    private static byte[] ReadPinned(string path)
    {
        using FileStream stream = File.OpenRead(path);
        byte[] file = GC.AllocateUninitializedArray<byte>((int)stream.Length, pinned: true);
        stream.ReadExactly(file);
        return file;
    }

    private static int Next(byte[] file, int line)
    {
        int length = file.AsSpan(line).IndexOf(LineEnd);
        return length < 0 ? file.Length : line + length + 1;
    }

    private static ReadOnlySpan<byte> WordAt(byte[] file, int line) => Column(file, line, 0);

    /// <summary>A word with several readings carries each one's share: "行 xing2 90%". The greatest wins, the first of equals.</summary>
    private static double ShareAt(byte[] file, int line) =>
        double.TryParse(Column(file, line, 2).TrimEnd((byte)'%'), NumberStyles.Float, CultureInfo.InvariantCulture, out double percent) ? percent : 100;

    private static ReadOnlySpan<byte> Column(byte[] file, int line, int column)
    {
        ReadOnlySpan<byte> rest = file.AsSpan(line);
        int end = rest.IndexOf(LineEnd);
        rest = end < 0 ? rest : rest[..end];
        for (; column > 0; column--)
        {
            int tab = rest.IndexOf(Tab);
            rest = tab < 0 ? [] : rest[(tab + 1)..];
        }

        int next = rest.IndexOf(Tab);
        return next < 0 ? rest : rest[..next];
    }
}
