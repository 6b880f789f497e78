using System.Text;
using EdgeWarning.Common;
using EdgeWarning.Protocol;
using EdgeWarning.WaterLevel;
using nanoFramework.TestFramework;

namespace EdgeWarning.Board.Tests.Sensors
{
    [TestClass]
    public class LoopScale_Tests
    {
        [TestMethod]
        public void Two_points_make_the_line()
        {
            LoopScale scale = Calibrated();
            Assert.AreEqual(4_000, scale.MicroamperesOf(420));
            Assert.AreEqual(20_000, scale.MicroamperesOf(2803));
            Check.IsBetween(11_990, 12_000, scale.MicroamperesOf(1611));
            Assert.AreEqual(0, new LoopScale(2_000, 2_100, 5_000).MicroamperesOf(0));
        }

        [TestMethod]
        public void Current_is_depth()
        {
            IsDepth(4_000, 0);
            IsDepth(12_000, 2_500);
            IsDepth(20_000, 5_000);
            IsDepth(3_900, -31);
            IsDepth(20_400, 5_125);
        }

        /// <summary>The limits of NAMUR NE 43.</summary>
        [TestMethod]
        public void What_is_outside_the_loop_is_a_fault()
        {
            Assert.IsTrue(Fault(0) == ProbeFault.CableCut && Fault(3_599) == ProbeFault.CableCut);
            Assert.IsTrue(Fault(3_600) == ProbeFault.None && Fault(20_500) == ProbeFault.None);
            Assert.IsTrue(Fault(20_501) == ProbeFault.OutOfRange && Fault(21_000) == ProbeFault.OutOfRange);
            Assert.IsTrue(Fault(21_001) == ProbeFault.ShortCircuit);
        }

        [TestMethod]
        public void A_board_that_is_not_calibrated_takes_a_typical_chip()
        {
            LoopScale scale = LoopScale.Of(Board(""), 120);
            Assert.AreEqual(0, LoopScale.TypicalCountsOf(0, 120));
            Assert.AreEqual(20_000, scale.MicroamperesOf(LoopScale.TypicalCountsOf(20_000, 120)));
        }

        [TestMethod]
        public void A_calibrated_board_takes_its_own_points()
        {
            LoopScale scale = LoopScale.Of(Board("stage.loop.low.counts = 500\nstage.loop.high.counts = 3000\nstage.loop.fullscale.millimetres = 10000"), 120);
            Assert.AreEqual(4_000, scale.MicroamperesOf(500));
            Assert.AreEqual(20_000, scale.MicroamperesOf(3_000));
            int depth;
            Assert.IsTrue(scale.DepthOf(20_000, out depth) == ProbeFault.None);
            Assert.AreEqual(10_000, depth);
        }

        private static LoopScale Calibrated()
        {
            return new LoopScale(420, 2803, 5_000);
        }

        private static void IsDepth(int microamperes, int millimetres)
        {
            int depth;
            Assert.IsTrue(Calibrated().DepthOf(microamperes, out depth) == ProbeFault.None);
            Assert.AreEqual(millimetres, depth);
        }

        private static ProbeFault Fault(int microamperes)
        {
            int depth;
            return Calibrated().DepthOf(microamperes, out depth);
        }

        private static Settings Board(string more)
        {
            byte[] text = Encoding.UTF8.GetBytes(
                "board = nz-001\nkind = water-level\nkey = 0000000000000000000000000000000000000000000000000000000000000000\ngateway.host = 127.0.0.1\n" + more);
            string error;
            Settings? settings = Settings.Parse(text, text.Length, out error);
            Assert.AreEqual("", error);
            return settings!;
        }
    }
}
