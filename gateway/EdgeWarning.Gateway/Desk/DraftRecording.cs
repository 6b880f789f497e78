using EdgeWarning.Gateway.Platform;
using EdgeWarning.Gateway.Voice;
using EdgeWarning.Gateway.Warnings.Cap;
using EdgeWarning.Protocol;

namespace EdgeWarning.Gateway.Desk;

/// <summary>喊话: a recording that a draft brings along, as the CAP message will carry it. A drill's is announced before and after, in the recording itself.</summary>
public sealed class DraftRecording(ClipLibrary clips, SpeechRenderer renderer)
{
    /// <summary>What is wrong with it, in words; empty when there is none or it can be sent.</summary>
    public IReadOnlyList<Fault> Faults(DraftBody body) =>
        body.Recording is { } id && clips.Find(id) is null ? [Fault.Of("recording.none", $"recording: there is no clip {id}")] : [];

    /// <summary>The resource of the message; neither resource nor fault when the draft has no recording.</summary>
    /// <param name="identifier">Of the message.</param>
    /// <param name="gateway">Where others reach this gateway.</param>
    public async Task<(CapResource? Resource, Fault? Unsaid)> Resource(DraftBody body, string identifier, Uri gateway, CancellationToken stopping)
    {
        if (body.Recording is null || clips.Find(body.Recording) is not { } recording)
        {
            return (null, null);
        }

        var said = body.Scope == Scope.Drill ? await DrillMarks.Around(recording, body.Languages[0], renderer, clips, stopping) : new Rendering(recording, null);
        return said.Clip is { } clip
            ? (new CapResource(clip.Name.Length > 0 ? clip.Name : "喊话", Clip.MimeType, clip.Bytes, Clip.AddressIn(gateway, identifier, clip.Id).AbsoluteUri, null, clip.Sha1), null)
            : (null, Fault.Of("recording.unsaid", $"recording: {said.Fault}"));
    }
}
