using System;
using System.Text;
using EdgeWarning.Common;
using nanoFramework.TestFramework;

namespace EdgeWarning.Board.Tests.Common
{
    [TestClass]
    public class Log_Tests
    {
        [TestMethod]
        public void Keeps_the_last_lines_with_uptime_and_board_in_a_room_that_never_grows()
        {
            HandClock clock = new HandClock();
            Log log = new Log(clock, 3);        // room for 480 bytes
            log.Board = "church";
            for (int i = 1; i <= 1000; i++)
            {
                clock.Advance(10);
                log.Write("line " + i.ToString());
            }

            string[] kept = log.Kept();
            Check.IsBetween(15, 480 / 20, kept.Length);
            for (int i = 0; i < kept.Length; i++)
            {
                int number = 1000 - kept.Length + 1 + i;
                Assert.AreEqual((number * 10).ToString() + " church: line " + number.ToString(), kept[i]);
            }

            Assert.AreEqual(1000L, log.Written);
        }

        [TestMethod]
        public void Pages_are_whole_lines_one_after_the_other()
        {
            HandClock clock = new HandClock();
            Log log = new Log(clock, 16);
            for (int i = 1; i <= 30; i++)
            {
                log.Write("number " + i.ToString());
            }

            string all = "";
            long position = 0;
            while (log.HasMore(position))
            {
                byte[] page = log.Page(ref position, 100);
                Check.IsBetween(1, 100, page.Length);
                Assert.IsTrue(page[page.Length - 1] == (byte)'\n', all);
                all += Encoding.UTF8.GetString(page, 0, page.Length);
            }

            Assert.AreEqual(30, all.Split('\n').Length - 1);
            Assert.StartsWith("0 ?: number 1\n", all);
        }

        [TestMethod]
        public void A_long_line_is_cut_between_two_characters_and_a_line_feed_in_it_becomes_a_space()
        {
            Log log = new Log(new HandClock(), 3);
            string text = "a\nb";
            for (int i = 0; i < 200; i++)
            {
                text += "水";
            }

            log.Write(text);
            string[] kept = log.Kept();
            Assert.AreEqual(1, kept.Length);
            Assert.StartsWith("0 ?: a b水", kept[0]);
            Assert.IsTrue(kept[0][kept[0].Length - 1] == '水', kept[0]);
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
