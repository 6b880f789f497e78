using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace LibMosquitto;

/// <summary>A message that came from the broker. The payload is the receiver's own copy.</summary>
public delegate void MessageHandler(string topic, byte[] payload);

/// <summary>The broker's answer to a subscription. <paramref name="granted"/> is false when the broker refused it (code 0x80).</summary>
public delegate void SubscribedHandler(int messageId, bool granted);

/// <summary>
/// One MQTT 3.1.1 connection. Configure, <see cref="Connect"/> once, end with <see cref="Disconnect"/> or <see cref="Dispose"/>; make a new
/// client to connect again. Every method may be called from any thread; every event comes on the connection's own thread.
/// </summary>
public sealed unsafe class MosquittoClient : IDisposable
{
    /// <summary>How long <see cref="Dispose"/> waits for a handler that is still running. The thread frees everything itself in any case.</summary>
    private static readonly TimeSpan DisposePatience = TimeSpan.FromSeconds(5);

    /// <summary>How long <see cref="Disconnect"/> gives queued messages and the DISCONNECT to leave.</summary>
    private static readonly TimeSpan FarewellPatience = TimeSpan.FromSeconds(2);

    private readonly Native.ClientHandle _client;
    private readonly SafeFileHandle _wake;
    private readonly Lock _gate = new();
    private Thread? _thread;
    private string? _caFile;
    private int _wakePending;
    private volatile bool _disposed;
    private volatile bool _asked;
    private volatile bool _farewell;
    private volatile bool _connected;
    private int _connack = -1;
    private Exception? _fault;
    private string? _lastWarning;

    /// <param name="clientId">Must be unique at the broker; empty lets the broker choose one (clean session only).</param>
    /// <param name="cleanSession">True: the broker forgets everything of this client when the connection ends.</param>
    public MosquittoClient(string clientId, bool cleanSession)
    {
        ArgumentNullException.ThrowIfNull(clientId);
        Native.EnsureLibrary();
        _client = Native.ClientHandle.Create(clientId, cleanSession, this);
        int wake = Native.eventfd(0, Native.EventFlags);
        if (wake < 0)
        {
            _client.Dispose();
            throw new IOException($"could not make an event descriptor: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");
        }

        _wake = new SafeFileHandle(wake, ownsHandle: true);
        Native.mosquitto_threaded_set(_client, true);      // publish queues and our thread alone touches the socket
        Native.mosquitto_int_option(_client, Native.OptionTcpNoDelay, 1);
        Native.mosquitto_connect_callback_set(_client, &OnConnect);
        Native.mosquitto_message_callback_set(_client, &OnMessage);
        Native.mosquitto_publish_callback_set(_client, &OnPublish);
        Native.mosquitto_subscribe_callback_set(_client, &OnSubscribe);
    }

    /// <summary>How long to wait for TCP, TLS and CONNACK together.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The broker accepted and the connection still stands, as far as known.</summary>
    public bool IsConnected => _connected;

    /// <summary>The broker accepted the connection.</summary>
    public event Action? Connected;

    /// <summary>The last event of every connection, also of one that never came about. Comes exactly once after <see cref="Connect"/>.</summary>
    public event Action<ConnectionEnd>? Disconnected;

    public event MessageHandler? MessageReceived;

    public event SubscribedHandler? Subscribed;

    /// <summary>QoS 0: written to the socket; QoS 1: the broker has it. May come before <see cref="Publish"/> has returned the id.</summary>
    public event Action<int>? Published;

    /// <summary>A handler of another event threw. With no listener here the connection ends and names the exception.</summary>
    public event Action<Exception>? Faulted;

    public void SetCredentials(string user, string password)
    {
        ArgumentNullException.ThrowIfNull(user);
        ArgumentNullException.ThrowIfNull(password);
        Require(Native.mosquitto_username_pw_set(_client, user, password), "set the user and password");
    }

    /// <summary>What the broker publishes when this client vanishes without a <see cref="Disconnect"/>. Never retained.</summary>
    public void SetWill(string topic, ReadOnlySpan<byte> payload, int qos)
    {
        fixed (byte* bytes = payload)
        {
            Require(Native.mosquitto_will_set(_client, topic, payload.Length, bytes, qos, retain: false), $"set the will on {topic}");
        }
    }

