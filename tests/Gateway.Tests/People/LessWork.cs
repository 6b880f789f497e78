using System.Runtime.CompilerServices;
using EdgeWarning.Gateway.People;

namespace EdgeWarning.Gateway.Tests.People;

/// <summary>In this process a password is hashed in a millisecond and not in 77: these tests sign in some hundred people.</summary>
internal static class LessWork
{
    private const int FewIterations = 2_000;

    /// <summary>What a gateway works with.</summary>
    public static int OfTheGateway { get; private set; }

    [ModuleInitializer]
    public static void Turn() => (OfTheGateway, Passwords.IterationsHere) = (Passwords.IterationsHere, FewIterations);
}
