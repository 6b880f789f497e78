namespace NanoHost;

/// <summary>
/// The board's power is gone: thrown by every NanoHost call and every NanoHost wait of a thread whose board has lost its power
/// (or restarts). Nothing on a real board would run after that moment, so no handler may swallow it: see README.md.
/// </summary>
public sealed class PowerCutException : Exception
{
    /// <summary>Creates the exception.</summary>
    public PowerCutException()
        : base("the power of this board has been cut")
    {
    }

    /// <summary>Creates the exception with its own message.</summary>
    public PowerCutException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its own message and cause.</summary>
    public PowerCutException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
