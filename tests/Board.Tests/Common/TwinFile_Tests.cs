using System;
using EdgeWarning.Common;
using nanoFramework.TestFramework;

namespace EdgeWarning.Board.Tests.Common
{
    [TestClass]
    public class TwinFile_Tests
    {
        [TestMethod]
        public void Holds_nothing_on_empty_flash()
        {
            TwinFile twin = new TwinFile(new MemoryFlash(1), "state", 4);
            Assert.AreEqual(-1, twin.Read(new byte[4]));
            Assert.IsFalse(twin.Damaged);
        }

        [TestMethod]
        public void A_cut_at_any_write_leaves_the_state_before_or_after_and_nothing_else()
        {
            for (int seed = 0; seed < 300; seed++)
            {
                Random random = new Random(seed);
                MemoryFlash flash = new MemoryFlash(seed);
                int kept = -1;      // the number last written in full
                for (int number = 0; number < 12; number++)
                {
                    TwinFile twin = new TwinFile(flash, "state", 8);
                    Assert.AreEqual(kept, Read(twin), "seed " + seed.ToString());
                    flash.CutAtWrite = random.Next(3) == 0 ? 0 : -1;
                    if (WasWritten(twin, number))
                    {
                        kept = number;
                    }

                    flash.CutAtWrite = -1;
                }
            }
        }

        [TestMethod]
        public void One_that_writes_without_having_read_goes_over_the_older_file()
        {
            MemoryFlash flash = new MemoryFlash(1);
            TwinFile twin = new TwinFile(flash, "state", 8);
            Assert.IsTrue(WasWritten(twin, 1) && WasWritten(twin, 2) && WasWritten(twin, 3));
            byte[] newest = flash.Content("state.a");
            Assert.IsTrue(WasWritten(new TwinFile(flash, "state", 8), 4));
            Assert.AreEqual(newest[8], flash.Content("state.a")[8]);
            Assert.AreEqual(4, Read(new TwinFile(flash, "state", 8)));
        }

        [TestMethod]
        public void Any_flipped_bit_of_the_newest_file_gives_the_state_before()
        {
            MemoryFlash flash = new MemoryFlash(1);
            TwinFile twin = new TwinFile(flash, "state", 8);
            Assert.IsTrue(WasWritten(twin, 1) && WasWritten(twin, 2));
            string newest = flash.Content("state.a")[8] == 2 ? "state.a" : "state.b";
            byte[] whole = flash.Content(newest);
            for (int bit = 0; bit < whole.Length * 8; bit++)
            {
                byte[] flipped = Check.Head(whole, whole.Length);
                flipped[bit / 8] ^= (byte)(1 << (bit % 8));
                flash.Put(newest, flipped);
                Assert.AreEqual(1, Read(new TwinFile(flash, "state", 8)), "bit " + bit.ToString());
            }
        }

        [TestMethod]
        public void Says_so_when_both_files_are_bad()
        {
            MemoryFlash flash = new MemoryFlash(1);
            TwinFile twin = new TwinFile(flash, "state", 8);
            Assert.IsTrue(WasWritten(twin, 1));
            flash.Put("state.a", new byte[] { 1, 2, 3 });
            flash.Put("state.b", new byte[0]);
            Assert.AreEqual(-1, Read(twin));
            Assert.IsTrue(twin.Damaged);
            Assert.IsTrue(WasWritten(twin, 5));
            Assert.AreEqual(5, Read(new TwinFile(flash, "state", 8)));
        }

        private static bool WasWritten(TwinFile twin, int number)
        {
            try
            {
                twin.Write(new byte[] { (byte)number, 7 }, 0, 2);
                return true;
            }
            catch (PowerCutException)
            {
                return false;
            }
        }

        private static int Read(TwinFile twin)
        {
            byte[] payload = new byte[8];
            int length = twin.Read(payload);
            Assert.IsTrue(length == -1 || length == 2);
            return length < 0 ? -1 : payload[0];
        }
    }
}
