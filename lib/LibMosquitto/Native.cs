using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace LibMosquitto;

/// <summary>The functions of libmosquitto 2.0.11 (mosquitto.h) and of libc that <see cref="MosquittoClient"/> needs.</summary>
internal static unsafe partial class Native
{
    private const string Mosquitto = "libmosquitto.so.1";

    /// <summary>MOSQ_OPT_TCP_NODELAY: small packets must not wait for the acknowledgement of the one before.</summary>
    internal const int OptionTcpNoDelay = 11;

    /// <summary>MOSQ_LOG_WARNING | MOSQ_LOG_ERR.</summary>
    internal const int LogWarningOrError = 0x04 | 0x08;

    private static readonly Lazy<MosquittoError> Library = new(() => (MosquittoError)mosquitto_lib_init());

    /// <summary>Initialises the library once per process; it is never cleaned up, because other clients may live on.</summary>
    internal static void EnsureLibrary()
    {
        try
        {
            if (Library.Value != MosquittoError.Success)
            {
                throw new InvalidOperationException($"could not initialise {Mosquitto}: {Library.Value.Explain()}");
            }
        }
        catch (DllNotFoundException missing)
        {
            throw new DllNotFoundException($"could not load {Mosquitto}: install it with `apt install libmosquitto1`", missing);
        }
    }

    [LibraryImport(Mosquitto)]
    private static partial int mosquitto_lib_init();

