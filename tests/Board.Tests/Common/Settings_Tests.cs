using System.Text;
using EdgeWarning.Common;
using nanoFramework.TestFramework;

namespace EdgeWarning.Board.Tests.Common
{
    [TestClass]
    public class Settings_Tests
    {
        private const string Key = "000102030405060708090a0b0c0d0e0f101112131415161718191A1B1C1D1E1F";

        private const string Musts = "board = nz-001-rain\nkind = rain-gauge\nkey = " + Key + "\ngateway.host = 10.0.0.1\n";

        [TestMethod]
        public void Reads_what_is_given_and_knows_the_rest()
        {
            Settings settings = Read("# a rain gauge\r\n\r\n" + Musts + "gateway.port=2883\ngateway.tls = 0\nrain.tip.micrometres = 254\nstage.probe = loop\nstage.zero.millimetres = -250");
            Assert.AreEqual("nz-001-rain", settings.Board);
            Assert.AreEqual("rain-gauge", settings.Kind);
            Assert.AreEqual(31, (int)settings.Key[31]);
            Assert.AreEqual("10.0.0.1", settings.GatewayHost);
            Assert.AreEqual(2883, settings.GatewayPort);
            Assert.IsFalse(settings.GatewayTls);
            Assert.AreEqual(254, settings.RainTipMicrometres);
            Assert.IsTrue(settings.StageProbe == StageProbe.Loop);
            Assert.AreEqual(-250, settings.StageZeroMillimetres);
            Assert.AreEqual(300, settings.ReportSeconds);
        }

        [TestMethod]
        public void Tls_is_on_and_on_its_port_unless_switched_off()
        {
            Settings settings = Read(Musts);
            Assert.IsTrue(settings.GatewayTls);
            Assert.AreEqual(8883, settings.GatewayPort);
        }

        [TestMethod]
        public void A_byte_order_mark_is_not_part_of_the_first_name()
        {
            Read("\uFEFF" + Musts);
        }

        [TestMethod]
        public void Says_which_must_is_missing()
        {
            foreach (string name in new string[] { "board", "kind", "key", "gateway.host" })
            {
                Assert.Contains(name + " is missing", Refused("", Without(name)));
            }
        }

        [TestMethod]
        public void An_error_names_its_line()
        {
            Refuses("colour = red", "unknown name \"colour\"");
            Refuses("Board = x", "unknown name \"Board\"");
            Refuses("board = other", "board is given twice");
            Refuses("just words", "expected name = value");
            Refuses("= 5", "expected name = value");
            Refuses("volume.percents = 5", "unknown name \"volume.percents\"");
            Refuses("volume = 5", "unknown name \"volume\"");
            Refuses("volume percent = 5", "unknown name \"volume percent\"");
            Refuses("\u97F3\u91CF = 5", "unknown name \"\u97F3\u91CF\"");
        }

        [TestMethod]
        public void Spaces_comments_and_line_ends_of_any_editor_do_not_count()
        {
            Settings? settings = Parse("\r\n # volume.percent = 5\r\n" + Musts + "\t volume.percent\t=  70 \r\n\r\n village=411321100001\r\n", "", out string error);
            Assert.AreEqual("", error);
            Assert.AreEqual(70, settings!.VolumePercent);
            Assert.AreEqual("411321100001", settings.Village);
        }

        [TestMethod]
        public void A_value_may_hold_an_equals_sign()
        {
            Settings? settings = Parse(Musts + "time.server = a=b", "", out string error);
            Assert.AreEqual("", error);
            Assert.AreEqual("a=b", settings!.TimeServer);
        }

        [TestMethod]
        public void A_bad_value_is_refused_and_named()
        {
            Refuses("gateway.port = 65536", "from 1 to 65535, found \"65536\"");
            Refuses("gateway.tls = yes", "from 0 to 1, found \"yes\"");
            Refuses("rain.tip.micrometres = 0.2", "found \"0.2\"");
            Refuses("rain.lockout.milliseconds = -1", "from 5 to 200");
            Refuses("report.seconds = 99999999999999999999", "from 1 to 86400");
            Refuses("volume.percent = ", "no value");
            Refuses("village = 41132x", "division code");
            Refuses("stage.probe = radar", "stage.probe: expected ultrasonic");
        }

        [TestMethod]
        public void A_bad_key_is_never_shown()
        {
            string error = Refused("", Without("key") + "key = 5ec4e7\n");
            Assert.Contains("key", error);
            Assert.IsTrue(error.IndexOf("5ec4e7") < 0, error);
        }

        [TestMethod]
        public void The_countys_settings_lie_over_the_boards_own_but_never_over_who_it_is()
        {
            Settings? settings = Parse(Musts + "volume.percent = 70", "report.seconds = 77\ngateway.host = 10.0.0.9", out string error);
            Assert.AreEqual("", error);
            Assert.AreEqual(77, settings!.ReportSeconds);
            Assert.AreEqual("10.0.0.9", settings.GatewayHost);
            Assert.AreEqual(70, settings.VolumePercent);
            Assert.Contains("board belongs to the board", Refused("board = nz-002", Musts));
        }

        [TestMethod]
        public void A_missing_or_endless_file_is_an_error()
        {
            MemoryFlash flash = new MemoryFlash(1);
            string error;
            Assert.IsNull(Settings.Load(flash, out error));
            Assert.AreEqual("settings.txt: no such file on this board's flash", error);
            flash.Put("settings.txt", new byte[5000]);
            Assert.IsNull(Settings.Load(flash, out error));
            Assert.AreEqual("settings.txt: longer than 4096 bytes", error);
        }

        private static void Refuses(string line, string says)
        {
            string error = Refused("", Musts + line);
            Assert.StartsWith("settings.txt", error);
            Assert.Contains(says, error);
        }

        private static string Refused(string county, string own)
        {
            string error;
            Assert.IsNull(Parse(own, county, out error), own);
            return error;
        }

        private static Settings Read(string own)
        {
            string error;
            Settings? settings = Parse(own, "", out error);
            Assert.AreEqual("", error);
            Assert.IsNotNull(settings);
            return settings!;
        }

        private static Settings? Parse(string own, string county, out string error)
        {
            byte[] ownBytes = Encoding.UTF8.GetBytes(own);
            byte[] countyBytes = county.Length == 0 ? new byte[0] : Encoding.UTF8.GetBytes(county);
            return Settings.Parse(ownBytes, ownBytes.Length, countyBytes, countyBytes.Length, out error);
        }

        private static string Without(string name)
        {
            string left = "";
            foreach (string line in Musts.Split('\n'))
            {
                left += line.StartsWith(name + " ") ? "" : line + "\n";
            }

            return left;
        }
    }
}
