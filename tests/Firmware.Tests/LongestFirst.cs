using EdgeWarning.Firmware.Tests;
using EdgeWarning.Firmware.Tests.Common;
using EdgeWarning.Firmware.Tests.Drivers;
using EdgeWarning.Firmware.Tests.Loudspeaker;
using EdgeWarning.Firmware.Tests.OnNanoHost;
using EdgeWarning.Firmware.Tests.Simulator;
using EdgeWarning.Firmware.Tests.WaterLevel;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(LongestFirst))]

namespace EdgeWarning.Firmware.Tests;

/// <summary>The classes that take longest begin first, so that the end does not wait for one that began last.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly Type[] s_longest =
    [
        typeof(SimulatedCounty_Tests), typeof(Supervisor_Tests), typeof(Link_Tests), typeof(HealthWatch_Tests), typeof(Sound_Tests), typeof(SpeechPart_Tests), typeof(ClipRig_Tests),
        typeof(WaterLevelDevice_Tests), typeof(Rig_Tests), typeof(SpeechModule_Tests), typeof(SpeechModuleOnChip_Tests),
    ];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection => [.. testCollections.OrderBy(Rank)];

    private static int Rank<TTestCollection>(TTestCollection collection)
        where TTestCollection : ITestCollection
    {
        int rank = Array.FindIndex(s_longest, type => collection.TestCollectionDisplayName.Contains(type.FullName + " ", StringComparison.Ordinal));
        return rank < 0 ? s_longest.Length : rank;
    }
}
