using System;
using EdgeWarning.WaterLevel;
using nanoFramework.TestFramework;

namespace EdgeWarning.Board.Tests.Sensors
{
    [TestClass]
    public class DistanceMedian_Tests
    {
        [TestMethod]
        public void Is_the_middle_one_of_five_in_any_order()
        {
            Random random = new Random(5);
            for (int round = 0; round < 500; round++)
            {
                int[] distances = new int[5];
                for (int i = 0; i < distances.Length; i++)
                {
                    distances[i] = 30 + random.Next(4471);
                }

                DistanceMedian median = Of(distances);
                Assert.AreEqual(Nth(distances, 2), median.Millimetres);
                Assert.AreEqual(Nth(distances, 3) - Nth(distances, 1) <= DistanceMedian.SpreadMillimetres, median.Agrees);
            }
        }

        [TestMethod]
        public void Two_wrong_echoes_change_nothing()
        {
            DistanceMedian median = Of(new int[] { 1_500, 30, 1_502, 4_500, 1_498 });
            Assert.IsTrue(median.Agrees);
            Assert.AreEqual(1_500, median.Millimetres);
        }

        [TestMethod]
        public void Three_wrong_echoes_are_no_answer()
        {
            Assert.IsFalse(Of(new int[] { 1_500, 30, 1_502, 4_500, 700 }).Agrees);
        }

        [TestMethod]
        public void Begins_again_when_cleared()
        {
            DistanceMedian median = Of(new int[] { 1, 2, 3, 4, 5 });
            median.Add(1_000);
            Assert.AreEqual(3, median.Millimetres);
            median.Clear();
            Assert.IsFalse(median.IsFull);
        }

        /// <summary>The one with exactly so many smaller ones before it, ties broken by place: no sort of the subject's own kind.</summary>
        private static int Nth(int[] distances, int rank)
        {
            for (int i = 0; i < distances.Length; i++)
            {
                int before = 0;
                for (int j = 0; j < distances.Length; j++)
                {
                    before += distances[j] < distances[i] || (distances[j] == distances[i] && j < i) ? 1 : 0;
                }

                if (before == rank)
                {
                    return distances[i];
                }
            }

            return -1;
        }

        private static DistanceMedian Of(int[] distances)
        {
            DistanceMedian median = new DistanceMedian();
            foreach (int distance in distances)
            {
                Assert.IsFalse(median.IsFull);
                median.Add(distance);
            }

            Assert.IsTrue(median.IsFull);
            return median;
        }
    }
}
