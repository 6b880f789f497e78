using System;
using EdgeWarning.WaterLevel;
using nanoFramework.TestFramework;

namespace EdgeWarning.Board.Tests.Sensors
{
    [TestClass]
    public class A02Parser_Tests
    {
        /// <summary>The example of the A02YYUW data sheet.</summary>
        [TestMethod]
        public void Reads_the_data_sheets_frame()
        {
            Gives(1, 1953, new byte[] { 0xFF, 0x07, 0xA1, 0xA7 });
        }

        [TestMethod]
        public void Reads_its_whole_range_and_says_what_it_cannot_measure()
        {
            foreach (int millimetres in new int[] { 30, 255, 0x0FFF, 4500 })
            {
                Gives(1, millimetres, Frame(millimetres));
            }

            foreach (int millimetres in new int[] { 0, 29, 4501, 0x1FFF })
            {
                Gives(1, A02Parser.OutOfRange, Frame(millimetres));
            }
        }

        [TestMethod]
        public void What_no_probe_would_say_is_no_frame()
        {
            Gives(0, 0, Frame(0xFF01));
        }

        [TestMethod]
        public void A_wrong_sum_is_no_frame()
        {
            for (int wrong = 1; wrong < 256; wrong++)
            {
                Gives(0, 0, new byte[] { 0xFF, 0x07, 0xA1, (byte)((0xA7 + wrong) & 0xFF) });
            }
        }

        [TestMethod]
        public void Finds_frames_behind_garbage_and_half_frames()
        {
            Gives(1, 1953, new byte[] { 0x00, 0x13, 0xFF, 0x07, 0xA1, 0xA7 });
            Gives(1, 1953, new byte[] { 0xFF, 0x07, 0xFF, 0x07, 0xA1, 0xA7 });
            Gives(1, 1953, new byte[] { 0xFF, 0xFF, 0xFF, 0x07, 0xA1, 0xA7 });
            Gives(2, 1953, new byte[] { 0xFF, 0x07, 0xA1, 0x00, 0xFF, 0x07, 0xA1, 0xA7, 0xFF, 0x07, 0xA1, 0xA7 });
        }

        [TestMethod]
        public void Every_distance_is_read_wherever_listening_begins()
        {
            for (int millimetres = A02Parser.LeastMillimetres; millimetres <= A02Parser.MostMillimetres; millimetres += 7)
            {
                byte[] frame = Frame(millimetres);
                for (int start = 0; start < 4; start++)
                {
                    byte[] stream = new byte[16 - start];
                    for (int i = 0; i < stream.Length; i++)
                    {
                        stream[i] = frame[(start + i) % 4];
                    }

                    Gives(start == 0 ? 4 : 3, millimetres, stream);
                }
            }
        }

        /// <summary>Anything may come down a wire: no exception, only measurable distances, and three frames on end are always found.</summary>
        [TestMethod]
        public void No_bytes_confuse_it_for_longer_than_a_frame()
        {
            Random random = new Random(20721);
            for (int round = 0; round < 500; round++)
            {
                A02Parser parser = new A02Parser();
                byte[] garbage = new byte[random.Next(40)];
                random.NextBytes(garbage);
                foreach (byte value in garbage)
                {
                    int distance = parser.Push(value);
                    Assert.IsTrue(distance == A02Parser.NoFrame || distance == A02Parser.OutOfRange || (distance >= 30 && distance <= 4500));
                }

                int millimetres = 30 + random.Next(4471);
                byte[] frame = Frame(millimetres);
                int found = 0;
                for (int i = 0; i < 12; i++)
                {
                    found += parser.Push(frame[i % 4]) == millimetres ? 1 : 0;
                }

                Assert.IsTrue(found >= 2, "round " + round.ToString());
            }
        }

        [TestMethod]
        public void Counts_what_it_skips_and_forgets_it_when_cleared()
        {
            A02Parser parser = new A02Parser();
            foreach (byte value in new byte[] { 1, 2, 3, 0xFF, 0x07 })
            {
                parser.Push(value);
            }

            Assert.AreEqual(3L, parser.SkippedBytes);
            parser.Clear();
            Assert.AreEqual(0L, parser.SkippedBytes);
            Assert.AreEqual(A02Parser.NoFrame, parser.Push(0xA1));
            Assert.AreEqual(A02Parser.NoFrame, parser.Push(0xA7));
        }

        private static byte[] Frame(int millimetres)
        {
            int high = millimetres >> 8;
            int low = millimetres & 0xFF;
            return new byte[] { 0xFF, (byte)high, (byte)low, (byte)((0xFF + high + low) & 0xFF) };
        }

        private static void Gives(int count, int distance, byte[] bytes)
        {
            A02Parser parser = new A02Parser();
            int found = 0;
            foreach (byte value in bytes)
            {
                int pushed = parser.Push(value);
                if (pushed != A02Parser.NoFrame)
                {
                    Assert.AreEqual(distance, pushed);
                    found++;
                }
            }

            Assert.AreEqual(count, found, distance.ToString());
        }
    }
}
