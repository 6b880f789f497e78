// HMAC-SHA-256, which the POSIX target lacks.
#include <nanoCLR_Interop.h>
#include <nanoCLR_Runtime.h>
#include <corlib_native.h>
#include <string.h>
#include <stdint.h>
#include <vector>
#include <stdlib.h>
#include <stdio.h>
static const uint32_t K[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74,
    0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d,
    0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e,
    0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5,
    0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};
static uint32_t rr(uint32_t x, int n)
{
    return x >> n | x << (32 - n);
}
static void sha(const std::vector<uint8_t> &in, uint8_t *out)
{
    std::vector<uint8_t> m(in);
    uint64_t bits = (uint64_t)m.size() * 8;
    m.push_back(0x80);
    while (m.size() % 64 != 56)
        m.push_back(0);
    for (int i = 7; i >= 0; i--)
        m.push_back((uint8_t)(bits >> (8 * i)));
    uint32_t h[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    for (size_t o = 0; o < m.size(); o += 64)
    {
        uint32_t w[64];
        for (int i = 0; i < 16; i++)
            w[i] = m[o + 4 * i] << 24 | m[o + 4 * i + 1] << 16 | m[o + 4 * i + 2] << 8 | m[o + 4 * i + 3];
        for (int i = 16; i < 64; i++)
        {
            uint32_t a = rr(w[i - 15], 7) ^ rr(w[i - 15], 18) ^ w[i - 15] >> 3, b = rr(w[i - 2], 17) ^ rr(w[i - 2], 19) ^ w[i - 2] >> 10;
            w[i] = w[i - 16] + a + w[i - 7] + b;
        }
        uint32_t v[8];
        memcpy(v, h, 32);
        for (int i = 0; i < 64; i++)
        {
            uint32_t t1 = v[7] + (rr(v[4], 6) ^ rr(v[4], 11) ^ rr(v[4], 25)) + ((v[4] & v[5]) ^ (~v[4] & v[6])) + K[i] + w[i],
                     t2 = (rr(v[0], 2) ^ rr(v[0], 13) ^ rr(v[0], 22)) + ((v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]));
            for (int j = 7; j > 0; j--)
                v[j] = v[j - 1];
            v[4] += t1;
            v[0] = t1 + t2;
        }
        for (int i = 0; i < 8; i++)
            h[i] += v[i];
    }
    for (int i = 0; i < 8; i++)
    {
        out[4 * i] = h[i] >> 24;
        out[4 * i + 1] = h[i] >> 16;
        out[4 * i + 2] = h[i] >> 8;
        out[4 * i + 3] = h[i];
    }
}
static HRESULT HashCore(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();
    CLR_RT_HeapBlock_Array *k, *s, *o;
    k = stack.Arg0().DereferenceArray();
    FAULT_ON_NULL_ARG(k);
    s = stack.Arg1().DereferenceArray();
    FAULT_ON_NULL_ARG(s);
    stack.PushValueAndClear();
    NANOCLR_CHECK_HRESULT(CLR_RT_HeapBlock_Array::CreateInstance(stack.TopValue(), 32, g_CLR_RT_WellKnownTypes.m_UInt8));
    o = stack.TopValue().DereferenceArray();
    k = stack.Arg0().DereferenceArray();
    s = stack.Arg1().DereferenceArray();
    {
        std::vector<uint8_t> key(64, 0);
        uint8_t d[32];
        if (k->m_numOfElements > 64)
        {
            std::vector<uint8_t> kk(k->GetFirstElement(), k->GetFirstElement() + k->m_numOfElements);
            sha(kk, d);
            memcpy(key.data(), d, 32);
        }
        else
            memcpy(key.data(), k->GetFirstElement(), k->m_numOfElements);
        std::vector<uint8_t> a, b;
        for (int i = 0; i < 64; i++)
        {
            a.push_back(key[i] ^ 0x36);
            b.push_back(key[i] ^ 0x5c);
        }
        a.insert(a.end(), s->GetFirstElement(), s->GetFirstElement() + s->m_numOfElements);
        sha(a, d);
        b.insert(b.end(), d, d + 32);
        sha(b, o->GetFirstElement());
    }
    NANOCLR_NOCLEANUP();
}
static const CLR_RT_MethodHandler method_lookup[] = {NULL, NULL, NULL, NULL, NULL, NULL, NULL,     NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
                                                     NULL, NULL, NULL, NULL, NULL, NULL, HashCore, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL};
extern const CLR_RT_NativeAssemblyData g_CLR_AssemblyNative_nanoFramework_System_Security_Cryptography;
const CLR_RT_NativeAssemblyData g_CLR_AssemblyNative_nanoFramework_System_Security_Cryptography = {
    "nanoFramework.System.Security.Cryptography", 0x1A1CC3FD, method_lookup, {100, 0, 0, 4}};
