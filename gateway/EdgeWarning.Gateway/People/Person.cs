using EdgeWarning.Gateway.Platform;

namespace EdgeWarning.Gateway.People;

/// <summary>Someone who works here.</summary>
/// <param name="Name">What one signs in with: letters of any script, digits, '.', '-', '_'; small.</param>
/// <param name="MustChange">Somebody else chose the password: nothing but a new one is allowed.</param>
/// <param name="DisabledAt">Since when this person may not come in.</param>
public sealed record Person(string Name, string FullName, Role Roles, bool MustChange, DateTimeOffset? DisabledAt, DateTimeOffset MadeAt, DateTimeOffset? SignedInAt)
{
    private const int LongestName = 40;

    /// <summary>As it is stored and compared.</summary>
    public static string Normal(string name) => name.Trim().ToLowerInvariant();

    /// <summary>Null, or why it is no name.</summary>
    public static Fault? FaultOfName(string name) =>
        name is "gateway" or "nobody" ? Fault.Of("name.reserved", $"{name} is what the audit calls somebody else") :
        name.Length is < 2 or > LongestName || !name.All(letter => char.IsLetterOrDigit(letter) || letter is '.' or '-' or '_')
            ? Fault.Of("name.letters", $"the name must have 2 to {LongestName} letters, digits, '.', '-' or '_'")
            : null;
}
