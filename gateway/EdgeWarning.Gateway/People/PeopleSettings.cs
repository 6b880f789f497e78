namespace EdgeWarning.Gateway.People;

/// <summary>What an operator can set about people: section <c>People</c>.</summary>
public sealed class PeopleSettings
{
    public const string Section = "People";

    /// <summary>A browser that asks for nothing so long is signed out. An open console asks all the time: nobody is signed out in the middle of a night.</summary>
    public TimeSpan SessionIdle { get; set; } = TimeSpan.FromHours(12);

    /// <summary>After so long everyone signs in anew. Source of the bound: NIST SP 800-63B, 30 days at assurance level 1.</summary>
    public TimeSpan SessionLife { get; set; } = TimeSpan.FromDays(14);

    /// <summary>Addresses of proxies, separated by spaces or commas, whose word about the client's address is believed (X-Forwarded-For, X-Forwarded-Proto).</summary>
    public string Proxies { get; set; } = "";
}
