using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace EdgeWarning.Common
{
    /// <summary>Reads the certificate of the gateway's authority, on an ESP32. A file of its own, because it needs the network's assembly. The same member: AuthorityFile.Host.cs.</summary>
    public static class AuthorityFile
    {
        /// <summary>A certificate from the bytes of a PEM file. As text: then nanoFramework adds the zero byte that mbedTLS asks of PEM.</summary>
        public static X509Certificate Read(byte[] pem)
        {
            return new X509Certificate(Encoding.UTF8.GetString(pem, 0, pem.Length));
        }
    }
}
