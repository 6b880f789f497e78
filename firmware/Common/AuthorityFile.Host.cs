using System.Security.Cryptography.X509Certificates;

namespace EdgeWarning.Common
{
    /// <summary>Reads the certificate of the gateway's authority, on the host. A file of its own, because it needs the network's assembly. The same member: AuthorityFile.Nano.cs.</summary>
    public static class AuthorityFile
    {
        /// <summary>A certificate from the bytes of a PEM file.</summary>
        public static X509Certificate Read(byte[] pem)
        {
            return X509CertificateLoader.LoadCertificate(pem);
        }
    }
}
