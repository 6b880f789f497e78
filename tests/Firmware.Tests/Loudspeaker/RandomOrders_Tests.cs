using EdgeWarning.Protocol;
using FsCheck;
using FsCheck.Fluent;
using NanoHost;

namespace EdgeWarning.Firmware.Tests.Loudspeaker;

/// <summary>
/// Random histories: orders of all kinds, shuffled, repeated, forged, expired, pre-empting, replacing and stopping, with power cuts in between,
/// against a model that knows three sentences: an order sounds at most once; what was refused and never taken does not sound; what sounds was
/// valid when it began.
/// </summary>
public sealed class RandomOrders_Tests
{
    /// <summary>One thing that happens to the board.</summary>
    public sealed record Event(int Kind, int Which, int Of, int Priority, int Scope, int LifeMilliseconds, int WaitMilliseconds)
    {
        public const int SendNew = 0;
        public const int Repeat = 1;
        public const int Forge = 2;
        public const int StopOne = 3;
        public const int StopAll = 4;
        public const int CutPower = 5;
    }

    [Fact]
    public void Nothing_sounds_twice_and_nothing_refused_sounds()
    {
        int begun = 0;
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(400), Prop.ForAll(Histories().ToArbitrary(), events => { begun += Live(events); }));
        Assert.True(begun > 1_000, $"only {begun} orders sounded: the histories test too little");
    }

    private static Gen<Event[]> Histories()
    {
        Gen<Event> one =
            from kind in Gen.Frequency((6, Gen.Constant(Event.SendNew)), (4, Gen.Constant(Event.Repeat)), (1, Gen.Constant(Event.Forge)),
                (1, Gen.Constant(Event.StopOne)), (1, Gen.Constant(Event.StopAll)), (1, Gen.Constant(Event.CutPower)))
            from which in Gen.Choose(0, 1_000)
            from of in Gen.Frequency((3, Gen.Constant(0)), (1, Gen.Choose(1, 1_000)))
            from priority in Gen.Choose(1, 5)
            from scope in Gen.Frequency((4, Gen.Constant(0)), (1, Gen.Constant(1)))
            from life in Gen.Elements(-1_000, 500, 5_000, 600_000)
            from wait in Gen.Elements(0, 0, 100, 700, 1_500, 4_000, 20_000)
            select new Event(kind, which, of, priority, scope, life, wait);
        return Gen.Choose(1, 50).SelectMany(count => one.ArrayOf(count));
    }

    private static int Live(Event[] events)
    {
        var world = new World();
        world.Live(events);
        world.Check();
        return world.Begun;
    }

    private sealed class World
    {
        private readonly List<Order> _orders = [];
        private readonly List<Receipt> _receipts = [];
        private long _lastSequence = 2_000;
        private int _counted;

        public Desk Desk { get; private set; } = new();

        /// <summary>Plans all events on the clock, so that they fall into tones, speech, settling and pauses as they come.</summary>
        public void Live(Event[] events)
        {
            for (int next = 0; next <= events.Length;)
            {
                int first = next;
                long at = 0;
                for (int i = first; i < events.Length; i++)
                {
                    Event happens = events[i];
                    at += happens.WaitMilliseconds + 1;
                    Desk.After(at, () =>
                    {
                        next++;
                        Do(happens);
                    });
                }

                try
                {
                    Desk.Settle();
                    next = events.Length + 1;
                }
                catch (PowerCutException)
                {
                    Collect();
                    _counted = 0;
                    Desk = Desk.AfterPowerCut();
                }
            }
        }

        private void Do(Event happens)
        {
            switch (happens.Kind)
            {
                case Event.SendNew:
                    Send(Make(happens));
                    break;
                case Event.Repeat when _orders.Count > 0:
                    Send(_orders[happens.Which % _orders.Count]);
                    break;
                case Event.Forge:
                    Desk.Send(Desk.Seal(Desk.Play(9_000_000 + happens.Which), key: new byte[32]));
                    break;
                case Event.StopOne when _orders.Count > 0:
                    Send(Desk.Stop(++_lastSequence, of: _orders[happens.Which % _orders.Count].Sequence));
                    break;
                case Event.StopAll:
                    Send(Desk.Stop(++_lastSequence));
                    break;
                case Event.CutPower:
                    throw new PowerCutException();
                default:
                    break;
            }
        }

        public void Check()
        {
            Collect();
            Assert.DoesNotContain(Desk.Horn.Heard, text => text.StartsWith("9000", StringComparison.Ordinal));
            foreach (Order order in _orders.Where(order => order.Kind == OrderKind.Play).DistinctBy(order => order.Sequence))
            {
                Receipt[] said = [.. _receipts.Where(receipt => receipt.Sequence == order.Sequence)];
                int spoke = Desk.Horn.Heard.Count(text => text.EndsWith(Desk.TextOf(order.Sequence), StringComparison.Ordinal));
                int begun = Desk.Horn.Begun(order.Sequence);
                Receipt? playing = Array.Find(said, receipt => receipt.State == ReceiptState.Playing);
                Assert.NotEmpty(said);
                Assert.True(spoke <= 1, $"order {order.Sequence} spoke {spoke} times");
                Assert.True(begun <= 1, $"order {order.Sequence} sounded {begun} times");
                Assert.False((spoke > 0 || begun > 0) && playing is null, $"order {order.Sequence} sounded and never said that it played");
                Assert.True(playing is null || playing.UnixMilliseconds < order.ExpiresUnixMilliseconds, $"order {order.Sequence} began after its expiry");
                Begun += begun;
            }
        }

        public int Begun { get; private set; }

        private Order Make(Event happens)
        {
            // Numbers of the gateway grow; now and then one is skipped and comes later.
            long sequence = happens.Which % 5 == 0 ? _lastSequence + 2 : happens.Which % 5 == 1 ? _lastSequence - 1 : _lastSequence + 1;
            _lastSequence = Math.Max(_lastSequence, sequence);
            Order? known = _orders.Find(order => order.Sequence == sequence);
            if (known is not null)
            {
                return known;
            }

            Order order = happens.Scope == 0 ? Desk.Play(sequence, (Priority)happens.Priority) : Desk.Drill(sequence);
            order.Priority = (Priority)happens.Priority;
            order.ExpiresUnixMilliseconds = Desk.Now + happens.LifeMilliseconds;
            order.Of = happens.Of == 0 || _orders.Count == 0 ? 0 : _orders[happens.Of % _orders.Count].Sequence;
            return order;
        }

        private void Send(Order order)
        {
            _orders.Add(order);
            Desk.Send(order);
        }

        private void Collect()
        {
            _receipts.AddRange(Desk.Link.Receipts.Skip(_counted));
            _counted = Desk.Link.Receipts.Count;
        }
    }
}
