using EdgeWarning.Village.Tests;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(LongestFirst))]

namespace EdgeWarning.Village.Tests;

/// <summary>The classes that take longest begin first, so that the end does not wait for one that began last.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly Type[] s_longest =
    [
        typeof(Replayed_flood_Tests), typeof(Village_that_warns_itself_Tests), typeof(Replayed_tips_Tests), typeof(Village_command_Tests), typeof(Killed_gateway_and_broker_Tests),
        typeof(Cut_off_village_Tests), typeof(Changed_boards_Tests),
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
