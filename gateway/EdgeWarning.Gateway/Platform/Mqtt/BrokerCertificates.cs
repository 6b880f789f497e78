using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EdgeWarning.Gateway.Platform.Mqtt;

/// <summary>A certificate authority of this gateway's own and the broker's certificate under it. ECDSA on P-256: boards verify it quickly.</summary>
internal static class BrokerCertificates
{
    /// <summary>A board carries the CA for its whole life.</summary>
    private const int AuthorityYears = 25;
    private const int ServerYears = 5;

    /// <summary>
    /// A board that has just started believes that it is 1970, and its TLS (CONFIG_MBEDTLS_HAVE_TIME_DATE in nanoFramework's ESP32 images) refuses a certificate that
    /// begins later: it would need the date to link, and the link to learn the date.
    /// </summary>
    private static readonly DateTimeOffset Begins = DateTimeOffset.UnixEpoch;

    /// <summary>A server certificate with less left than this is made anew at start.</summary>
    private static readonly TimeSpan RenewBefore = TimeSpan.FromDays(180);

    internal static (string CertificatePem, string KeyPem) MakeAuthority(string host, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN=EdgeWarning gateway {Sanitized(host)}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        using X509Certificate2 certificate = request.CreateSelfSigned(Begins, now.AddYears(AuthorityYears));
        return (certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }

    internal static (string CertificatePem, string KeyPem) MakeServer(
        string authorityPem, string authorityKeyPem, IReadOnlyCollection<string> names, DateTimeOffset now)
    {
        using X509Certificate2 authority = X509Certificate2.CreateFromPem(authorityPem, authorityKeyPem);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=EdgeWarning broker", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));    // server authentication
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, true, false));
        request.CertificateExtensions.Add(AlternativeNames(names));
        DateTimeOffset authorityEnd = new(authority.NotAfter.ToUniversalTime());
        DateTimeOffset end = now.AddYears(ServerYears);
        using X509Certificate2 certificate = request.Create(
            authority, new DateTimeOffset(authority.NotBefore.ToUniversalTime()), end < authorityEnd ? end : authorityEnd, RandomNumberGenerator.GetBytes(16));
        return (certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>Whether the broker can go on with the certificate it has: signed by this authority, for all these names, valid for a while.</summary>
    internal static bool IsGood(string certificatePem, string authorityPem, IReadOnlyCollection<string> names, DateTimeOffset now)
    {
        try
        {
            using X509Certificate2 certificate = X509Certificate2.CreateFromPem(certificatePem);
            using X509Certificate2 authority = X509Certificate2.CreateFromPem(authorityPem);
            using var chain = new X509Chain();
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.CustomTrustStore.Add(authority);
            chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
            chain.ChainPolicy.VerificationTime = (now + RenewBefore).UtcDateTime;
            return chain.Build(certificate) && names.All(name => certificate.MatchesHostname(name, allowWildcards: false, allowCommonName: false));
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static X509Extension AlternativeNames(IEnumerable<string> names)
    {
        var builder = new SubjectAlternativeNameBuilder();
        foreach (string name in names)
        {
            if (IPAddress.TryParse(name, out IPAddress? address))
            {
                builder.AddIpAddress(address);
            }
            else
            {
                builder.AddDnsName(name);
            }
        }

        return builder.Build();
    }

    private static string Sanitized(string host) => string.Concat(host.Where(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.'));
}
