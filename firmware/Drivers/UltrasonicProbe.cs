using System.IO.Ports;
using EdgeWarning.WaterLevel;
using nanoFramework.Hardware.Esp32;

namespace EdgeWarning.Drivers
{
    /// <summary>
    /// An ultrasonic probe on a UART that speaks by itself, 9600 baud, 8 bits, no parity, one stop bit: the A02YYUW, whose RX wire stays open or high, which gives processed values, or
    /// a MaxBotix with TTL output (the RS-232 models are inverted) whose RX does the same (data sheets). Reads take what has come, which may be part of a frame.
    /// </summary>
    public sealed class UltrasonicProbe : IByteSource
    {
        private const int BaudRate = 9600;
        private readonly SerialPort _port;

        /// <summary>The probe on COM2, whose two wires are on these pins.</summary>
        public UltrasonicProbe(int receivePin, int transmitPin)
        {
            Configuration.SetPinFunction(receivePin, DeviceFunction.COM2_RX);
            Configuration.SetPinFunction(transmitPin, DeviceFunction.COM2_TX);
            _port = new SerialPort("COM2", BaudRate, Parity.None, 8, StopBits.One);
            _port.Open();
        }

        /// <inheritdoc/>
        public int Take(byte[] buffer)
        {
            int waiting = _port.BytesToRead;
            int count = waiting < buffer.Length ? waiting : buffer.Length;
            return count <= 0 ? 0 : _port.Read(buffer, 0, count);   // asking for more than is there would wait, then throw
        }
    }
}
