using NanoHost;

namespace nanoFramework.Runtime.Native;

/// <summary>How to restart.</summary>
public enum RebootOption
{
    /// <summary>The whole chip.</summary>
    NormalReboot = 0,

    /// <summary>Into the boot loader of nanoFramework: here like a normal one.</summary>
    EnterNanoBooter = 1,

    /// <summary>Only the managed part: here like a normal one.</summary>
    ClrOnly = 2,

    /// <summary>Into the maker's boot loader: here like a normal one.</summary>
    EnterProprietaryBooter = 8,
}

/// <summary>Power of the board that the calling thread belongs to.</summary>
public class Power
{
    /// <summary>Restarts the board; does not return.</summary>
    public static void RebootDevice(RebootOption rebootOption = RebootOption.NormalReboot)
    {
        _ = rebootOption;
        Life.Current.Machine.Restart(RestartReason.Software);
    }

    /// <summary>Restarts the board; does not return.</summary>
    public static void RebootDevice(int exeConstraintTimeout, RebootOption rebootOption = RebootOption.NormalReboot)
    {
        _ = exeConstraintTimeout;
        RebootDevice(rebootOption);
    }
}

/// <summary>Clock of the board that the calling thread belongs to.</summary>
public static class Rtc
{
    /// <summary>Sets the time (UTC). Read it back with Machine.UnixMilliseconds: the host's own DateTime.UtcNow is nobody's board clock.</summary>
    public static bool SetSystemTime(DateTime time)
    {
        Life.Current.Machine.SetUnixMilliseconds((time.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond);
        return true;
    }
}

/// <summary>Memory of the board that the calling thread belongs to.</summary>
public static class GC
{
    private const uint FreeWithoutPsram = 80_000;      // 54 to 111 KB were measured on ESP32 without PSRAM
    private const uint FreeWithPsram = 4_000_000;

    /// <summary>Collects, and gives the bytes free: a fixed typical figure, because the boards of one process share the host's heap.</summary>
    public static uint Run(bool compactHeap)
    {
        _ = compactHeap;
        return Life.Current.Machine.Psram ? FreeWithPsram : FreeWithoutPsram;
    }

    /// <summary>Does nothing here.</summary>
    public static void EnableGCMessages(bool enable) => _ = enable;
}
