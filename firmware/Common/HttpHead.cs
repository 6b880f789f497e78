using System;
using System.Text;

namespace EdgeWarning.Common
{
    /// <summary>
    /// Reads the head of an HTTP/1.1 response (RFC 9112) from bytes as they come, and only what a fetch of a range needs: the status, Content-Length and
    /// Content-Range. Anything doubtful (a length given twice, a coding, a line without a colon, too much) is a fault and never an exception.
    /// </summary>
    public sealed class HttpHead
    {
        /// <summary>The longest head taken. Our gateway's has about 200 bytes.</summary>
        public const int MaxBytes = 1024;

        private const long NotGiven = -1;

        private readonly byte[] _bytes = new byte[MaxBytes];
        private int _count;

        public HttpHead()
        {
            Reset();
        }

        /// <summary>True once the empty line that ends the head has come.</summary>
        public bool IsWhole { get; private set; }

        /// <summary>What is wrong with the response; "" when nothing is. Not whole any more when it is not empty.</summary>
        public string Fault { get; private set; } = "";

        /// <summary>Three digits, such as 206.</summary>
        public int Status { get; private set; }

        /// <summary>Bytes of the body; -1 when the response does not say.</summary>
        public long ContentLength { get; private set; }

        /// <summary>The first byte of the file that the body holds; -1 when the response does not say.</summary>
        public long RangeStart { get; private set; }

        /// <summary>The last byte of the file that the body holds.</summary>
        public long RangeEnd { get; private set; }

        /// <summary>The length of the whole file.</summary>
        public long RangeTotal { get; private set; }

        /// <summary>Begins with another response.</summary>
        public void Reset()
        {
            _count = 0;
            IsWhole = false;
            Fault = "";
            Status = 0;
            ContentLength = NotGiven;
            RangeStart = NotGiven;
            RangeEnd = NotGiven;
            RangeTotal = NotGiven;
        }

        /// <summary>Takes bytes until the head is whole or faulty; returns how many it took. What follows them is the body.</summary>
        public int Take(byte[] buffer, int offset, int count)
        {
            for (int i = 0; i < count; i++)
            {
                if (_count == MaxBytes)
                {
                    Fault = "a head of more than " + MaxBytes.ToString() + " bytes";
                    return i;
                }

                byte next = buffer[offset + i];
                if ((next < 0x20 && next != '\r' && next != '\n' && next != '\t') || next > 0x7E)
                {
                    Fault = "a byte in the head that is no text";
                    return i;
                }

                _bytes[_count] = next;
                _count++;
                if (EndsTheHead())
                {
                    Parse(Encoding.UTF8.GetString(_bytes, 0, _count - 4));
                    IsWhole = Fault.Length == 0;
                    return i + 1;
                }
            }

            return count;
        }

        private bool EndsTheHead()
        {
            return _count >= 4 && _bytes[_count - 1] == '\n' && _bytes[_count - 2] == '\r' && _bytes[_count - 3] == '\n' && _bytes[_count - 4] == '\r';
        }

        private void Parse(string head)
        {
            string[] lines = head.Split('\n');
            for (int i = 0; i < lines.Length && Fault.Length == 0; i++)
            {
                string line = lines[i];
                bool last = i == lines.Length - 1;
                if (!last)
                {
                    if (line.Length == 0 || line[line.Length - 1] != '\r')
                    {
                        Fault = "a line that does not end with CR LF";
                        return;
                    }

                    line = line.Substring(0, line.Length - 1);
                }

                if (line.IndexOf('\r') >= 0)
                {
                    Fault = "a CR within a line";
                }
                else if (i == 0)
                {
                    TakeStatus(line);
                }
                else
                {
                    TakeField(line);
                }
            }
        }

        // "HTTP/1.1 206 Partial Content"
        private void TakeStatus(string line)
        {
            long status;
            if (line.Length < 12 || line.Substring(0, 9) != "HTTP/1.1 " || (line.Length > 12 && line[12] != ' ')
                || !Str.TryParseLong(line.Substring(9, 3), out status) || status < 100 || status > 599)
            {
                Fault = "no status line of HTTP/1.1";
                return;
            }

            Status = (int)status;
        }

        private void TakeField(string line)
        {
            int colon = line.IndexOf(':');
            if (colon <= 0 || line.Substring(0, colon).IndexOf(' ') >= 0)
            {
                Fault = "a line that is no field";
                return;
            }

            string value = line.Substring(colon + 1).Trim();
            switch (line.Substring(0, colon).ToLower())
            {
                case "content-length":
                    bool second = ContentLength != NotGiven;
                    ContentLength = NumberOf(value);
                    Fault = second || ContentLength == NotGiven ? "a Content-Length that is no number, or a second one" : "";
                    break;
                case "content-range":
                    Fault = RangeStart == NotGiven && TakeRange(value) ? "" : "a Content-Range that is not of the form bytes a-b/c, or a second one";
                    break;
                case "transfer-encoding":
                case "content-encoding":
                    Fault = "a body in a coding (" + value + ")";
                    break;
                default:
                    break;
            }
        }

        private bool TakeRange(string value)
        {
            int dash = value.IndexOf('-');
            int slash = value.IndexOf('/');
            if (value.Length < 6 || value.Substring(0, 6) != "bytes " || dash < 6 || slash < dash)
            {
                return false;
            }

            long start = NumberOf(value.Substring(6, dash - 6));
            long end = NumberOf(value.Substring(dash + 1, slash - dash - 1));
            long total = NumberOf(value.Substring(slash + 1));
            if (start < 0 || end < start || total <= end)
            {
                return false;
            }

            RangeStart = start;
            RangeEnd = end;
            RangeTotal = total;
            return true;
        }

        private static long NumberOf(string digits)
        {
            long number;
            return digits.Length > 0 && digits[0] != '-' && Str.TryParseLong(digits, out number) ? number : NotGiven;
        }
    }
}
