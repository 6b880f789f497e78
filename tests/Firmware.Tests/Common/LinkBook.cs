using EdgeWarning.Common;
using EdgeWarning.Protocol;

namespace EdgeWarning.Firmware.Tests.Common;

/// <summary>A link that writes down what a device reports.</summary>
public sealed class LinkBook : ILink
{
    public bool IsUp { get; set; } = true;

    public List<(ReadingKind Kind, long Value)> Reported { get; } = [];

    public List<Receipt> Receipts { get; } = [];

    public void Send(Receipt receipt) => Receipts.Add(receipt);

    public bool Report(ReadingKind kind, long value)
    {
        Reported.Add((kind, value));
        return true;
    }
}
