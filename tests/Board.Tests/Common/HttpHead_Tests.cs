using System;
using System.Text;
using EdgeWarning.Common;
using nanoFramework.TestFramework;

namespace EdgeWarning.Board.Tests.Common
{
    [TestClass]
    public class HttpHead_Tests
    {
        private const string Sound = "HTTP/1.1 206 Partial Content\r\nContent-Length: 10\r\ncontent-range: bytes 20-29/100\r\nServer: x\r\n\r\n";

        [TestMethod]
        public void Reads_a_range_however_its_bytes_are_cut()
        {
            byte[] bytes = Encoding.UTF8.GetBytes(Sound + "0123456789");
            for (int cut = 0; cut <= bytes.Length; cut++)
            {
                HttpHead head = new HttpHead();
                int taken = head.Take(bytes, 0, cut);
                taken += head.IsWhole ? 0 : head.Take(bytes, cut, bytes.Length - cut);
                Assert.AreEqual("", head.Fault);
                Assert.IsTrue(head.IsWhole);
                Assert.AreEqual(Sound.Length, taken);
                Assert.AreEqual(206, head.Status);
                Assert.AreEqual(10L, head.ContentLength);
                Assert.AreEqual(20L, head.RangeStart);
                Assert.AreEqual(29L, head.RangeEnd);
                Assert.AreEqual(100L, head.RangeTotal);
            }
        }

        [TestMethod]
        public void Refuses_what_is_doubtful()
        {
            Refuses("HTTP/1.0 206 x\r\n\r\n", "status line");
            Refuses("HTTP/1.1 2O6 x\r\n\r\n", "status line");
            Refuses("HTTP/1.1 -20 x\r\n\r\n", "status line");
            Refuses("HTTP/1.1 206\nContent-Length: 1\r\n\r\n", "CR LF");
            Refuses("HTTP/1.1 206 x\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n", "second one");
            Refuses("HTTP/1.1 206 x\r\nContent-Length: -1\r\n\r\n", "no number");
            Refuses("HTTP/1.1 206 x\r\nContent-Length: 1, 1\r\n\r\n", "no number");
            Refuses("HTTP/1.1 206 x\r\nContent-Range: bytes 5-4/10\r\n\r\n", "Content-Range");
            Refuses("HTTP/1.1 206 x\r\nContent-Range: bytes 0-9/9\r\n\r\n", "Content-Range");
            Refuses("HTTP/1.1 206 x\r\nContent-Range: bytes 0-9/*\r\n\r\n", "Content-Range");
            Refuses("HTTP/1.1 206 x\r\nContent-Range: lines 0-9/99\r\n\r\n", "Content-Range");
            Refuses("HTTP/1.1 206 x\r\nTransfer-Encoding: chunked\r\n\r\n", "coding");
            Refuses("HTTP/1.1 206 x\r\nno field\r\n\r\n", "no field");
            Refuses("HTTP/1.1 206 x\r\nContent-Length : 4\r\n\r\n", "no field");
            Refuses("HTTP/1.1 206 \u00e9\r\n\r\n", "no text");
        }

        [TestMethod]
        public void Never_takes_more_than_its_room()
        {
            HttpHead head = new HttpHead();
            byte[] endless = new byte[HttpHead.MaxBytes + 1];
            for (int i = 0; i < endless.Length; i++)
            {
                endless[i] = (byte)'a';
            }

            Assert.AreEqual(HttpHead.MaxBytes, head.Take(endless, 0, endless.Length));
            Assert.AreNotEqual("", head.Fault);
        }

        /// <summary>Whatever comes: an end, and no exception. A longer run: see tests/README.md.</summary>
        [TestMethod]
        public void No_bytes_make_it_throw()
        {
            Random random = new Random(9112);
            byte[] sound = Encoding.UTF8.GetBytes(Sound);
            HttpHead head = new HttpHead();
            for (int round = 0; round < 5_000; round++)
            {
                byte[] bytes = new byte[sound.Length];
                Array.Copy(sound, bytes, sound.Length);
                for (int change = random.Next(6); change >= 0; change--)
                {
                    bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                }

                head.Reset();
                int taken = head.Take(bytes, 0, bytes.Length);
                Assert.IsTrue(taken <= bytes.Length);
                Assert.IsFalse(head.IsWhole && head.Fault.Length > 0);
            }
        }

        private static void Refuses(string response, string says)
        {
            HttpHead head = new HttpHead();
            byte[] bytes = Encoding.UTF8.GetBytes(response);
            head.Take(bytes, 0, bytes.Length);
            Assert.IsFalse(head.IsWhole, response);
            Assert.IsTrue(head.Fault.IndexOf(says) >= 0, response + " gives " + head.Fault);
        }
    }
}
