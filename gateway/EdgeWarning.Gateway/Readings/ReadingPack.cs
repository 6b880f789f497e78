using EdgeWarning.Gateway.Devices;
using EdgeWarning.Protocol;

namespace EdgeWarning.Gateway.Readings;

/// <summary>An authentic pack of one board, times made absolute.</summary>
public sealed record ReadingPack(Board Board, long Log, IReadOnlyList<PackedReading> Readings);

/// <param name="UnixSeconds">When it was measured.</param>
/// <param name="IsEstimated">The board had no clock then: the time is that of arrival less the reading's age.</param>
/// <param name="Value">In the unit of the kind.</param>
public readonly record struct PackedReading(long Sequence, long UnixSeconds, bool IsEstimated, ReadingKind Kind, long Value);

/// <summary>A committed reading as other slices see it.</summary>
/// <param name="Value">Rain: counter in micrometres; stage: millimetres above gauge zero; battery: millivolts; faults: a <see cref="ProbeFault"/>.</param>
public sealed record BoardReading(string Board, long Sequence, DateTimeOffset At, ReadingKind Kind, long Value);

/// <summary>What a commit did with a log.</summary>
/// <param name="UpTo">Everything up to here is on the disk and may be acknowledged.</param>
public sealed record LogProgress(Board Board, long Log, long UpTo);

/// <summary>What a commit did.</summary>
/// <param name="New">The readings that were not there yet.</param>
/// <param name="Duplicates">How many were there already.</param>
public sealed record CommitOutcome(IReadOnlyList<LogProgress> Logs, IReadOnlyList<BoardReading> New, int Duplicates);
