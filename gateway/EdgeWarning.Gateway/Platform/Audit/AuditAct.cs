namespace EdgeWarning.Gateway.Platform.Audit;

/// <summary>
/// What was done, as the audit says it for ever: "board added", "ordered: play, drill". The console has words for each, by the text that stands in the call of
/// <see cref="Of"/>, so it is written out there (gateway/console/src/words/acts.ts; Contract.Tests holds both together).
/// </summary>
public sealed record AuditAct
{
    private AuditAct(string text) => Text = text;

    public string Text { get; }

    public static AuditAct Of(string text) => new(text);

    public override string ToString() => Text;
}
