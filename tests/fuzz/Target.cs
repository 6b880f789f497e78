namespace EdgeWarning.Fuzz;

/// <summary>One parser: what to begin from, and what must hold for any bytes. <paramref name="Try"/> throws when it does not.</summary>
public sealed record Target(string Name, byte[][] Corpus, Action<byte[]> Try);
