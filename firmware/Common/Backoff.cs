using System;

namespace EdgeWarning.Common
{
    /// <summary>
    /// How long to wait before trying again: doubles from a shortest to a longest wait, and draws each wait at random from
    /// the upper half, so that a thousand boards whose broker came back do not knock in the same second.
    /// </summary>
    public sealed class Backoff
    {
        private readonly int _shortestMilliseconds;
        private readonly int _longestMilliseconds;
        private readonly Random _random;
        private int _ceilingMilliseconds;

        /// <summary>Waits between half of <paramref name="shortestMilliseconds"/> and <paramref name="longestMilliseconds"/>.</summary>
        public Backoff(int shortestMilliseconds, int longestMilliseconds, Random random)
        {
            _shortestMilliseconds = shortestMilliseconds;
            _longestMilliseconds = longestMilliseconds;
            _random = random;
            _ceilingMilliseconds = shortestMilliseconds;
        }

        /// <summary>The next wait in milliseconds: from half of the present ceiling up to it; then the ceiling doubles.</summary>
        public int NextMilliseconds()
        {
            int ceiling = _ceilingMilliseconds;
            _ceilingMilliseconds = ceiling > _longestMilliseconds / 2 ? _longestMilliseconds : ceiling * 2;
            int half = ceiling / 2;
            return half + _random.Next(ceiling - half + 1);
        }

        /// <summary>Starts again from the shortest wait: the thing worked.</summary>
        public void Reset()
        {
            _ceilingMilliseconds = _shortestMilliseconds;
        }
    }
}
