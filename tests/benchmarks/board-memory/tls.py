#!/usr/bin/env python3
"""tls.py LISTEN TARGET : takes plain connections on port LISTEN and hands them on to port TARGET over TLS. The boards' TLS stands outside of the interpreter here."""
import asyncio
import ssl
import sys

CONTEXT = ssl.create_default_context()
CONTEXT.check_hostname = False
CONTEXT.verify_mode = ssl.CERT_NONE


async def pump(reader, writer):
    try:
        while data := await reader.read(4096):
            writer.write(data)
            await writer.drain()
    except OSError:
        pass
    finally:
        writer.close()


async def hand_on(reader, writer):
    try:
        broker_reader, broker_writer = await asyncio.open_connection('127.0.0.1', int(sys.argv[2]), ssl=CONTEXT)
    except OSError as error:
        print(error)
        writer.close()
        return
    await asyncio.gather(pump(reader, broker_writer), pump(broker_reader, writer))


async def main():
    server = await asyncio.start_server(hand_on, '127.0.0.1', int(sys.argv[1]))
    await server.serve_forever()

asyncio.run(main())
