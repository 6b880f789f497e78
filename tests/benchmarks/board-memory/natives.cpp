// The native halves of the class libraries that a board needs: files in the folder NANO_FLASH, pins and a radio that do nothing, all bound by name.
// For nanoFramework's POSIX target, see README.md beside this file.
#include <nanoCLR_Interop.h>
#include <nanoCLR_Runtime.h>
#include <nanoPAL.h>
#include <nanoPAL_Sockets.h>
#include <corlib_native.h>
#include "sys_net_native.h"
#include <dirent.h>
#include <fcntl.h>
#include <string>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

typedef CLR_RT_StackFrame &S;
static std::string FileOf(CLR_RT_HeapBlock &b)
{
    const char *t = b.DereferenceString()->StringText();
    std::string s(t);
    size_t k = s.find_last_of('\\');
    if (k != std::string::npos)
        s = s.substr(k + 1);
    const char *root = getenv("NANO_FLASH");
    return std::string(root ? root : ".") + "/" + s;
}
static int FdOf(S s)
{
    return s.This()[1].NumericByRef().s4;
}
static HRESULT FsNew(S s)
{
    NANOCLR_HEADER();
    int fd;
    std::string f = FileOf(s.Arg1());
    fd = ::open(f.c_str(), O_RDWR | O_CREAT, 0600);
    if (fd < 0)
        NANOCLR_SET_AND_LEAVE(CLR_E_FILE_IO);
    s.This()[1].SetInteger((CLR_INT32)fd);
    NANOCLR_NOCLEANUP();
}
static HRESULT FsRw(S s, bool rd)
{
    NANOCLR_HEADER();
    auto *a = s.Arg1().DereferenceArray();
    int o = s.Arg2().NumericByRef().s4, n = s.Arg3().NumericByRef().s4, r;
    FAULT_ON_NULL(a);
    if (o + n > (int)a->m_numOfElements)
        NANOCLR_SET_AND_LEAVE(CLR_E_INDEX_OUT_OF_RANGE);
    r = rd ? ::read(FdOf(s), a->GetElement(o), n) : ::write(FdOf(s), a->GetElement(o), n);
    if (r < 0)
        NANOCLR_SET_AND_LEAVE(CLR_E_FILE_IO);
    s.SetResult_I4(r);
    NANOCLR_NOCLEANUP();
}
static HRESULT FsRead(S s)
{
    return FsRw(s, true);
}
static HRESULT FsWrite(S s)
{
    return FsRw(s, false);
}
static HRESULT FsSeek(S s)
{
    s.SetResult_I8(::lseek(FdOf(s), s.Arg1().NumericByRef().s8, s.Arg2().NumericByRef().s4));
    return S_OK;
}
static HRESULT FsLen(S s)
{
    struct stat t;
    fstat(FdOf(s), &t);
    s.SetResult_I8(t.st_size);
    return S_OK;
}
static HRESULT FsSetLen(S s)
{
    return ::ftruncate(FdOf(s), s.Arg1().NumericByRef().s8) == 0 ? S_OK : CLR_E_FILE_IO;
}
static HRESULT FsProps(S s)
{
    CLR_RT_HeapBlock b;
    b.SetBoolean(true);
    b.StoreToReference(s.Arg1(), 0);
    b.StoreToReference(s.Arg2(), 0);
    return b.StoreToReference(s.Arg3(), 0);
}
static HRESULT FsClose(S s)
{
    ::close(FdOf(s));
    return S_OK;
}
static HRESULT Nothing(S)
{
    return S_OK;
}
static HRESULT Zero(S s)
{
    s.SetResult_I4(0);
    return S_OK;
}
static HRESULT False(S s)
{
    s.SetResult_Boolean(false);
    return S_OK;
}
static HRESULT IoDelete(S s)
{
    ::unlink(FileOf(s.Arg0()).c_str());
    return S_OK;
}
static HRESULT IoMove(S s)
{
    bool ok = ::rename(FileOf(s.Arg0()).c_str(), FileOf(s.Arg1()).c_str()) == 0;
    s.SetResult_Boolean(ok);
    return S_OK;
}
static HRESULT IoAttr(S s)
{
    std::string f = FileOf(s.Arg0());
    struct stat t;
    s.SetResult_U4(::stat(f.c_str(), &t) != 0 ? 0xFFFFFFFFu : S_ISDIR(t.st_mode) ? 0x10u : 0x80u);
    return S_OK;
}
static HRESULT DirChildren(S s)
{
    NANOCLR_HEADER();
    std::vector<std::string> v;
    std::string f = FileOf(s.Arg0());
    DIR *d = opendir(f.c_str());
    CLR_RT_HeapBlock *e;
    CLR_RT_HeapBlock &top = s.PushValueAndClear();
    if (d)
    {
        while (auto *x = readdir(d))
            if (x->d_name[0] != '.')
                v.push_back(std::string("I:\\") + x->d_name);
        closedir(d);
    }
    NANOCLR_CHECK_HRESULT(CLR_RT_HeapBlock_Array::CreateInstance(top, v.size(), g_CLR_RT_WellKnownTypes.m_String));
    e = (CLR_RT_HeapBlock *)top.DereferenceArray()->GetFirstElement();
    for (size_t i = 0; i < v.size(); i++)
    {
        NANOCLR_CHECK_HRESULT(CLR_RT_HeapBlock_String::CreateInstance(e[i], v[i].c_str()));
    }
    NANOCLR_NOCLEANUP();
}
static HRESULT FileInfo(S s)
{
    NANOCLR_HEADER();
    CLR_RT_TypeDef_Index t;
    struct stat st;
    CLR_RT_HeapBlock &top = s.PushValueAndClear();
    if (::stat(FileOf(s.Arg0()).c_str(), &st) == 0)
    {
        g_CLR_RT_TypeSystem.FindTypeDef("NativeFileInfo", "System.IO", t);
        NANOCLR_CHECK_HRESULT(g_CLR_RT_ExecutionEngine.NewObjectFromIndex(top, t));
        auto *p = top.Dereference();
        p[1].SetInteger((CLR_UINT32)0x80);
        p[2].SetInteger((CLR_INT64)st.st_size);
        p[3].SetObjectReference(nullptr);
    }
    NANOCLR_NOCLEANUP();
}
static HRESULT Bytes(S s, const std::vector<uint8_t> &v)
{
    NANOCLR_HEADER();
    CLR_RT_HeapBlock &top = s.PushValueAndClear();
    NANOCLR_CHECK_HRESULT(CLR_RT_HeapBlock_Array::CreateInstance(top, v.size(), g_CLR_RT_WellKnownTypes.m_UInt8));
    memcpy(top.DereferenceArray()->GetFirstElement(), v.data(), v.size());
    NANOCLR_NOCLEANUP();
}
static HRESULT WifiAdapters(S s)
{
    return Bytes(s, {0});
}
static HRESULT WifiReport(S s)
{ // count, then of each: MAC 6, length and name 33, rssi, auth, encryption
    int n = getenv("NANO_WIFI") ? atoi(getenv("NANO_WIFI")) : 20;
    std::vector<uint8_t> v = {(uint8_t)n};
    for (int i = 0; i < n; i++)
    {
        for (int k = 0; k < 6; k++)
            v.push_back(k + i);
        char name[34] = {};
        snprintf(name, 33, i == 3 ? "village" : "neighbour-%02d", i);
        v.insert(v.end(), name, name + 33);
        v.push_back((uint8_t)(int8_t)(-40 - i));
        v.push_back(0);
        v.push_back(3);
    }
    return Bytes(s, v);
}
static HRESULT One(S s)
{
    s.SetResult_I4(1);
    return S_OK;
}
static HRESULT WifiConfig(S s)
{
    NANOCLR_HEADER();
    CLR_RT_TypeDef_Index t;
    CLR_RT_HeapBlock &top = s.PushValueAndClear();
    g_CLR_RT_TypeSystem.FindTypeDef("Wireless80211Configuration", "System.Net.NetworkInformation", t);
    NANOCLR_CHECK_HRESULT(g_CLR_RT_ExecutionEngine.NewObjectFromIndex(top, t));
    NANOCLR_CHECK_HRESULT(CLR_RT_HeapBlock_String::CreateInstance(top.Dereference()[7], "village"));
    NANOCLR_NOCLEANUP();
}
static HRESULT Adc(S s)
{
    s.SetResult_I4(2600);
    return S_OK;
}
static HRESULT Res12(S s)
{
    s.SetResult_I4(12);
    return S_OK;
}
static HRESULT True(S s)
{
    s.SetResult_Boolean(true);
    return S_OK;
}
static HRESULT PinRead(S s)
{
    NANOCLR_HEADER();
    CLR_RT_TypeDef_Index t;
    CLR_RT_HeapBlock &top = s.PushValue();
    g_CLR_RT_TypeSystem.FindTypeDef("PinValue", "System.Device.Gpio", t);
    NANOCLR_CHECK_HRESULT(g_CLR_RT_ExecutionEngine.NewObjectFromIndex(top, t));
    top.Dereference()[1].NumericByRef().u1 = 1;
    NANOCLR_NOCLEANUP();
}
struct Native
{
    const char *assembly, *type, *method;
    CLR_RT_MethodHandler f;
};
#define SN Library_sys_net_native_System_Net_Security_SslNative
#define NS Library_sys_net_native_System_Net_Sockets_NativeSocket
static const Native c_natives[] = {
    {"System.Net", "NativeSocket", "socket", NS::socket___STATIC__I4__I4__I4__I4},
    {"System.Net", "NativeSocket", "bind", NS::bind___STATIC__VOID__OBJECT__SystemNetEndPoint},
    {"System.Net", "NativeSocket", "connect", NS::connect___STATIC__VOID__OBJECT__SystemNetEndPoint__BOOLEAN},
    {"System.Net", "NativeSocket", "send", NS::send___STATIC__I4__OBJECT__SZARRAY_U1__I4__I4__I4__I4},
    {"System.Net", "NativeSocket", "recv", NS::recv___STATIC__I4__OBJECT__SZARRAY_U1__I4__I4__I4__I4},
    {"System.Net", "NativeSocket", "close", NS::close___STATIC__I4__OBJECT},
    {"System.Net", "NativeSocket", "getaddrinfo", NS::getaddrinfo___STATIC__VOID__STRING__BYREF_STRING__BYREF_SZARRAY_SZARRAY_U1},
    {"System.Net", "NativeSocket", "shutdown", NS::shutdown___STATIC__VOID__OBJECT__I4__BYREF_I4},
    {"System.Net", "NativeSocket", "getpeername", NS::getpeername___STATIC__VOID__OBJECT__BYREF_SystemNetEndPoint},
    {"System.Net", "NativeSocket", "getsockname", NS::getsockname___STATIC__VOID__OBJECT__BYREF_SystemNetEndPoint},
    {"System.Net", "NativeSocket", "getsockopt", NS::getsockopt___STATIC__VOID__OBJECT__I4__I4__SZARRAY_U1},
    {"System.Net", "NativeSocket", "setsockopt", NS::setsockopt___STATIC__VOID__OBJECT__I4__I4__SZARRAY_U1},
    {"System.Net", "NativeSocket", "poll", NS::poll___STATIC__BOOLEAN__OBJECT__I4__I4},
    {"System.Net", "NativeSocket", "ioctl", NS::ioctl___STATIC__VOID__OBJECT__U4__BYREF_U4},
    {"System.Net", "SslNative", "SecureClientInit",
     SN::SecureClientInit___STATIC__I4__I4__I4__SystemSecurityCryptographyX509CertificatesX509Certificate__SystemSecurityCryptographyX509CertificatesX509Certificate__BOOLEAN},
    {"System.Net", "SslNative", "SecureConnect", SN::SecureConnect___STATIC__VOID__I4__STRING__OBJECT},
    {"System.Net", "SslNative", "SecureRead", SN::SecureRead___STATIC__I4__OBJECT__SZARRAY_U1__I4__I4__I4},
    {"System.Net", "SslNative", "SecureWrite", SN::SecureWrite___STATIC__I4__OBJECT__SZARRAY_U1__I4__I4__I4},
    {"System.Net", "SslNative", "SecureCloseSocket", SN::SecureCloseSocket___STATIC__I4__OBJECT},
    {"System.Net", "SslNative", "ExitSecureContext", SN::ExitSecureContext___STATIC__I4__I4},
    {"System.Net", "SslNative", "DataAvailable", SN::DataAvailable___STATIC__I4__OBJECT},
    {"System.Net", "X509Certificate", "ParseCertificate",
     Library_sys_net_native_System_Security_Cryptography_X509Certificates_X509Certificate::
         ParseCertificate___STATIC__VOID__SZARRAY_U1__BYREF_STRING__BYREF_STRING__BYREF_SystemDateTime__BYREF_SystemDateTime},
    {"System.Net", "IPAddress", "IPv4ToString", Library_sys_net_native_System_Net_IPAddress::IPv4ToString___STATIC__STRING__U4},
    {"System.Net", "Wireless80211Configuration", "GetWireless82011ConfigurationCount", One},
    {"System.Net", "Wireless80211Configuration", "GetWireless82011Configuration", WifiConfig},
    {"System.IO.FileSystem", "NativeFileStream", ".ctor", FsNew},
    {"System.IO.FileSystem", "NativeFileStream", "Read", FsRead},
    {"System.IO.FileSystem", "NativeFileStream", "Write", FsWrite},
    {"System.IO.FileSystem", "NativeFileStream", "Seek", FsSeek},
    {"System.IO.FileSystem", "NativeFileStream", "Flush", Nothing},
    {"System.IO.FileSystem", "NativeFileStream", "GetLength", FsLen},
    {"System.IO.FileSystem", "NativeFileStream", "SetLength", FsSetLen},
    {"System.IO.FileSystem", "NativeFileStream", "GetStreamProperties", FsProps},
    {"System.IO.FileSystem", "NativeFileStream", "Close", FsClose},
    {"System.IO.FileSystem", "NativeFindFile", "GetFileInfo", FileInfo},
    {"System.IO.FileSystem", "NativeIO", "Delete", IoDelete},
    {"System.IO.FileSystem", "NativeIO", "Move", IoMove},
    {"System.IO.FileSystem", "NativeIO", "CreateDirectory", Nothing},
    {"System.IO.FileSystem", "NativeIO", "GetAttributes", IoAttr},
    {"System.IO.FileSystem", "NativeIO", "SetAttributes", Nothing},
    {"System.IO.FileSystem", "Directory", "NativeGetChildren", DirChildren},
    {"System.Device.Adc", "AdcController", "NativeOpenChannel", Nothing},
    {"System.Device.Adc", "AdcController", "NativeGetChannelCount", Res12},
    {"System.Device.Adc", "AdcController", "NativeGetResolutionInBits", Res12},
    {"System.Device.Adc", "AdcController", "NativeInit", Nothing},
    {"System.Device.Adc", "AdcChannel", "NativeReadValue", Adc},
    {"System.Device.Adc", "AdcChannel", "NativeDisposeChannel", Nothing},
    {"System.Device.Wifi", "WifiAdapter", "NativeInit", Nothing},
    {"System.Device.Wifi", "WifiAdapter", "DisposeNative", Nothing},
    {"System.Device.Wifi", "WifiAdapter", "NativeFindWirelessAdapters", WifiAdapters},
    {"System.Device.Wifi", "WifiAdapter", "NativeScanAsync", Nothing},
    {"System.Device.Wifi", "WifiAdapter", "GetNativeScanReport", WifiReport},
    {"nanoFramework.Hardware.Esp32", "Configuration", "NativeSetPinFunction", Nothing},
    {"nanoFramework.Hardware.Esp32", "Configuration", "NativeGetPinFunction", Zero},
    {"nanoFramework.Networking.Sntp", "Sntp", "Start", Nothing},
    {"nanoFramework.Networking.Sntp", "Sntp", "Stop", Nothing},
    {"nanoFramework.Networking.Sntp", "Sntp", "UpdateNow", Nothing},
    {"nanoFramework.Networking.Sntp", "Sntp", "get_IsStarted", False},
    {"nanoFramework.Networking.Sntp", "Sntp", "set_Server1", Nothing},
    {"nanoFramework.Networking.Sntp", "Sntp", "set_Server2", Nothing},
    {"System.Device.Gpio", "GpioPin", "NativeInit", True},
    {"System.Device.Gpio", "GpioPin", "NativeIsPinModeSupported", True},
    {"System.Device.Gpio", "GpioPin", "NativeSetPinMode", Nothing},
    {"System.Device.Gpio", "GpioPin", "NativeSetDebounceTimeout", Nothing},
    {"System.Device.Gpio", "GpioPin", "WriteNative", Nothing},
    {"System.Device.Gpio", "GpioPin", "Read", PinRead},
    {"System.Device.Gpio", "GpioPin", "DisposeNative", Nothing},
    {"System.IO.Ports", "SerialPort", "NativeInit", Nothing},
    {"System.IO.Ports", "SerialPort", "NativeConfig", Nothing},
    {"System.IO.Ports", "SerialPort", "NativeDispose", Nothing},
    {"System.IO.Ports", "SerialPort", "get_BytesToRead", Zero},
    {"System.IO.Ports", "SerialPort", "Read", Zero},
    {"System.IO.Ports", "SerialPort", "Write", Nothing},
    {"System.IO.Ports", "SerialPort", "NativeSetWatchChar", Nothing},
    {"System.IO.Ports", "SerialPort", "NativeReceivedBytesThreshold", Nothing},
    {"System.IO.Ports", "SerialPort", "set_InvertSignalLevels", Nothing},
    {"System.IO.Ports", "SerialPort", "get_InvertSignalLevels", False},
    {"System.Device.I2s", "I2sDevice", "NativeInit", Nothing},
    {"System.Device.I2s", "I2sDevice", "NativeDispose", Nothing},
    {"System.Device.I2s", "I2sDevice", "Write", Nothing},
};
static const char *c_mine[] = {"System.Device.Gpio",
                               "System.IO.Ports",
                               "System.Net",
                               "System.IO.FileSystem",
                               "System.Device.Adc",
                               "System.Device.Wifi",
                               "nanoFramework.Hardware.Esp32",
                               "nanoFramework.Networking.Sntp",
                               "System.Device.I2s"};
// The table of one assembly: the interpreter looks it up by the method's place.
const CLR_RT_MethodHandler *NativesOf(CLR_RT_Assembly *a)
{
    bool mine = false;
    for (auto n : c_mine)
        mine |= !strcmp(n, a->m_szName);
    if (!mine)
        return nullptr;
    auto *t = (CLR_RT_MethodHandler *)calloc(a->m_pTablesSize[TBL_MethodDef], sizeof(CLR_RT_MethodHandler));
    int bound = 0;
    for (int i = 0; i < a->m_pTablesSize[TBL_TypeDef]; i++)
    {
        const CLR_RECORD_TYPEDEF *td = a->GetTypeDef(i);
        int n = td->vMethods_Num + td->iMethods_Num + td->sMethods_Num;
        for (int m = td->methods_First; m < td->methods_First + n; m++)
            for (auto &x : c_natives)
                if (!strcmp(x.assembly, a->m_szName) && !strcmp(x.type, a->GetString(td->name)) && !strcmp(x.method, a->GetString(a->GetMethodDef(m)->name)) &&
                    (a->GetMethodDef(m)->RVA == CLR_EmptyIndex))
                {
                    t[m] = x.f;
                    bound++;
                }
    }
    return t;
}
