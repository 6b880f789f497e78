using System;
using System.Device.I2s;
using EdgeWarning.Loudspeaker;

namespace EdgeWarning.Drivers
{
    /// <summary>
    /// A DAC with I2S input (PCM5102A, or the input of a MAX98357A), 16 kHz, mono, 16 bits in slots of 32: see <see cref="ISpeaker"/>. The board's program names the pins before
    /// (Configuration.SetPinFunction). While a chunk waits for the DMA, every managed thread of a real board stands still: hence chunks of 32 ms.
    /// </summary>
    public sealed class I2sSpeaker : ISpeaker
    {
        /// <summary>
        /// 4096 bytes = 4 DMA descriptors of 256 frames = 64 ms: enough to bridge a pause of the interpreter, and little enough that a
        /// stop is heard within 100 ms.
        /// </summary>
        public const int BufferBytes = 2 * ToneSynth.ChunkBytes;

        private readonly int _busId;
        private I2sDevice? _device;

        /// <summary>A speaker on an I2S bus, 1 or 2.</summary>
        public I2sSpeaker(int busId)
        {
            _busId = busId;
        }

        /// <inheritdoc/>
        public void Begin()
        {
            if (_device != null)
            {
                return;
            }

            I2sConnectionSettings settings = new I2sConnectionSettings(_busId);
            settings.Mode = I2sMode.Master | I2sMode.Tx;
            settings.BitsPerSample = I2sBitsPerSample.Bit32;
            settings.ChannelFormat = I2sChannelFormat.OnlyLeft;
            settings.CommunicationFormat = I2sCommunicationFormat.I2S;
            settings.SampleRate = ToneSynth.SampleRate;
            settings.BufferSize = BufferBytes;
            _device = I2sDevice.Create(settings);
        }

        /// <inheritdoc/>
        public void Write(byte[] chunk)
        {
            if (_device != null)
            {
                _device.Write(new SpanByte(chunk));
            }
        }

        /// <inheritdoc/>
        public void End()
        {
            if (_device != null)
            {
                _device.Dispose();
                _device = null;
            }
        }
    }
}
