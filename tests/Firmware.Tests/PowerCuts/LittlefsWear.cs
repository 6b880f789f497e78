namespace EdgeWarning.Firmware.Tests.PowerCuts;

/// <summary>
/// Counts the block erases that littlefs would make. Flash is erased in blocks of 4096 bytes. A file of at most 512 bytes lives in the directory's log; a longer one has data blocks, and
/// writing to it, also behind its end, writes the block that it touches into a freshly erased one. The directory is a log in a pair of blocks: each
/// change appends a commit, in steps of 128 bytes; a full log is written short into the other block of the pair, erased before, and after 513 of these a
/// block of the pair moves on. Free blocks are given out in turn.
/// Sources: littlefs DESIGN.md and SPEC.md; sizes of esp_littlefs (cache 512, program 128, block cycles 512). Held against littlefs itself by tests/benchmarks/flash-wear.sh.
/// </summary>
internal sealed class LittlefsWear
{
    /// <summary>Program and erase cycles that a block of serial NOR flash is good for. Source: the data-sheet figure of its class (Winbond W25Q128JV, GigaDevice GD25Q128E: 100,000).</summary>
    public const int Endurance = 100_000;

    private const int BlockBytes = 4096;
    private const int InlineBytes = 512;
    private const int ProgramBytes = 128;
    private const int CyclesBeforeMove = 513;    // block_cycles 512, made odd so that both blocks of the pair have their turn
    private const int TagBytes = 4;
    private const int ListHeadBytes = 8;    // where a file's blocks are and how long it is

    private readonly int[] _erases;
    private readonly bool[] _used;
    private readonly Dictionary<string, int[]> _blocks = [];
    private readonly Dictionary<string, int> _lengths = [];
    private readonly int[] _pair = [0, 1];
    private int _active;
    private int _logBytes;
    private int _compactions;
    private int _turn;

    public LittlefsWear(int flashBytes)
    {
        _erases = new int[flashBytes / BlockBytes];
        _used = new bool[_erases.Length];
        (_used[0], _used[1]) = (true, true);
    }

    public long Erases => _erases.Sum(erases => (long)erases);

    public int MostOnOneBlock => _erases.Max();

    /// <summary>How long the most worn block lasts, if all days are like those so far.</summary>
    public double Years(int days) => Endurance / (MostOnOneBlock / (double)days) / 365.25;

    public void Observe(Change change)
    {
        if (change.After is null)
        {
            Release(_blocks.GetValueOrDefault(change.Name, []), 0);
            _blocks.Remove(change.Name);
            _lengths.Remove(change.Name);
            Commit(TagBytes);
            return;
        }

        if (change.Before is null)
        {
            Commit((2 * TagBytes) + change.Name.Length);
        }

        WriteData(change.Name, change.After.Length, change.Position);
        _lengths[change.Name] = change.After.Length;
        Commit(StructBytes(change.After.Length));
    }

    private void WriteData(string name, int length, int position)
    {
        int[] old = _blocks.GetValueOrDefault(name, []);
        if (length <= InlineBytes)
        {
            Release(old, 0);
            _blocks[name] = [];
            return;
        }

        int firstTouched = Math.Min(position / BlockBytes, old.Length);
        int[] now = new int[(length + BlockBytes - 1) / BlockBytes];
        Array.Copy(old, now, firstTouched);
        for (int i = firstTouched; i < now.Length; i++)
        {
            now[i] = Take();
        }

        Release(old, firstTouched);
        _blocks[name] = now;
    }

    private int Take()
    {
        for (int tries = 0; tries < _used.Length; tries++)
        {
            _turn = (_turn + 1) % _used.Length;
            if (!_used[_turn])
            {
                _used[_turn] = true;
                _erases[_turn]++;
                return _turn;
            }
        }

        throw new IOException("the file system is full");
    }

    private void Release(int[] blocks, int from)
    {
        foreach (int block in blocks[from..])
        {
            _used[block] = false;
        }
    }

    private void Commit(int bytes)
    {
        _logBytes += InSteps(bytes + (2 * TagBytes));   // with its checksum
        if (_logBytes <= BlockBytes)
        {
            return;
        }

        _active ^= 1;
        if (++_compactions % CyclesBeforeMove == 0)
        {
            _used[_pair[_active]] = false;
            _pair[_active] = Take();
        }
        else
        {
            _erases[_pair[_active]]++;
        }

        _logBytes = InSteps(_lengths.Sum(file => (2 * TagBytes) + file.Key.Length + StructBytes(file.Value)));
    }

    private static int StructBytes(int length) => TagBytes + (length <= InlineBytes ? length : ListHeadBytes);

    private static int InSteps(int bytes) => (bytes + ProgramBytes - 1) / ProgramBytes * ProgramBytes;
}
