using EdgeWarning.Firmware.Tests;
using EdgeWarning.Firmware.Tests.Common;
using EdgeWarning.Firmware.Tests.Drivers;
using EdgeWarning.Firmware.Tests.Loudspeaker;
using EdgeWarning.Firmware.Tests.OnNanoHost;
using EdgeWarning.Firmware.Tests.Simulator;
using EdgeWarning.Firmware.Tests.WaterLevel;
using EdgeWarning.TestKit;

// These wait for boards and brokers most of their time: many fit side by side.
[assembly: CollectionBehavior(MaxParallelThreads = 8)]
[assembly: TestCollectionOrderer(typeof(Turns))]

namespace EdgeWarning.Firmware.Tests;

/// <summary>In which order the boards of these tests have their turn.</summary>
public sealed class Turns() : LongestFirst(
    typeof(SimulatedCounty_Tests), typeof(Supervisor_Tests), typeof(Link_Tests), typeof(HealthWatch_Tests), typeof(Sound_Tests), typeof(SpeechPart_Tests), typeof(ClipRig_Tests),
    typeof(WaterLevelDevice_Tests), typeof(Rig_Tests), typeof(SpeechModule_Tests), typeof(SpeechModuleOnChip_Tests));
