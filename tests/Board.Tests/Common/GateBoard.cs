using System.Text;
using EdgeWarning.Common;
using EdgeWarning.Protocol;

namespace EdgeWarning.Board.Tests.Common
{
    /// <summary>A board that takes orders to play and nothing else, does them when told, and has a flash that outlives it.</summary>
    internal sealed class GateBoard : IOrderTaker
    {
        public const string Board = "church";
        public const long Noon = 1_800_000_000_000;

        private readonly Settings _settings;

        public GateBoard()
        {
            byte[] text = Encoding.UTF8.GetBytes("board = " + Board + "\nkind = loudspeaker\nkey = 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\ngateway.host = x\n");
            _settings = Settings.Parse(text, text.Length, out string error)!;
            Start(true);
        }

        public MemoryFlash Flash { get; } = new MemoryFlash(1);

        public HandClock Clock { get; private set; } = new HandClock();

        public LinkBook Link { get; private set; } = new LinkBook();

        public BoardStatus Status { get; private set; } = new BoardStatus();

        public OrderLedger Ledger { get; private set; } = null!;

        public OrderGate Gate { get; private set; } = null!;

        /// <summary>The board's key.</summary>
        public byte[] Key
        {
            get { return _settings.Key; }
        }

        /// <summary>Orders that got past the gate in this life.</summary>
        public int Taken { get; private set; }

        /// <summary>What it says to the next order that gets past the gate.</summary>
        public Reason Answer { get; set; }

        /// <summary>A new life of the board on the same flash; it knows the date or not.</summary>
        public void Start(bool knowsDate)
        {
            Clock = new HandClock();
            if (knowsDate)
            {
                Clock.LearnFromGateway(Noon);
            }

            Link = new LinkBook();
            Status = new BoardStatus();
            Taken = 0;
            Log log = new Log(Clock, 16);
            Ledger = new OrderLedger(Flash, Link, Clock, log);
            Gate = new OrderGate(_settings, Ledger, Link, Status, Clock, log);
            Gate.Register(OrderKind.Play, this);
            Ledger.Restore();
        }

        /// <inheritdoc/>
        public Reason Take(Order order, out string detail)
        {
            detail = "";
            if (Answer == Reason.None)
            {
                Taken++;
                Ledger.Accept(order);
            }

            return Answer;
        }

        /// <summary>A red warning that holds for ten minutes from noon.</summary>
        public static Order Play(long sequence)
        {
            Order order = new Order();
            order.Board = Board;
            order.Sequence = sequence;
            order.Kind = OrderKind.Play;
            order.IssuedUnixMilliseconds = Noon;
            order.ExpiresUnixMilliseconds = Noon + 600_000;
            order.Scope = Scope.Actual;
            order.Priority = Priority.Red;
            order.Tone = Tone.Red;
            order.ToneMilliseconds = 960;
            order.Text = "立即转移";
            order.Language = "zh-CN";
            return order;
        }

        /// <summary>An order sealed for this board.</summary>
        public byte[] Seal(Order order)
        {
            return Envelope.Seal(Key, Board, Topics.Order(Board), order.Encode());
        }

        public Reason Send(Order order)
        {
            return Send(Seal(order));
        }

        public Reason Send(byte[] message)
        {
            return Gate.OnOrder(Topics.Order(Board), message);
        }

        /// <summary>Plays an order to its end.</summary>
        public void Finish(long sequence)
        {
            Ledger.End(sequence, ReceiptState.Finished, Reason.None, "");
        }
    }
}
