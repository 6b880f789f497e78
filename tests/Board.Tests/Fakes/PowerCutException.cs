using System;

namespace EdgeWarning.Board.Tests
{
    /// <summary>The power failed in the middle of a write.</summary>
    public sealed class PowerCutException : Exception
    {
    }
}
