namespace EdgeWarning.Village;

/// <summary>What the person at the terminal sees: lines that stay, and one line that moves. Where output goes to a file, that line is printed when it changes.</summary>
internal sealed class Screen
{
    private readonly bool _isTerminal = !Console.IsOutputRedirected;
    private readonly Lock _gate = new();
    private string _moving = "";

    public void Say(string line)
    {
        lock (_gate)
        {
            Wipe();
            Console.WriteLine(line);
            if (_isTerminal && _moving.Length > 0)
            {
                Console.Write(_moving);
            }
        }
    }

    /// <summary>Replaces the moving line.</summary>
    /// <param name="line">What has changed when this has.</param>
    /// <param name="clock">Goes before it; alone it is no news for a file.</param>
    public void Move(string line, string clock = "")
    {
        lock (_gate)
        {
            if (_isTerminal)
            {
                Wipe();
                _moving = Fit(clock + line);
                Console.Write(_moving);
            }
            else if (line != _moving)
            {
                _moving = line;
                Console.WriteLine(clock + line);
            }
        }
    }

    /// <summary>Lets the moving line stand as it is.</summary>
    public void Settle()
    {
        lock (_gate)
        {
            if (_isTerminal && _moving.Length > 0)
            {
                Console.WriteLine();
            }
            _moving = "";
        }
    }

    private void Wipe()
    {
        if (_isTerminal && _moving.Length > 0)
        {
            Console.Write("\r\u001b[K");
        }
    }

    private static string Fit(string line)
    {
        int width = Console.WindowWidth;
        return width > 1 && line.Length >= width ? line[..(width - 1)] : line;
    }
}
