using EdgeWarning.TestKit;
using EdgeWarning.Village.Tests;

// These wait for sounds and weather most of their time: more of them than processors fit side by side. With six, too many words were made at once.
[assembly: CollectionBehavior(MaxParallelThreads = 5)]
[assembly: TestCollectionOrderer(typeof(Turns))]

namespace EdgeWarning.Village.Tests;

/// <summary>In which order the villages of these tests are warned.</summary>
public sealed class Turns() : LongestFirst(
    typeof(Replayed_flood_Tests), typeof(Village_that_warns_itself_Tests), typeof(Replayed_tips_Tests), typeof(Village_command_Tests), typeof(Words_as_sound_Tests),
    typeof(Cut_off_village_Tests), typeof(Programme_Tests), typeof(Changed_boards_Tests), typeof(Killed_gateway_and_broker_Tests));
