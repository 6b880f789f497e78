namespace EdgeWarning.Gateway.People;

/// <summary>What a person or a machine is here for. One may hold several; what each may do stands in <see cref="Rights"/>. The numbers are stored.</summary>
[Flags]
public enum Role
{
    None = 0,

    /// <summary>值班员: issues warnings and ends them.</summary>
    Officer = 1,

    /// <summary>签发人: the second person who signs a warning.</summary>
    Approver = 2,

    /// <summary>技术员: looks after boards.</summary>
    Technician = 4,

    /// <summary>信息员: reports from a village.</summary>
    Reporter = 8,

    /// <summary>查看者: sees, changes nothing.</summary>
    Viewer = 16,

    /// <summary>管理员: people, keys, audit; issues nothing.</summary>
    Administrator = 32,
}

/// <summary>The roles by their names in JSON and on the command line.</summary>
public static class Roles
{
    public static IReadOnlyList<Role> All { get; } = [Role.Officer, Role.Approver, Role.Technician, Role.Reporter, Role.Viewer, Role.Administrator];

    public static string NameOf(Role role) => role.ToString().ToLowerInvariant();

    /// <summary>The single roles of a set, by name.</summary>
    public static IReadOnlyList<string> Names(Role roles) => [.. All.Where(role => roles.HasFlag(role)).Select(NameOf)];

    /// <summary>"officer, technician"; "no role" for none.</summary>
    public static string Text(Role roles) => roles == Role.None ? "no role" : string.Join(", ", Names(roles));

    /// <summary>False and the name that is no role.</summary>
    public static bool TryParse(IEnumerable<string> names, out Role roles, out string unknown)
    {
        (roles, unknown) = (Role.None, "");
        foreach (var name in names)
        {
            var role = All.FirstOrDefault(role => NameOf(role).Equals(name.Trim(), StringComparison.OrdinalIgnoreCase));
            if (role == Role.None)
            {
                unknown = name;
                return false;
            }

            roles |= role;
        }

        return true;
    }
}
