using System.Text;
using System.Xml.Linq;
using EdgeWarning.Gateway.Warnings.Cap;

namespace EdgeWarning.Gateway.Warnings;

/// <summary>
/// The CAP Cancel by which this office silences a warning. It goes the way of any other message, so what the console does is checked, numbered, audited
/// and shown like what an issuer does. Of a warning of another issuer it is for this gateway alone and stands in no feed: only its issuer can tell the world that it is over.
/// </summary>
public static class SilencingCancel
{
    private static readonly XNamespace s_cap = "urn:oasis:names:tc:emergency:cap:1.2";

    /// <param name="office">Who cancels; a CAP sender, so without spaces or commas.</param>
    public static byte[] Of(StoredWarning warning, string office, DateTimeOffset now)
    {
        var isOurs = warning.Alert.Sender == office;
        var alert = new XElement(
            s_cap + "alert",
            new XElement(s_cap + "identifier", $"stop-{warning.Id}-{now.ToUnixTimeMilliseconds()}"),
            new XElement(s_cap + "sender", office),
            new XElement(s_cap + "sent", CapTime.Format(now)),
            new XElement(s_cap + "status", warning.Alert.Status),
            new XElement(s_cap + "msgType", CapMessageType.Cancel),
            new XElement(s_cap + "scope", isOurs ? CapScope.Public : CapScope.Restricted),
            isOurs ? null : new XElement(s_cap + "restriction", "the loudspeakers of this gateway"),
            new XElement(s_cap + "note", "silenced from the console of this gateway"),
            new XElement(s_cap + "references", warning.Alert.Reference));
        return Encoding.UTF8.GetBytes(new XDocument(new XDeclaration("1.0", "utf-8", null), alert).ToString());
    }
}
