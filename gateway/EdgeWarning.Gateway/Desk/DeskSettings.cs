namespace EdgeWarning.Gateway.Desk;

/// <summary>What an office may choose about issuing.</summary>
public sealed class DeskSettings
{
    public const string Section = "Desk";

    /// <summary>Share of the county's villages, 0 to 1, that one person may warn without a second or a typed confirmation.</summary>
    public double ShareAlone { get; set; } = 0.3;

    /// <summary>How many others sign, by colour and share of the county: see <see cref="SignatureTable"/>.</summary>
    public string Signatures { get; set; } = SignatureTable.Default;

    /// <summary>Hours of the office's clock that count as night, from and to: who wakes villages below orange confirms it.</summary>
    public int NightFromHour { get; set; } = 22;

    public int NightToHour { get; set; } = 6;

    /// <summary>Whether orange and red may be issued by an authorised officer alone (绿色通道); it is logged and put up for review.</summary>
    public bool FastPath { get; set; } = true;

    /// <summary>The office's name in texts.</summary>
    public string Office { get; set; } = "县防汛抗旱指挥部";

    /// <summary>The sender of the CAP messages written here: no spaces, no commas.</summary>
    public string Sender { get; set; } = "office@localhost";

    /// <summary>Where other systems reach this gateway, such as https://warning.county.example: CAP messages name recordings by it. Empty: where whoever issues reaches it.</summary>
    public string Address { get; set; } = "";
}
