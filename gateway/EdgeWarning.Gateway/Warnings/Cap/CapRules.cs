namespace EdgeWarning.Gateway.Warnings.Cap;

/// <summary>What the standard demands between elements and a schema cannot say. Source: CAP 1.2, sections 3.2.1 and 3.2.4.</summary>
internal static class CapRules
{
    public static void Check(CapNode alert, CapFindings findings)
    {
        CheckRestriction(alert, findings);
        CheckAddresses(alert, findings);
        CheckCircle(alert, findings);
        foreach (var area in alert.All("info").SelectMany(info => info.All("area")))
        {
            CheckCeiling(area, findings);
        }
    }

    private static void CheckRestriction(CapNode alert, CapFindings findings)
    {
        var scope = Word(alert, "scope");
        if (alert.Child("restriction") is { } restriction && Said(restriction) && scope != nameof(CapScope.Restricted))
        {
            findings.Refuse(CapRule.Restriction, restriction, $"a restriction belongs to scope Restricted only; the scope is {CapText.Shorten(scope)}");
        }
    }

    private static void CheckAddresses(CapNode alert, CapFindings findings)
    {
        if (alert.Child("scope") is { } scope && Word(alert, "scope") == nameof(CapScope.Private)
            && (alert.Child("addresses") is not { } addresses || !Said(addresses)))
        {
            findings.Refuse(CapRule.Addresses, alert.Child("addresses") ?? scope, "scope Private needs addresses: who may read it?");
        }
    }

    /// <summary>A message cannot update or cancel itself, whatever time it gives itself.</summary>
    private static void CheckCircle(CapNode alert, CapFindings findings)
    {
        if (alert.Child("references") is not { } references)
        {
            return;
        }

        foreach (var written in CapText.Words(references.Text))
        {
            if (CapValues.ReadReference(written, out _) is { } reference
                && reference.Sender == Word(alert, "sender") && reference.Identifier == Word(alert, "identifier"))
            {
                findings.Refuse(CapRule.CircularReference, references, $"the message references itself: \"{CapText.Shorten(written)}\"");
                return;
            }
        }
    }

    private static void CheckCeiling(CapNode area, CapFindings findings)
    {
        if (area.Child("ceiling") is not { } ceiling)
        {
            return;
        }

        if (area.Child("altitude") is not { } altitude)
        {
            findings.Refuse(CapRule.Ceiling, ceiling, "a ceiling needs an altitude below it");
        }
        else if (CapValues.ReadNumber(altitude.Text.Trim()) > CapValues.ReadNumber(ceiling.Text.Trim()))
        {
            findings.Refuse(CapRule.Ceiling, ceiling, $"the ceiling {ceiling.Text.Trim()} ft lies below the altitude {altitude.Text.Trim()} ft");
        }
    }

    private static string Word(CapNode alert, string name) => alert.Child(name)?.Text.Trim(CapText.XmlSpaces) ?? "";

    private static bool Said(CapNode node) => !string.IsNullOrWhiteSpace(node.Text);
}
