using EdgeWarning.Console.Tests;
using EdgeWarning.Console.Tests.FirstHour;
using EdgeWarning.TestKit;

// Two look at pages and keep both cores busy; a third meanwhile waits for boards that sound in real time, or for a gateway that comes back.
[assembly: CollectionBehavior(MaxParallelThreads = 3)]
[assembly: TestCollectionOrderer(typeof(Turns))]

namespace EdgeWarning.Console.Tests;

/// <summary>In which order the seats of these tests are taken: what waits for sounds and restarts begins first.</summary>
public sealed class Turns() : LongestFirst(typeof(FirstHour_Tests), typeof(Restart_Tests), typeof(Offline_Tests), typeof(Live_announcement_Tests));
