// What the class library System.Net calls, over the sockets of the PC. TLS is done outside, by tls.py.
// For nanoFramework's POSIX target, see README.md beside this file.
#include <nanoCLR_Interop.h>
#include <nanoCLR_Runtime.h>
#include <nanoPAL.h>
#include <nanoPAL_Sockets.h>
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

static int s_error;
static int Map(int e)
{
    switch (e)
    {
    case EAGAIN:
    case EINPROGRESS:
        return SOCK_EWOULDBLOCK;
    case ECONNREFUSED:
        return SOCK_ECONNREFUSED;
    case ECONNRESET:
    case EPIPE:
        return SOCK_ECONNRESET;
    case ETIMEDOUT:
        return SOCK_ETIMEDOUT;
    case ENOTCONN:
        return SOCK_ENOTCONN;
    case EBADF:
        return SOCK_ENOTSOCK;
    default:
        return SOCK_EINVAL;
    }
}
static int R(int r)
{
    if (r < 0)
    {
        s_error = Map(errno);
        return -1;
    }
    s_error = 0;
    return r;
}
static void Ticker()
{
    static bool started;
    if (started)
        return;
    started = true;
    std::thread([] {
        for (;;)
        {
            usleep(2000);
            Events_Set(SYSTEM_EVENT_FLAG_SOCKET);
        }
    }).detach();
}
static sockaddr_in In(const SOCK_sockaddr *a)
{
    sockaddr_in s = {};
    s.sin_family = AF_INET;
    memcpy(&s.sin_port, (char *)a + 2, 2);
    memcpy(&s.sin_addr, (char *)a + 4, 4);
    return s;
}
static void Out(const sockaddr_in &s, SOCK_sockaddr *a, int *n)
{
    memset(a, 0, 16);
    a->sa_family = SOCK_AF_INET;
    memcpy((char *)a + 2, &s.sin_port, 2);
    memcpy((char *)a + 4, &s.sin_addr, 4);
    if (n)
        *n = 16;
}
int SOCK_socket(int, int type, int)
{
    Ticker();
    return R(::socket(AF_INET, type == SOCK_SOCK_STREAM ? SOCK_STREAM : SOCK_DGRAM, 0));
}
int SOCK_bind(int s, const SOCK_sockaddr *a, int)
{
    auto i = In(a);
    return R(::bind(s, (sockaddr *)&i, sizeof i));
}
int SOCK_connect(int s, const SOCK_sockaddr *a, int)
{
    auto i = In(a); // a blocking connect, as lwIP's event loop would make it look
    int on = 0;
    ::ioctl(s, FIONBIO, &on);
    int r = ::connect(s, (sockaddr *)&i, sizeof i);
    int e = errno;
    on = 1;
    ::ioctl(s, FIONBIO, &on);
    errno = e;
    return R(r);
}
int SOCK_send(int s, const char *b, int n, int)
{
    return R(::send(s, b, n, MSG_NOSIGNAL));
}
int SOCK_recv(int s, char *b, int n, int)
{
    return R(::recv(s, b, n, 0));
}
int SOCK_close(int s)
{
    return R(::close(s));
}
int SOCK_listen(int s, int b)
{
    return R(::listen(s, b));
}
int SOCK_accept(int s, SOCK_sockaddr *, int *)
{
    return R(::accept(s, nullptr, nullptr));
}
int SOCK_shutdown(int s, int h)
{
    return R(::shutdown(s, h));
}
int SOCK_getaddrinfo(const char *n, char *, const SOCK_addrinfo *, SOCK_addrinfo **res)
{
    auto *a = (SOCK_addrinfo *)calloc(1, sizeof(SOCK_addrinfo) + 32);
    a->ai_family = SOCK_AF_INET;
    a->ai_addrlen = 16;
    a->ai_addr = (SOCK_sockaddr *)(a + 1);
    sockaddr_in i = {};
    i.sin_addr.s_addr = inet_addr(strcmp(n, "localhost") ? n : "127.0.0.1");
    Out(i, a->ai_addr, nullptr);
    *res = a;
    return 0;
}
void SOCK_freeaddrinfo(SOCK_addrinfo *a)
{
    free(a);
}
int SOCK_ioctl(int s, int c, int *d)
{
    return R(::ioctl(s, c == (int)SOCK_FIONBIO ? FIONBIO : FIONREAD, d));
}
int SOCK_getlasterror()
{
    return s_error;
}
int SOCK_getsocklasterror(int)
{
    return s_error;
}
int SOCK_select(int, SOCK_fd_set *r, SOCK_fd_set *w, SOCK_fd_set *e, const SOCK_timeval *)
{
    int n = 0;
    auto one = [&](SOCK_fd_set *f, short ev, short got) {
        if (!f || !f->fd_count)
            return;
        pollfd p = {f->fd_array[0], ev, 0};
        ::poll(&p, 1, 0);
        if (p.revents & got)
            n++;
        else
            f->fd_count = 0;
    };
    one(r, POLLIN, POLLIN | POLLHUP | POLLERR | POLLNVAL);
    one(w, POLLOUT, POLLOUT);
    one(e, 0, POLLERR | POLLNVAL);
    return n;
}
int SOCK_setsockopt(int, int, int, const char *, int)
{
    s_error = 0;
    return 0;
}
int SOCK_getsockopt(int, int, int, char *v, int *n)
{
    memset(v, 0, *n);
    s_error = 0;
    return 0;
}
int SOCK_getpeername(int s, SOCK_sockaddr *a, int *n)
{
    sockaddr_in i = {};
    socklen_t l = sizeof i;
    int r = R(::getpeername(s, (sockaddr *)&i, &l));
    Out(i, a, n);
    return r;
}
int SOCK_getsockname(int s, SOCK_sockaddr *a, int *n)
{
    sockaddr_in i = {};
    socklen_t l = sizeof i;
    int r = R(::getsockname(s, (sockaddr *)&i, &l));
    Out(i, a, n);
    return r;
}
int SOCK_recvfrom(int s, char *b, int n, int, SOCK_sockaddr *, int *)
{
    return R(::recv(s, b, n, 0));
}
int SOCK_sendto(int s, const char *b, int n, int, const SOCK_sockaddr *a, int)
{
    auto i = In(a);
    return R(::sendto(s, b, n, MSG_NOSIGNAL, (sockaddr *)&i, sizeof i));
}
const char *SOCK_IPV4AddressToString(uint32_t a)
{
    in_addr i;
    i.s_addr = a;
    return inet_ntoa(i);
}
const char *SOCK_IPV6AddressToString(uint16_t *)
{
    return "::";
}
HRESULT SOCK_IPV6AddressFromString(const char *, uint16_t *)
{
    return CLR_E_NOT_SUPPORTED;
}

