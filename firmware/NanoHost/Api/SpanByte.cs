namespace System;

/// <summary>nanoFramework's window on a byte array.</summary>
#pragma warning disable CA1815, CA2225, CA1819, MA0008 // the shape of nanoFramework's own type
public readonly struct SpanByte
{
    private readonly byte[]? _array;
    private readonly int _start;

    /// <summary>The whole of <paramref name="array"/>; empty for null.</summary>
    public SpanByte(byte[] array)
    {
        _array = array;
        _start = 0;
        Length = array?.Length ?? 0;
    }

    /// <summary>A part of <paramref name="array"/>.</summary>
    public SpanByte(byte[] array, int start, int length)
    {
        int available = array?.Length ?? 0;
        if (start < 0 || length < 0 || start > available || length > available - start)
        {
            throw new ArgumentOutOfRangeException(nameof(length));
        }

        _array = array;
        _start = start;
        Length = length;
    }

    /// <summary>No bytes.</summary>
    public static SpanByte Empty => default;

    /// <summary>Number of bytes.</summary>
    public int Length { get; }

    /// <summary>There are no bytes.</summary>
    public bool IsEmpty => Length == 0;

    /// <summary>One byte.</summary>
    public byte this[int index]
    {
        get => index >= 0 && index < Length ? _array![_start + index] : throw new ArgumentOutOfRangeException(nameof(index));
        set
        {
            if (index < 0 || index >= Length)
            {
                throw new ArgumentOutOfRangeException(nameof(index));
            }

            _array![_start + index] = value;
        }
    }

    /// <summary>The array as a window.</summary>
    public static implicit operator SpanByte(byte[] array) => new(array);

    /// <summary>Copies all bytes to the start of <paramref name="destination"/>.</summary>
    public void CopyTo(SpanByte destination)
    {
        if (Length > destination.Length)
        {
            throw new ArgumentOutOfRangeException(nameof(destination));
        }

        AsSpan().CopyTo(destination.AsSpan());
    }

    /// <summary>The bytes from <paramref name="start"/> on.</summary>
    public SpanByte Slice(int start) => Slice(start, Length - start);

    /// <summary>Some of the bytes.</summary>
    public SpanByte Slice(int start, int length) => start >= 0 && length >= 0 && start <= Length && length <= Length - start
        ? new SpanByte(_array!, _start + start, length)
        : throw new ArgumentOutOfRangeException(nameof(length));

    /// <summary>A copy of the bytes.</summary>
    public byte[] ToArray() => AsSpan().ToArray();

    internal Span<byte> AsSpan() => new(_array, _start, Length);
}
