using EdgeWarning.Gateway.Tests;
using EdgeWarning.Gateway.Tests.Broadcast;
using EdgeWarning.Gateway.Tests.People;
using EdgeWarning.Gateway.Tests.Programmes;
using EdgeWarning.Gateway.Tests.Settings;
using EdgeWarning.Gateway.Tests.Upkeep;
using EdgeWarning.TestKit;

// These wait for boards, brokers and the clock most of their time: more of them than processors fit side by side.
[assembly: CollectionBehavior(MaxParallelThreads = 4)]
[assembly: TestCollectionOrderer(typeof(Turns))]

namespace EdgeWarning.Gateway.Tests;

/// <summary>In which order the offices of these tests open: what waits for the clock (a programme's time, an expiry, the next look at wishes) begins first.</summary>
public sealed class Turns() : LongestFirst(
    typeof(Programmes_Tests), typeof(Upkeeper_Tests), typeof(Broadcaster_Tests), typeof(RolloutEndpoints_Tests), typeof(Sessions_Tests), typeof(PeopleCommands_Tests), typeof(OfficeSettings_Tests));
