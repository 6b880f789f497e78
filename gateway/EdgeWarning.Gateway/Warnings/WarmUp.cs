using System.Text;
using EdgeWarning.Gateway.Warnings.Cap;
using Microsoft.Extensions.Options;

namespace EdgeWarning.Gateway.Warnings;

/// <summary>
/// Walks once through everything a message passes, right after the start and without storing anything: the first warning after a
/// restart should not pay for compiling the code (about 0.1 s on two cores).
/// </summary>
internal sealed class WarmUp(WarningStore store, IOptionsMonitor<WarningSettings> settings, TimeProvider clock) : BackgroundService
{
    private const string Sample =
        """
        <alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>warm-up</identifier><sender>gateway</sender><sent>2026-11-22T14:00:00+08:00</sent>
        <status>Actual</status><msgType>Alert</msgType><scope>Public</scope><references>a,b,2026-11-22T13:00:00+08:00</references>
        <info><language>zh-CN</language><category>Met</category><event>暴雨</event><urgency>Past</urgency><severity>Minor</severity><certainty>Observed</certainty>
        <expires>2026-11-22T17:00:00+08:00</expires><headline>预警 1</headline><instruction>Wait &amp; see.</instruction><web>http://a.example/</web>
        <area><areaDesc>nowhere</areaDesc><polygon>0,0 0,1 1,1 0,0</polygon><circle>0,0 1</circle><geocode><valueName>a</valueName><value>999999</value></geocode></area></info></alert>
        """;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        var alert = ((CapAccepted)CapReader.Read(Encoding.UTF8.GetBytes(Sample))).Alert;
        _ = WarningVerdict.Of(alert, LiveWarnings.ExpiryOf(alert, settings.CurrentValue), WarningRelations.None, clock.GetUtcNow());
        foreach (var announcement in LiveWarnings.Announcements(alert, alert.Sent, settings.CurrentValue))
        {
            _ = WarningArea.Covers(announcement.Areas, new WarningPlace("411321101200", new GeoPoint(0.2, 0.5)));
        }

        _ = store.Unexpired(clock.GetUtcNow());
    }
}