// TLS is done outside (a proxy): what the managed heap holds of it is the same.
bool SSL_Initialize()
{
    return true;
}
bool SSL_Uninitialize()
{
    return true;
}
SslError SSL_ServerInit(int, int, const char *, int, const uint8_t *, int, const char *, int, int &h, bool)
{
    h = 1;
    return (SslError)0;
}
SslError SSL_ClientInit(int, int, const char *, int, const uint8_t *, int, const char *, int, int &h, bool)
{
    h = 1;
    return (SslError)0;
}
bool SSL_AddCertificateAuthority(int, const char *, int)
{
    return true;
}
bool SSL_ExitContext(int)
{
    return true;
}
SslError SSL_Accept(int, int, int *)
{
    return (SslError)0;
}
SslError SSL_Connect(int, const char *, int, int *)
{
    return (SslError)0;
}
int SSL_Write(int s, const char *d, size_t n)
{
    return SOCK_send(s, d, n, 0);
}
int SSL_Read(int s, char *d, size_t n)
{
    int r = ::recv(s, d, n, 0);
    return R(r);
}
int SSL_CloseSocket(int s)
{
    return SOCK_close(s);
}
bool SSL_ParseCertificate(const char *, size_t, X509CertData *c)
{
    memset(c, 0, sizeof *c);
    strcpy((char *)c->Issuer, "CN=EdgeWarning gateway authority 0000000000");
    strcpy((char *)c->Subject, "CN=EdgeWarning gateway authority 0000000000");
    c->EffectiveDate.year = 2026;
    c->EffectiveDate.month = 1;
    c->EffectiveDate.day = 1;
    c->ExpirationDate = c->EffectiveDate;
    c->ExpirationDate.year = 2046;
    return true;
}
int SSL_DataAvailable(int s)
{
    int n = 0;
    ::ioctl(s, FIONREAD, &n);
    return n;
}