    /// <summary>Speak TLS and trust only the certificates in this PEM file; the broker's certificate must name the host.</summary>
    public void UseTls(string caFile)
    {
        ArgumentException.ThrowIfNullOrEmpty(caFile);
        if (!File.Exists(caFile))
        {
            throw new FileNotFoundException($"could not use TLS: the CA file {caFile} does not exist", caFile);
        }

        Require(Native.mosquitto_tls_set(_client, caFile, null, null, null, 0), $"use the CA file {caFile}");
        _caFile = caFile;
    }

    /// <summary>How many QoS 1 messages may be on their way before the next one waits; 0 = no limit. Default 20.</summary>
    public void SetMaxInflight(int messages) =>
        Require(Native.mosquitto_max_inflight_messages_set(_client, checked((uint)messages)), "set the number of messages in flight");

    /// <summary>Starts to connect and returns at once. The outcome is <see cref="Connected"/> or <see cref="Disconnected"/>.</summary>
    public void Connect(string host, int port, int keepAliveSeconds)
    {
        ArgumentException.ThrowIfNullOrEmpty(host);
        ArgumentOutOfRangeException.ThrowIfLessThan(port, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(port, 65_535);
        // libmosquitto takes 0 (never) or 5 and more.
        ArgumentOutOfRangeException.ThrowIfLessThan(keepAliveSeconds, 5);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(keepAliveSeconds, 65_535);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_thread is not null)
            {
                throw new InvalidOperationException("a MosquittoClient connects once: make a new one to connect again");
            }

            _thread = new Thread(() => Live(host, port, keepAliveSeconds)) { IsBackground = true, Name = "mqtt" };
            _thread.Start();
        }
    }

    /// <summary>Queues a message. It is copied: the buffer is free when this returns. Never retained.</summary>
    public MosquittoError Publish(string topic, ReadOnlySpan<byte> payload, int qos, out int messageId)
    {
        messageId = 0;
        if (!_connected || _client.IsClosed)
        {
            return MosquittoError.NotConnected;
        }

        try
        {
            fixed (byte* bytes = payload)
            {
                int result = Native.mosquitto_publish(_client, out messageId, topic, payload.Length, bytes, qos, retain: false);
                Wake();
                return (MosquittoError)result;
            }
        }
        catch (ObjectDisposedException)
        {
            return MosquittoError.NotConnected;     // the connection ended between the question and the call
        }
    }

    public MosquittoError Subscribe(string topicFilter, int qos, out int messageId)
    {
        messageId = 0;
        try
        {
            int result = Native.mosquitto_subscribe(_client, out messageId, topicFilter, qos);
            Wake();
            return (MosquittoError)result;
        }
        catch (ObjectDisposedException)
        {
            return MosquittoError.NotConnected;
        }
    }

    public MosquittoError Unsubscribe(string topicFilter, out int messageId)
    {
        messageId = 0;
        try
        {
            int result = Native.mosquitto_unsubscribe(_client, out messageId, topicFilter);
            Wake();
            return (MosquittoError)result;
        }
        catch (ObjectDisposedException)
        {
            return MosquittoError.NotConnected;
        }
    }

    /// <summary>Sends what is queued, says goodbye (so no will is published) and ends. <see cref="Disconnected"/> tells when it is done.</summary>
    public void Disconnect()
    {
        _farewell = true;
        _asked = true;
        try
        {
            if (_connected)
            {
                Native.mosquitto_disconnect(_client);
            }
        }
        catch (ObjectDisposedException)
        {
            return;     // it has ended already
        }

        Wake();
    }

    /// <summary>
    /// Cuts the connection as a power failure would (the broker publishes the will), unless <see cref="Disconnect"/> was called before: then its
    /// farewell is finished. Waits for the connection's thread unless called on it, and frees everything.
    /// </summary>
    public void Dispose()
    {
        Thread? thread;
        lock (_gate)
        {
            _disposed = true;
            _asked = true;
            thread = _thread;
        }

        if (thread is null)
        {
            _client.Dispose();
            _wake.Dispose();
        }
        else if (thread != Thread.CurrentThread)
        {
            Wake();
            thread.Join(DisposePatience);
        }
    }

    private void Live(string host, int port, int keepAliveSeconds)
    {
        ConnectionEnd end;
        try
        {
            end = Open(host, port, keepAliveSeconds) ?? Serve(keepAliveSeconds);
        }
        catch (Exception bug)
        {
            end = new ConnectionEnd(EndKind.HandlerFault, 0, bug.ToString());
        }

        _connected = false;
        _client.Dispose();      // closes the socket; the memory goes when the last call in flight has returned
        try
        {
            Disconnected?.Invoke(end);
        }
        catch (Exception fault)
        {
            ReportFault(fault);
        }

        _wake.Dispose();
    }

    /// <summary>TCP, TLS, CONNECT, CONNACK. Null when the broker accepted.</summary>
    private ConnectionEnd? Open(string host, int port, int keepAliveSeconds)
    {
        long started = Stopwatch.GetTimestamp();
        Native.mosquitto_log_callback_set(_client, &OnLog);     // it alone carries OpenSSL's reason; costs a format per packet, so only here
        int result = Native.mosquitto_connect_async(_client, host, port, keepAliveSeconds);
        int errno = Marshal.GetLastPInvokeError();
        if (result != 0)
        {
            return Explain((MosquittoError)result, errno, host, port);
        }

        bool tcpStands = false;
        while (_connack < 0)
        {
            TimeSpan left = ConnectTimeout - Stopwatch.GetElapsedTime(started);
            if (_asked)
            {
                return new ConnectionEnd(EndKind.Asked, 0, "asked to end before the broker answered");
            }

            if (left <= TimeSpan.Zero)
            {
                return Silence(host, port, tcpStands);
            }

            int wait = (int)Math.Min(left.TotalMilliseconds + 1, 250);
            short returned = Poll(tcpStands ? Native.PollIn : Native.PollOut, wait);
            int socket = Native.mosquitto_socket(_client);
            if (!tcpStands)
            {
                if ((returned & (Native.PollOut | Native.PollError | Native.PollHangUp)) == 0)
                {
                    continue;
                }

                int error = Native.PendingError(socket);
                if (error != 0)
                {
                    return Explain(MosquittoError.SystemError, error, host, port);
                }

                tcpStands = true;
                if (_caFile is not null && Step(Native.mosquitto_loop_read(_client, 1), out errno) is { } helloFailed)
                {
                    return Explain(helloFailed, errno, host, port);
                }
            }
            else if (returned != 0)
            {
                if (Step(Native.mosquitto_loop_read(_client, 1), out errno) is { } readFailed)
                {
                    return Explain(readFailed, errno, host, port);
                }

                // libmosquitto 2.0.11 takes an end of file during the handshake for "not yet" and would spin for ever.
                if (_connack < 0 && (returned & (Native.PollPeerClosed | Native.PollHangUp)) != 0 && Native.IsAtEnd(socket))
                {
                    return ClosedEarly(host, port);
                }
            }

            if (_connack < 0 && Step(Native.mosquitto_loop_write(_client, 1), out errno) is { } writeFailed)
            {
                return Explain(writeFailed, errno, host, port);
            }
        }

        if (_connack != 0)
        {
            return Explain(MosquittoError.ConnectionRefused, 0, host, port);
        }

        Native.mosquitto_log_callback_set(_client, null);
        return TakeFault();
    }

    private ConnectionEnd Serve(int keepAliveSeconds)
    {
        // libmosquitto sends PINGREQ only when asked to look at the time; a quarter of the keep-alive is early enough for the broker's 1.5.
        int idleMilliseconds = Math.Clamp(keepAliveSeconds * 250, 1_000, 5_000);
        long askedAt = 0;
        while (true)
        {
            if (_disposed && !_farewell)
            {
                return new ConnectionEnd(EndKind.Asked, 0, "cut off");
            }

            if (_asked)
            {
                askedAt = askedAt == 0 ? Stopwatch.GetTimestamp() : askedAt;
                if (Stopwatch.GetElapsedTime(askedAt) > FarewellPatience)
                {
                    return new ConnectionEnd(EndKind.Asked, 0, "asked to end; the farewell could not be sent");
                }
            }

            Interlocked.Exchange(ref _wakePending, 0);
            bool write = Native.mosquitto_want_write(_client);
            short wanted = (short)(Native.PollIn | (write ? Native.PollOut : 0));
            short returned = Poll(wanted, _asked ? 50 : idleMilliseconds);
            if ((returned & ~Native.PollOut) != 0 && Step(Native.mosquitto_loop_read(_client, 1), out int errno) is { } readFailed)
            {
                return Lost(readFailed, errno);
            }

            if (Native.mosquitto_want_write(_client) && Step(Native.mosquitto_loop_write(_client, 1), out errno) is { } writeFailed)
            {
                return Lost(writeFailed, errno);
            }

            if (Step(Native.mosquitto_loop_misc(_client), out errno) is { } idleFailed)
            {
                return Lost(idleFailed, errno);
            }

            if (TakeFault() is { } fault)
            {
                return fault;
            }
        }
    }

    /// <summary>Waits for the socket or for a <see cref="Wake"/>; returns what the socket is ready for.</summary>
    private short Poll(short wanted, int timeoutMilliseconds)
    {
        Native.PollDescriptor* descriptors = stackalloc Native.PollDescriptor[2];
        descriptors[0] = new Native.PollDescriptor
        {
            Descriptor = Native.mosquitto_socket(_client),
            Events = (short)(wanted | Native.PollPeerClosed),
        };
        descriptors[1] = new Native.PollDescriptor { Descriptor = (int)_wake.DangerousGetHandle(), Events = Native.PollIn };
        int ready = Native.poll(descriptors, 2, timeoutMilliseconds);
        if (ready < 0)
        {
            int errno = Marshal.GetLastPInvokeError();
            return errno == Native.ErrnoInterrupted
                ? (short)0
                : throw new IOException($"could not wait for the MQTT socket: {Marshal.GetPInvokeErrorMessage(errno)}");
        }

        if (descriptors[1].Returned != 0)
        {
            ulong count;
            _ = Native.read(_wake, &count, sizeof(ulong));
        }

        return descriptors[0].Returned;
    }

    private void Wake()
    {
        if (Interlocked.Exchange(ref _wakePending, 1) != 0)
        {
            return;
        }

        try
        {
            ulong one = 1;
            _ = Native.write(_wake, &one, sizeof(ulong));
        }
        catch (ObjectDisposedException)
        {
            // The connection has ended: nobody to wake.
        }
    }

    /// <summary>Null while the connection stands; otherwise why it does not. Remembers errno before anything can change it.</summary>
    private MosquittoError? Step(int result, out int errno)
    {
        errno = Marshal.GetLastPInvokeError();
        if (result != 0)
        {
            return (MosquittoError)result;
        }

        return Native.mosquitto_socket(_client) < 0 ? MosquittoError.Success : null;
    }

    private ConnectionEnd Lost(MosquittoError error, int errno)
    {
        if (TakeFault() is { } fault)
        {
            return fault;
        }

        return _asked
            ? new ConnectionEnd(EndKind.Asked, 0, "asked to end")
            : new ConnectionEnd(EndKind.Lost, (int)error, InWords(error == MosquittoError.Success ? MosquittoError.ConnectionLost : error, errno));
    }

    private ConnectionEnd Explain(MosquittoError error, int errno, string host, int port)
    {
        if (_connack > 0)
        {
            return new ConnectionEnd(
                EndKind.Refused, _connack, $"the broker at {host}:{port} refused: {MosquittoText.ExplainConnack(_connack)}");
        }

        // A broker that closes while our bytes still come answers them with a reset: the same end, told differently.
        bool isReset = error == MosquittoError.SystemError && errno is Native.ErrnoConnectionReset or Native.ErrnoBrokenPipe;
        return isReset || error is MosquittoError.ConnectionLost or MosquittoError.Success
            ? ClosedEarly(host, port)
            : ConnectFailure(error, errno, host, port);
    }

    private ConnectionEnd ConnectFailure(MosquittoError error, int errno, string host, int port)
    {
        if (error is MosquittoError.Tls or MosquittoError.TlsHandshake)
        {
            string detail = _lastWarning ?? error.Explain();
            string question = detail.Contains("certificate verify failed", StringComparison.Ordinal)
                ? $" (is {_caFile} the CA of that broker, and does its certificate name {host}?)"
                : " (is that a TLS port?)";
            return new ConnectionEnd(EndKind.Tls, (int)error, $"TLS with {host}:{port} failed: {detail}{question}");
        }

        int code = error == MosquittoError.SystemError ? errno : (int)error;
        return new ConnectionEnd(EndKind.Unreachable, code, $"could not reach {host}:{port}: {InWords(error, errno)}");
    }

    private ConnectionEnd ClosedEarly(string host, int port) =>
        _caFile is not null
            ? new ConnectionEnd(EndKind.Tls, (int)MosquittoError.TlsHandshake,
                $"{host}:{port} closed the connection before it answered CONNECT: is that a TLS port, and is {_caFile} its CA?")
            : new ConnectionEnd(EndKind.NoAnswer, (int)MosquittoError.ConnectionLost,
                $"{host}:{port} closed the connection before it answered CONNECT: does that port want TLS?");

    private ConnectionEnd Silence(string host, int port, bool tcpStands)
    {
        double seconds = ConnectTimeout.TotalSeconds;
        if (!tcpStands)
        {
            return new ConnectionEnd(EndKind.Unreachable, 0, $"{host}:{port} did not take the TCP connection in {seconds:0.#} s: is it on, is a firewall between?");
        }

        string question = _caFile is null ? "is it an MQTT broker, does it want TLS?" : $"is {_caFile} its CA, is it a TLS port?";
        return new ConnectionEnd(EndKind.NoAnswer, 0, $"{host}:{port} gave no answer to CONNECT in {seconds:0.#} s: {question}");
    }

    private static string InWords(MosquittoError error, int errno) =>
        error == MosquittoError.SystemError && errno != 0 ? Marshal.GetPInvokeErrorMessage(errno) : error.Explain();

    private ConnectionEnd? TakeFault() =>
        _fault is null
            ? null
            : new ConnectionEnd(EndKind.HandlerFault, 0, $"a handler threw {_fault.GetType().Name}: {_fault.Message}");

    private void ReportFault(Exception fault)
    {
        Action<Exception>? faulted = Faulted;
        if (faulted is null)
        {
            _fault ??= fault;
            return;
        }

        try
        {
            faulted(fault);
        }
        catch (Exception second)
        {
            _fault ??= second;
        }
    }

    private static void Require(int result, string act)
    {
        if (result != 0)
        {
            throw new InvalidOperationException($"could not {act}: {((MosquittoError)result).Explain()}");
        }
    }

    // Callbacks: on the connection's thread, from within the native loop. Nothing may be thrown out of them.

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnConnect(nint native, nint userData, int code)
    {
        if (Native.ClientOf(userData) is not { } client)
        {
            return;
        }

        client._connack = code;
        if (code != 0)
        {
            return;
        }

        try
        {
            client._connected = true;
            client.Connected?.Invoke();
        }
        catch (Exception fault)
        {
            client.ReportFault(fault);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnMessage(nint native, nint userData, Native.Message* message)
    {
        if (Native.ClientOf(userData) is not { } client || client.MessageReceived is not { } received)
        {
            return;
        }

        try
        {
            string topic = Marshal.PtrToStringUTF8((nint)message->Topic) ?? "";
            received(topic, new ReadOnlySpan<byte>(message->Payload, message->PayloadBytes).ToArray());
        }
        catch (Exception fault)
        {
            client.ReportFault(fault);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnPublish(nint native, nint userData, int messageId)
    {
        if (Native.ClientOf(userData) is not { } client)
        {
            return;
        }

        try
        {
            client.Published?.Invoke(messageId);
        }
        catch (Exception fault)
        {
            client.ReportFault(fault);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnSubscribe(nint native, nint userData, int messageId, int count, int* granted)
    {
        if (Native.ClientOf(userData) is not { } client)
        {
            return;
        }

        try
        {
            client.Subscribed?.Invoke(messageId, count > 0 && granted[0] is 0 or 1 or 2);
        }
        catch (Exception fault)
        {
            client.ReportFault(fault);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnLog(nint native, nint userData, int level, byte* text)
    {
        if ((level & Native.LogWarningOrError) != 0 && Native.ClientOf(userData) is { } client)
        {
            client._lastWarning = Marshal.PtrToStringUTF8((nint)text);
        }
    }
}
