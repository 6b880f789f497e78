using System.Security.Cryptography.X509Certificates;

namespace EdgeWarning.Common
{
    /// <summary>Reads the certificate of the gateway's authority, on an ESP32. A file of its own, because it needs the network's assembly. The same member: AuthorityFile.Host.cs.</summary>
    public static class AuthorityFile
    {
        /// <summary>The certificate in the PEM file on flash, with the zero byte behind it that mbedTLS asks of PEM. From text nanoFramework would add that itself, and take 3 KB of heap for it.</summary>
        public static X509Certificate Read(IFlash flash)
        {
            byte[] pem = new byte[flash.Length(Settings.AuthorityFileName) + 1];
            flash.Read(Settings.AuthorityFileName, 0, pem, 0, pem.Length - 1);
            return new X509Certificate(pem);
        }
    }
}
