namespace EdgeWarning.Gateway.Platform.Audit;

/// <summary>Who does something, and from where.</summary>
/// <param name="Who">A person's name, "key village", "gateway", "command line".</param>
/// <param name="Origin">A network address, or the system's user at the command line; empty for the gateway itself.</param>
public record Actor(string Who, string Origin)
{
    public static readonly Actor Gateway = new("gateway", "");

    public static Actor CommandLine => new("command line", Environment.UserName);

    /// <summary>A name alone.</summary>
    public static implicit operator Actor(string who) => new(who, "");

    /// <summary>Whoever is behind a request; the pipeline has put them there.</summary>
    public static Actor Of(HttpContext context) => context.Features.Get<Actor>() ?? new Actor("nobody", AddressOf(context));

    /// <summary>IPv4 addresses as such, also when they come over an IPv6 socket.</summary>
    public static string AddressOf(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address ? $"{(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address)}" : "";
}
