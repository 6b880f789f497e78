using Xunit.Sdk;
using Xunit.v3;

namespace EdgeWarning.TestKit;

/// <summary>The classes that take longest begin first, so that the end does not wait for one that began last. Each test project names its own.</summary>
/// <param name="longest">The longest first; all others follow in any order.</param>
public abstract class LongestFirst(params Type[] longest) : ITestCollectionOrderer
{
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection => [.. testCollections.OrderBy(Rank)];

    private int Rank<TTestCollection>(TTestCollection collection)
        where TTestCollection : ITestCollection
    {
        int rank = Array.FindIndex(longest, type => collection.TestCollectionDisplayName.Contains(type.FullName + " ", StringComparison.Ordinal));
        return rank < 0 ? longest.Length : rank;
    }
}
