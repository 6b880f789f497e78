using System;

namespace EdgeWarning.Protocol
{
    /// <summary>
    /// IEEE 754 widths by bits alone: a board has no type for 16-bit floats. Only finite numbers pass, because no message has room for
    /// infinities or NaN.
    /// </summary>
    internal static class CborFloat
    {
        private const long MantissaMask = 0xFFFFFFFFFFFFFL;

        internal static bool IsFinite(long doubleBits)
        {
            return ((doubleBits >> 52) & 0x7FF) != 0x7FF;
        }

        /// <summary>The 16-bit form of a double, when nothing is lost by it.</summary>
        internal static bool TryHalf(long doubleBits, out int half)
        {
            return TryNarrow(doubleBits, 5, 10, out half);
        }

        /// <summary>The 32-bit form of a double, when nothing is lost by it.</summary>
        internal static bool TrySingle(long doubleBits, out int single)
        {
            return TryNarrow(doubleBits, 8, 23, out single);
        }

        internal static long FromHalf(int half)
        {
            return Widen(half, 5, 10);
        }

        internal static long FromSingle(long single)
        {
            return Widen(single, 8, 23);
        }

        private static bool TryNarrow(long doubleBits, int exponentBits, int mantissaBits, out int narrow)
        {
            narrow = 0;
            if (!IsFinite(doubleBits))
            {
                return false;
            }

            int sign = doubleBits < 0 ? 1 : 0;
            int exponent = (int)((doubleBits >> 52) & 0x7FF);
            long mantissa = doubleBits & MantissaMask;
            int signPlace = exponentBits + mantissaBits;
            if (exponent == 0)
            {
                // Zero keeps its sign; numbers below 2^-1022 fit no narrower form.
                narrow = sign << signPlace;
                return mantissa == 0;
            }

            int bias = (1 << (exponentBits - 1)) - 1;
            int narrowExponent = exponent - 1023 + bias;
            int dropped = 52 - mantissaBits;
            if (narrowExponent >= 1 && narrowExponent < (1 << exponentBits) - 1)
            {
                if ((mantissa & ((1L << dropped) - 1)) != 0)
                {
                    return false;
                }

                narrow = (sign << signPlace) | (narrowExponent << mantissaBits) | (int)(mantissa >> dropped);
                return true;
            }

            // Subnormal in the narrow form: the hidden bit becomes visible and moves right.
            int shift = dropped + 1 - narrowExponent;
            if (narrowExponent >= 1 || shift > 52)
            {
                return false;
            }

            long full = mantissa | (1L << 52);
            if ((full & ((1L << shift) - 1)) != 0)
            {
                return false;
            }

            narrow = (sign << signPlace) | (int)(full >> shift);
            return true;
        }

        private static long Widen(long narrow, int exponentBits, int mantissaBits)
        {
            long sign = (narrow >> (exponentBits + mantissaBits)) & 1;
            int exponent = (int)((narrow >> mantissaBits) & ((1 << exponentBits) - 1));
            long mantissa = narrow & ((1L << mantissaBits) - 1);
            int bias = (1 << (exponentBits - 1)) - 1;
            if (exponent == (1 << exponentBits) - 1)
            {
                return (sign << 63) | (0x7FFL << 52) | (mantissa << (52 - mantissaBits));
            }

            if (exponent == 0)
            {
                if (mantissa == 0)
                {
                    return sign << 63;
                }

                exponent = 1;
                while ((mantissa & (1L << mantissaBits)) == 0)
                {
                    mantissa <<= 1;
                    exponent--;
                }

                mantissa &= (1L << mantissaBits) - 1;
            }

            return (sign << 63) | ((long)(exponent - bias + 1023) << 52) | (mantissa << (52 - mantissaBits));
        }
    }
}
