namespace EdgeWarning.Protocol
{
    /// <summary>What a topic carries. Orders and acknowledgements go down to a board, the rest comes up.</summary>
    public enum Channel
    {
        Unknown = 0,
        Order = 1,
        Acknowledgement = 2,
        Receipt = 3,
        Readings = 4,
        Birth = 5,
        Heartbeat = 6,
        Will = 7,
        Log = 8,
    }

    /// <summary>
    /// MQTT topics of the board link, version 1: <c>ew/1/&lt;board&gt;/down/...</c> and <c>ew/1/&lt;board&gt;/up/...</c>, so that a broker's
    /// access list can give a board its own two branches by pattern.
    /// </summary>
    public static class Topics
    {
        /// <summary>Everything that any board says: what a gateway subscribes to.</summary>
        public const string AllUp = "ew/1/+/up/#";

        /// <summary>The longest board id, in characters.</summary>
        public const int MaxBoardLength = 48;

        private const string Root = "ew/1/";

        public static string AllDown(string board)
        {
            return Root + board + "/down/#";
        }

        public static string Order(string board)
        {
            return Root + board + "/down/order";
        }

        public static string Acknowledgement(string board)
        {
            return Root + board + "/down/ack";
        }

        public static string Receipt(string board)
        {
            return Root + board + "/up/receipt";
        }

        public static string Readings(string board)
        {
            return Root + board + "/up/readings";
        }

        public static string Birth(string board)
        {
            return Root + board + "/up/birth";
        }

        public static string Heartbeat(string board)
        {
            return Root + board + "/up/heartbeat";
        }

        public static string Will(string board)
        {
            return Root + board + "/up/will";
        }

        public static string Log(string board)
        {
            return Root + board + "/up/log";
        }

        /// <summary>Board ids are 1 to 48 of a-z, 0-9 and '-': safe in a topic, a file name and a user name.</summary>
        public static bool IsBoard(string board)
        {
            if (board.Length == 0 || board.Length > MaxBoardLength)
            {
                return false;
            }

            for (int i = 0; i < board.Length; i++)
            {
                char c = board[i];
                if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'))
                {
                    return false;
                }
            }

            return true;
        }

        /// <summary>Takes a topic apart; false when it is none of version 1.</summary>
        public static bool TryParse(string topic, out string board, out Channel channel)
        {
            board = "";
            channel = Channel.Unknown;
            if (!topic.StartsWith(Root))
            {
                return false;
            }

            int slash = topic.IndexOf('/', Root.Length);
            if (slash < 0)
            {
                return false;
            }

            board = topic.Substring(Root.Length, slash - Root.Length);
            channel = ChannelOf(topic.Substring(slash));
            return channel != Channel.Unknown && IsBoard(board);
        }

        private static Channel ChannelOf(string tail)
        {
            switch (tail)
            {
                case "/down/order": return Channel.Order;
                case "/down/ack": return Channel.Acknowledgement;
                case "/up/receipt": return Channel.Receipt;
                case "/up/readings": return Channel.Readings;
                case "/up/birth": return Channel.Birth;
                case "/up/heartbeat": return Channel.Heartbeat;
                case "/up/will": return Channel.Will;
                case "/up/log": return Channel.Log;
                default: return Channel.Unknown;
            }
        }
    }
}
