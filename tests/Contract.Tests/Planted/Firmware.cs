// Firmware as it must not be. Each class holds one breach, named as Planted_Tests names it.
using System;
using System.Collections;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace Planted
{
    public sealed class UsesAnUnlistedMember
    {
        public string Words(string text) => text.Replace('a', 'b');
    }

    public sealed class UsesAnUnlistedType
    {
        public object Time(object value) => value is DateTimeOffset;
    }

    public sealed class OwnsAList
    {
        private readonly List<int> _numbers = new List<int>();

        public int Count => _numbers.Count;
    }

    public sealed class HoldsANullable
    {
        public int? Stage;
    }

    public sealed class TakesAFunc
    {
        public int Call(Func<int> ask) => ask();
    }

    public sealed class ReturnsATuple
    {
        public (int Low, int High) Range() => (1, 2);
    }

    public sealed class IsGeneric<T>
    {
        public T Value;
    }

    public sealed class HasAGenericMethod
    {
        public T Same<T>(T value) => value;
    }

    public sealed class Awaits
    {
        public async Task Wait() => await Task.Yield();
    }

    public sealed class Yields
    {
        public IEnumerable Numbers()
        {
            yield return 1;
        }
    }

    public sealed class CountsInDecimals
    {
        public decimal Price;
    }

    public sealed class HoldsAGrid
    {
        public int[,] Cells = new int[2, 2];
    }

    public sealed unsafe class HoldsAPointer
    {
        public int* At;
    }

    public sealed class HoldsAVolatile
    {
        private volatile bool _stop;
    }

    public static class RemembersInStatics
    {
        private static int s_count;

        public static int Next() => ++s_count;
    }

    public static class SharesATable
    {
        private static readonly Hashtable s_boards = new Hashtable();

        public static int Count => s_boards.Count;
    }

    public interface IHasABody
    {
        int Twice(int value) => 2 * value;
    }

    public enum Fault
    {
        None,
        Cable,
    }

    public sealed class PrintsAnEnum
    {
        public string Words(Fault fault) => fault.ToString();
    }

    public sealed class FormatsOddly
    {
        public string Words(double metres) => metres.ToString("0.00");
    }

    public sealed class InterpolatesOddly
    {
        public string Words(int depth, double metres) => string.Format("{0} at {1:E2}", depth, metres);
    }

    public sealed class StartsABareThread
    {
        public void Start() => new Thread(Run).Start();

        private void Run()
        {
        }
    }

    public sealed class AsksTheTime
    {
        public long Now() => DateTime.UtcNow.Ticks;
    }

    public sealed class TouchesAPin
    {
        public object Open() => new System.Device.Gpio.GpioController();
    }

    public sealed class NamesEdgeWarning
    {
        public string Who() => "a part of EdgeWarning";
    }
}

namespace System.Device.Gpio
{
    public sealed class GpioController
    {
    }
}

namespace EdgeWarning.RainGauge
{
    public sealed class Gauge
    {
    }
}

namespace EdgeWarning.Loudspeaker
{
    public sealed class KnowsAnotherBehaviour
    {
        public object Gauge() => new EdgeWarning.RainGauge.Gauge();
    }
}

namespace House.Warnings
{
    public sealed class KnowsBroadcast
    {
        private readonly System.Collections.Generic.List<House.Broadcast.Plan> _plans = new();
    }
}

namespace House.Broadcast
{
    public sealed class Plan
    {
    }

    public sealed class MayKnowWarnings
    {
        public object Warning() => new House.Warnings.KnowsBroadcast();
    }
}

namespace House.Platform
{
    public sealed class KnowsASlice
    {
        public async System.Threading.Tasks.Task<object> Plan()
        {
            await System.Threading.Tasks.Task.Yield();
            return new House.Broadcast.Plan();
        }
    }
}
