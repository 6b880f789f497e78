using EdgeWarning.TestKit;
using EdgeWarning.Village.Tests;

[assembly: TestCollectionOrderer(typeof(Turns))]

namespace EdgeWarning.Village.Tests;

/// <summary>In which order the villages of these tests are warned.</summary>
public sealed class Turns() : LongestFirst(
    typeof(Replayed_flood_Tests), typeof(Village_that_warns_itself_Tests), typeof(Replayed_tips_Tests), typeof(Village_command_Tests), typeof(Killed_gateway_and_broker_Tests),
    typeof(Cut_off_village_Tests), typeof(Changed_boards_Tests));
