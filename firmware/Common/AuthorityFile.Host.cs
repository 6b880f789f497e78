using System.Security.Cryptography.X509Certificates;

namespace EdgeWarning.Common
{
    /// <summary>Reads the certificate of the gateway's authority, on the host. A file of its own, because it needs the network's assembly. The same member: AuthorityFile.Nano.cs.</summary>
    public static class AuthorityFile
    {
        /// <summary>The certificate in the PEM file on flash.</summary>
        public static X509Certificate Read(IFlash flash)
        {
            byte[] pem = new byte[flash.Length(Settings.AuthorityFileName)];
            flash.Read(Settings.AuthorityFileName, 0, pem, 0, pem.Length);
            return X509CertificateLoader.LoadCertificate(pem);
        }
    }
}
