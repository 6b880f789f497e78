using System;
using System.Net;
using System.Net.Sockets;

namespace EdgeWarning.Common
{
    /// <summary>Where the gateway's host is. A name is asked for every time: its address may change.</summary>
    public static class HostName
    {
        /// <summary>The IPv4 address of a host, given as one or as a name.</summary>
        public static IPAddress AddressOf(string host)
        {
            for (int i = 0; i < host.Length; i++)
            {
                if (!Str.IsDigit(host[i]) && host[i] != '.')
                {
                    return FirstOf(Dns.GetHostEntry(host).AddressList);
                }
            }

            return IPAddress.Parse(host);
        }

        private static IPAddress FirstOf(IPAddress[] addresses)
        {
            for (int i = 0; i < addresses.Length; i++)
            {
                if (addresses[i].AddressFamily == AddressFamily.InterNetwork)
                {
                    return addresses[i];
                }
            }

            throw new InvalidOperationException("no IPv4 address");
        }
    }
}
