namespace EdgeWarning.Gateway.Warnings.Cap;

/// <summary>Collects what is wrong and what is odd; bounded, so that a hostile file cannot fill the memory with complaints.</summary>
internal sealed class CapFindings
{
    private const int Most = 100;

    private readonly List<CapFinding> _reasons = [];
    private readonly List<CapFinding> _warnings = [];

    public IReadOnlyList<CapFinding> Reasons => _reasons;

    public IReadOnlyList<CapFinding> Warnings => _warnings;

    public void Refuse(string rule, string element, int line, string message) => Add(_reasons, rule, element, line, message);

    public void Refuse(string rule, CapNode node, string message) => Add(_reasons, rule, node.Path, node.Line, message);

    public void Warn(string rule, CapNode node, string message) => Add(_warnings, rule, node.Path, node.Line, message);

    public void Add(CapNode node, CapComplaint? complaint)
    {
        if (complaint is not null)
        {
            // Who writes one time so writes all of them so: once is enough.
            if (complaint.Rule != CapRule.UtcForm || !_warnings.Exists(warning => warning.Rule == CapRule.UtcForm))
            {
                Add(complaint.Refuses ? _reasons : _warnings, complaint.Rule, node.Path, node.Line, complaint.Message);
            }
        }
    }

    private static void Add(List<CapFinding> findings, string rule, string element, int line, string message)
    {
        if (findings.Count < Most)
        {
            findings.Add(new CapFinding(rule, element, line, message));
        }
    }
}
