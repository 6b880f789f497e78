using System.Collections.Frozen;

namespace EdgeWarning.Simulator.Control;

/// <summary>What a hand can do to a board: the same switches by HTTP and on standard input.</summary>
internal sealed record Switch(string Name, string Property, string On, string Off, Func<SimulatedBoard, bool> Fits, Action<SimulatedBoard, bool> Set);

internal static class Switches
{
    public static readonly FrozenDictionary<string, Switch> All = new Switch[]
    {
        new("power", "on", "on", "off", _ => true, (board, on) => SetPower(board, on)),
        new("network", "up", "up", "down", _ => true, (board, up) => board.Machine.NetworkUp = up),
        new("horn", "connected", "on", "off", board => board.Amplifier is not null, (board, connected) => board.Amplifier!.HornConnected = connected),
        new("amplifier", "alive", "alive", "dead", board => board.Amplifier is not null, (board, alive) => board.Amplifier!.Alive = alive),
        new("relay", "working", "working", "stuck", board => board.Amplifier is not null, (board, working) => board.Amplifier!.RelayWorking = working),
        new("diaphragm", "whole", "whole", "torn", board => board.Amplifier is not null, (board, whole) => board.Amplifier!.HornRadiates = whole),
        new("button", "pressed", "pressed", "released", board => board.Button is not null, (board, pressed) => Press(board.Button!, pressed)),
        new("speech", "alive", "alive", "dead", board => board.Speech is not null, (board, alive) => board.Speech!.Alive = alive),
    }.ToFrozenDictionary(control => control.Name);

    /// <summary>Boards by id; <c>*</c> is all that have such a switch. Null with a reason when there is none.</summary>
    public static IReadOnlyList<SimulatedBoard>? Find(SimulatedCounty county, string id, Switch control, out string fault)
    {
        if (id == "*")
        {
            fault = string.Empty;
            return [.. county.Boards.Where(control.Fits)];
        }

        SimulatedBoard? board = county.Find(id);
        fault = board is null ? $"no board \"{id}\" in this plan"
            : !control.Fits(board) ? $"board {id} is a {board.Plan.Kind}: it has no {control.Name}"
            : string.Empty;
        return fault.Length == 0 ? [board!] : null;
    }

    private static void Press(NanoHost.Hardware.PinPart button, bool pressed)
    {
        if (pressed)
        {
            button.Drive(false);
        }
        else
        {
            button.Release();
        }
    }

    private static void SetPower(SimulatedBoard board, bool on)
    {
        if (on)
        {
            board.Machine.PowerOn();
        }
        else
        {
            board.Machine.CutPower();
        }
    }
}
