using EdgeWarning.Common;
using EdgeWarning.Protocol;
using nanoFramework.TestFramework;

namespace EdgeWarning.Board.Tests.Common
{
    [TestClass]
    public class Thermistor_Tests
    {
        /// <summary>Figures of the maker's table (Vishay data sheet 29049, B25/85 = 3977 K), which the curve repeats to a few ohms.</summary>
        [TestMethod]
        public void Gives_the_temperatures_of_the_makers_table()
        {
            Check.IsBetween(-400, -399, Thermistor.DecidegreesOf(332_094));
            Check.IsBetween(-1, 1, Thermistor.DecidegreesOf(32_554));
            Assert.AreEqual(250, Thermistor.DecidegreesOf(10_000));
            Check.IsBetween(849, 851, Thermistor.DecidegreesOf(1_070));
        }

        [TestMethod]
        public void Lies_on_a_line_between_two_entries()
        {
            Assert.AreEqual(275, Thermistor.DecidegreesOf((10_000 + 8_059) / 2));
            Assert.AreEqual(-375, Thermistor.DecidegreesOf((332_100 + 239_904) / 2));
        }

        [TestMethod]
        public void Never_grows_colder_as_the_resistance_falls()
        {
            int before = Thermistor.ColdestDecidegrees;
            for (int ohms = 332_100; ohms >= 586; ohms -= 7)
            {
                int now = Thermistor.DecidegreesOf(ohms);
                Assert.IsTrue(now >= before);
                before = now;
            }

            Assert.AreEqual(Thermistor.HottestDecidegrees, Thermistor.DecidegreesOf(586));
        }

        [TestMethod]
        public void A_cut_or_shorted_sensor_has_no_temperature()
        {
            Assert.AreEqual(Status.NoTemperature, Thermistor.DecidegreesOf(332_101));
            Assert.AreEqual(Status.NoTemperature, Thermistor.DecidegreesOf(long.MaxValue));
            Assert.AreEqual(Status.NoTemperature, Thermistor.DecidegreesOf(585));
            Assert.AreEqual(Status.NoTemperature, Thermistor.DecidegreesOf(0));
            Assert.AreEqual(Status.NoTemperature, Thermistor.DecidegreesOf(-200));
        }
    }
}
