using System;
using EdgeWarning.Common;
using nanoFramework.TestFramework;

namespace EdgeWarning.Board.Tests.Common
{
    [TestClass]
    public class Log_Tests
    {
        [TestMethod]
        public void Keeps_the_last_lines_with_uptime_and_board()
        {
            HandClock clock = new HandClock();
            Log log = new Log(clock, 3);
            log.Board = "church";
            for (int i = 1; i <= 5; i++)
            {
                clock.Advance(10);
                log.Write("line " + i.ToString());
            }

            CollectionAssert.AreEqual(new string[] { "30 church: line 3", "40 church: line 4", "50 church: line 5" }, log.Kept());
            Assert.AreEqual(5L, log.Written);
        }

        [TestMethod]
        public void An_exception_is_told_as_act_and_cause()
        {
            Log log = new Log(new HandClock(), 3);
            log.Board = "church";
            log.Write("could not speak", new InvalidOperationException("the module is busy"));
            Assert.AreEqual("0 church: could not speak: InvalidOperationException: the module is busy", log.Kept()[0]);
        }
    }
}
