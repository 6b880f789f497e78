namespace NanoHost;

/// <summary>
/// The CLR's error CLR_E_PIN_UNAVAILABLE. nanoFramework throws it as a plain <see cref="Exception"/>, so firmware can catch it only as
/// that; this type exists to be seen in tests and fault reports.
/// </summary>
public sealed class PinUnavailableException : Exception
{
    /// <summary>Creates the exception.</summary>
    public PinUnavailableException()
        : base("pin unavailable")
    {
    }

    /// <summary>Creates the exception with its own message.</summary>
    public PinUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its own message and cause.</summary>
    public PinUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
