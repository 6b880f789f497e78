using System.Globalization;
using EdgeWarning.Gateway.Broadcast;
using EdgeWarning.Gateway.Devices;
using EdgeWarning.Gateway.Places;
using EdgeWarning.Gateway.Platform;
using EdgeWarning.Gateway.Platform.Audit;
using EdgeWarning.Gateway.Warnings;
using EdgeWarning.Gateway.Warnings.Cap;
using EdgeWarning.Protocol;
using Microsoft.Extensions.Options;

namespace EdgeWarning.Gateway.Desk;

/// <summary>Whether a loudspeaker is proved to be quiet.</summary>
public enum QuietProof
{
    /// <summary>It says that it still sounds, or that it failed.</summary>
    StillSounding,

    Refused,

    /// <summary>It does not answer: somebody must go and look.</summary>
    Silent,

    /// <summary>It was told and has not answered yet.</summary>
    Waiting,

    /// <summary>It has stopped, and says that its current is back at rest.</summary>
    Quiet,
}

/// <param name="Detail">Why, in the board's words.</param>
/// <param name="At">When its proof was learnt.</param>
public sealed record BoardQuiet(string Board, string Village, string VillageName, string? Contact, string? Phone, QuietProof Proof, string? Detail, DateTimeOffset? At);

/// <summary>The one big stop, and how far it is proved.</summary>
/// <param name="Loudspeakers">How many it would silence, or has to.</param>
/// <param name="Confirmation">What is typed to give it: the number of loudspeakers.</param>
/// <param name="Id">Null when there never was one.</param>
/// <param name="Boards">What needs a person first; empty when there never was one.</param>
public sealed record StopAllView(
    int Loudspeakers, string Confirmation, bool IsInForce, string? Id, DateTimeOffset? At, string? Who, string? Reason, DateTimeOffset? LiftedAt, string? LiftedBy, int Quiet, bool IsProved, IReadOnlyList<BoardQuiet> Boards);

/// <summary>Silences everything in the county and proves it (decision 29).</summary>
public sealed class StopDesk(
    CountyStops stops, OrderStore orders, BoardRegistry boards, PlaceStore places, WarningStore warnings, WarningIntake intake, DraftStore drafts, IOptionsMonitor<DeskSettings> settings, TimeProvider clock)
{
    public const string Act = "stopped with everything";

    public StopAllView View()
    {
        var speakers = boards.All.Where(board => BoardKinds.CanSound(board.Kind)).ToList();
        var confirmation = speakers.Count.ToString(CultureInfo.InvariantCulture);
        if (stops.Latest() is not { } stop)
        {
            return new StopAllView(speakers.Count, confirmation, false, null, null, null, null, null, null, 0, false, []);
        }

        var told = orders.OfWarning(stop.Id).ToLookup(order => order.Board);
        var divisions = places.Divisions().ToDictionary(division => division.Code, StringComparer.Ordinal);
        var proofs = speakers.Where(board => stop.IsInForce || told.Contains(board.Id))
            .Select(board => ProofOf(board, told[board.Id].MaxBy(order => order.Sequence), divisions.GetValueOrDefault(CountyVillages.CodeOf(board))))
            .OrderBy(proof => proof.Proof).ThenBy(proof => proof.Village, StringComparer.Ordinal).ThenBy(proof => proof.Board, StringComparer.Ordinal).ToList();
        var quiet = proofs.Count(proof => proof.Proof == QuietProof.Quiet);
        return new StopAllView(speakers.Count, confirmation, stop.IsInForce, stop.Id, stop.At, stop.Who, stop.Reason, stop.LiftedAt, stop.LiftedBy, quiet, quiet == proofs.Count, proofs);
    }

    /// <param name="typed">The number of loudspeakers, typed by the one who means it.</param>
    public async Task<DeskAnswer> StopAll(string? typed, string reason, Actor by)
    {
        var count = boards.All.Count(board => BoardKinds.CanSound(board.Kind));
        if (typed?.Trim() != count.ToString(CultureInfo.InvariantCulture))
        {
            return new DeskRefused(Fault.Of("stop.type", $"type {count}, the number of loudspeakers that will be silenced"));
        }

        // The silence first; what the world is told of it comes after, also when the browser has gone meanwhile.
        var (id, silenced) = await stops.Begin(reason, by);
        foreach (var warning in silenced)
        {
            await drafts.Note(warning, new StepNote(by, Act, reason));
            await CancelOurs(warning, by);
        }

        return new DeskDone(id);
    }

    public async Task<DeskAnswer> Lift(string reason, Actor by) => await stops.Lift(reason, by) ? new DeskDone("stop-all") : new DeskRefused(Fault.Of("stop.none", "no stop of everything is in force"));

    // Only its issuer can say of a warning that it is over; an all-clear says that already.
    private async Task CancelOurs(string id, Actor by)
    {
        if (warnings.Find(id) is { } warning && warning.Alert.Sender == settings.CurrentValue.Sender && warning.Alert.Infos.All(info => !info.Responses.Contains(CapResponse.AllClear)))
        {
            await intake.Take(SilencingCancel.Of(warning, settings.CurrentValue.Sender, clock.GetUtcNow()), by);
        }
    }

    private BoardQuiet ProofOf(Board board, BroadcastOrder? order, Division? village)
    {
        var step = order?.Progress.Steps[^1];
        return new BoardQuiet(
            board.Id,
            CountyVillages.CodeOf(board),
            board.VillageName,
            village?.Contact,
            village?.Phone,
            ProofOf(order, clock.GetUtcNow()),
            step?.Detail ?? (step is { Reason: not Reason.None } ? Words.Of(step.Reason) : null),
            order?.Progress.State == OrderState.Stopped ? step!.At : null);
    }

    private static QuietProof ProofOf(BroadcastOrder? order, DateTimeOffset now) => order?.Progress.State switch
    {
        OrderState.Stopped => QuietProof.Quiet,
        OrderState.Refused when order.Progress.Reason != Reason.Busy => QuietProof.Refused,
        OrderState.Failed => QuietProof.StillSounding,
        OrderState.Expired => QuietProof.Silent,
        OrderState.Committed or OrderState.Sent when now - order.Issued > Coverage.Patience => QuietProof.Silent,
        _ => QuietProof.Waiting,
    };
}
