using System.Text;

namespace EdgeWarning.Village.Tests.Kit;

/// <summary>CAP messages of an invented office, short so that they are soon spoken.</summary>
internal static class Cap
{
    private const string Sender = "office@nanzhao.example";
    private const string TimeForm = "yyyy-MM-ddTHH:mm:sszzz";

    private static int s_number;

    /// <summary>A message for villages by their division codes.</summary>
    public static CapMessage Alert(params string[] villages) => new()
    {
        Identifier = $"TEST-{Environment.ProcessId}-{Interlocked.Increment(ref s_number)}",
        Sent = DateTimeOffset.UtcNow,
        Villages = villages,
    };

    internal sealed record CapMessage
    {
        public required string Identifier { get; init; }

        public required DateTimeOffset Sent { get; init; }

        public required IReadOnlyList<string> Villages { get; init; }

        public string Status { get; init; } = "Actual";

        public string Type { get; init; } = "Alert";

        /// <summary>Extreme is red, Severe orange, Moderate yellow, Minor blue.</summary>
        public string Severity { get; init; } = "Extreme";

        public string Headline { get; init; } = "Leave the river.";

        /// <summary>Where the gateway keeps a sound that is played in place of the words.</summary>
        public string? Sound { get; init; }

        public IReadOnlyList<CapMessage> References { get; init; } = [];

        public TimeSpan Life { get; init; } = TimeSpan.FromHours(1);

        public CapMessage Update() => Next("Update");

        public CapMessage Cancel() => Next("Cancel");

        public byte[] Xml => Encoding.UTF8.GetBytes($"""
            <?xml version="1.0" encoding="UTF-8"?>
            <alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
              <identifier>{Identifier}</identifier>
              <sender>{Sender}</sender>
              <sent>{Time(Sent)}</sent>
              <status>{Status}</status>
              <msgType>{Type}</msgType>
              <scope>Public</scope>
              {(References.Count == 0 ? "" : $"<references>{string.Join(' ', References.Select(one => $"{Sender},{one.Identifier},{Time(one.Sent)}"))}</references>")}
              <info>
                <language>en</language>
                <category>Met</category>
                <event>Flood</event>
                <urgency>Immediate</urgency>
                <severity>{Severity}</severity>
                <certainty>Observed</certainty>
                <expires>{Time(Sent + Life)}</expires>
                <headline>{Headline}</headline>
                {(Sound is null ? "" : $"<resource><resourceDesc>recording</resourceDesc><mimeType>audio/wav</mimeType><uri>{Sound}</uri></resource>")}
                <area>
                  <areaDesc>Test villages</areaDesc>
                  {string.Concat(Villages.Select(village => $"<geocode><valueName>GB/T 2260</valueName><value>{village}</value></geocode>"))}
                </area>
              </info>
            </alert>
            """);

        private CapMessage Next(string type) => Alert([.. Villages]) with { Type = type, Status = Status, References = [this], Severity = Severity };

        private static string Time(DateTimeOffset time) => time.ToString(TimeForm);
    }
}
