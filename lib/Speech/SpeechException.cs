namespace Speech;

/// <summary>A text could not be spoken; the message says which part failed and what to do about it.</summary>
public sealed class SpeechException : Exception
{
    public SpeechException()
    {
    }

    public SpeechException(string message)
        : base(message)
    {
    }

    public SpeechException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