    [LibraryImport(Mosquitto, StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    internal static partial nint mosquitto_new(string? id, [MarshalAs(UnmanagedType.U1)] bool cleanSession, nint userData);

    [LibraryImport(Mosquitto)]
    internal static partial void mosquitto_destroy(nint client);

    [LibraryImport(Mosquitto)]
    internal static partial int mosquitto_threaded_set(ClientHandle client, [MarshalAs(UnmanagedType.U1)] bool threaded);

    [LibraryImport(Mosquitto)]
    internal static partial int mosquitto_int_option(ClientHandle client, int option, int value);

    [LibraryImport(Mosquitto, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int mosquitto_username_pw_set(ClientHandle client, string user, string password);

    [LibraryImport(Mosquitto, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int mosquitto_will_set(
        ClientHandle client, string topic, int payloadBytes, byte* payload, int qos, [MarshalAs(UnmanagedType.U1)] bool retain);

    [LibraryImport(Mosquitto, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int mosquitto_tls_set(
        ClientHandle client, string caFile, string? caPath, string? certificateFile, string? keyFile, nint passwordCallback);

    [LibraryImport(Mosquitto, StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    internal static partial int mosquitto_connect_async(ClientHandle client, string host, int port, int keepAliveSeconds);

    [LibraryImport(Mosquitto)]
    internal static partial int mosquitto_disconnect(ClientHandle client);

    [LibraryImport(Mosquitto, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int mosquitto_publish(
        ClientHandle client, out int messageId, string topic, int payloadBytes, byte* payload, int qos,
        [MarshalAs(UnmanagedType.U1)] bool retain);

    [LibraryImport(Mosquitto, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int mosquitto_subscribe(ClientHandle client, out int messageId, string topic, int qos);

    [LibraryImport(Mosquitto, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int mosquitto_unsubscribe(ClientHandle client, out int messageId, string topic);

    [LibraryImport(Mosquitto)]
    internal static partial int mosquitto_max_inflight_messages_set(ClientHandle client, uint messages);

    [LibraryImport(Mosquitto)]
    internal static partial int mosquitto_socket(ClientHandle client);

    [LibraryImport(Mosquitto)]
    [return: MarshalAs(UnmanagedType.U1)]
    internal static partial bool mosquitto_want_write(ClientHandle client);

    [LibraryImport(Mosquitto, SetLastError = true)]
    internal static partial int mosquitto_loop_read(ClientHandle client, int maxPackets);

    [LibraryImport(Mosquitto, SetLastError = true)]
    internal static partial int mosquitto_loop_write(ClientHandle client, int maxPackets);

    [LibraryImport(Mosquitto, SetLastError = true)]
    internal static partial int mosquitto_loop_misc(ClientHandle client);

    [LibraryImport(Mosquitto)]
    internal static partial void mosquitto_connect_callback_set(
        ClientHandle client, delegate* unmanaged[Cdecl]<nint, nint, int, void> callback);

    [LibraryImport(Mosquitto)]
    internal static partial void mosquitto_message_callback_set(
        ClientHandle client, delegate* unmanaged[Cdecl]<nint, nint, Message*, void> callback);

    [LibraryImport(Mosquitto)]
    internal static partial void mosquitto_publish_callback_set(
        ClientHandle client, delegate* unmanaged[Cdecl]<nint, nint, int, void> callback);

    [LibraryImport(Mosquitto)]
    internal static partial void mosquitto_subscribe_callback_set(
        ClientHandle client, delegate* unmanaged[Cdecl]<nint, nint, int, int, int*, void> callback);

    [LibraryImport(Mosquitto)]
    internal static partial void mosquitto_log_callback_set(
        ClientHandle client, delegate* unmanaged[Cdecl]<nint, nint, int, byte*, void> callback);

    /// <summary>struct mosquitto_message.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Message
    {
        public int MessageId;
        public byte* Topic;
        public byte* Payload;
        public int PayloadBytes;
        public int Qos;
        public byte Retain;
    }

    /// <summary>struct pollfd.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct PollDescriptor
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }

    internal const short PollIn = 0x001;
    internal const short PollOut = 0x004;
    internal const short PollError = 0x008;
    internal const short PollHangUp = 0x010;
    internal const short PollPeerClosed = 0x2000;

    internal const int ErrnoInterrupted = 4;
    internal const int ErrnoBrokenPipe = 32;
    internal const int ErrnoConnectionReset = 104;

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int poll(PollDescriptor* descriptors, nuint count, int timeoutMilliseconds);

    /// <summary>EFD_CLOEXEC | EFD_NONBLOCK.</summary>
    internal const int EventFlags = 0x80000 | 0x800;

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int eventfd(uint initial, int flags);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial nint read(SafeFileHandle descriptor, ulong* value, nuint bytes);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial nint write(SafeFileHandle descriptor, ulong* value, nuint bytes);

    private const int SocketLevel = 1;
    private const int SocketError = 4;
    private const int PeekWithoutWaiting = 0x02 | 0x40;

    [LibraryImport("libc")]
    private static partial int getsockopt(int socket, int level, int option, int* value, int* bytes);

    [LibraryImport("libc")]
    private static partial nint recv(int socket, byte* buffer, nuint bytes, int flags);

    /// <summary>SO_ERROR: why an asynchronous connect failed; 0 when it did not.</summary>
    internal static int PendingError(int socket)
    {
        int error = 0;
        int bytes = sizeof(int);
        return getsockopt(socket, SocketLevel, SocketError, &error, &bytes) == 0 ? error : 0;
    }

    /// <summary>The peer has closed and everything that it sent is read.</summary>
    internal static bool IsAtEnd(int socket)
    {
        byte probe;
        return recv(socket, &probe, 1, PeekWithoutWaiting) == 0;
    }

    /// <summary>
    /// Owns one `struct mosquitto`. Calls hold a reference while they run, so a publish on one thread and the end of the connection on
    /// another cannot meet in freed memory. The user data is a weak handle: native code never keeps a client alive.
    /// </summary>
    internal sealed class ClientHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
    {
        private GCHandle _userData;

        internal static ClientHandle Create(string clientId, bool cleanSession, MosquittoClient owner)
        {
            var result = new ClientHandle { _userData = GCHandle.Alloc(owner, GCHandleType.Weak) };
            nint native = mosquitto_new(clientId.Length == 0 ? null : clientId, cleanSession, GCHandle.ToIntPtr(result._userData));
            if (native == 0)
            {
                string cause = Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError());
                result.FreeUserData();
                result.SetHandleAsInvalid();
                throw new InvalidOperationException($"could not make an MQTT client named \"{clientId}\": {cause}");
            }

            result.SetHandle(native);
            return result;
        }

        protected override bool ReleaseHandle()
        {
            mosquitto_destroy(handle);
            FreeUserData();
            return true;
        }

        private void FreeUserData()
        {
            if (_userData.IsAllocated)
            {
                _userData.Free();
            }
        }
    }

    /// <summary>The client a callback is for; null when it is already gone.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static MosquittoClient? ClientOf(nint userData) =>
        userData == 0 ? null : GCHandle.FromIntPtr(userData).Target as MosquittoClient;
}
