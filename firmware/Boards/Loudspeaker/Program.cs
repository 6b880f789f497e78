using System;
using System.Device.Adc;
using System.Device.Gpio;
using EdgeWarning.Common;
using EdgeWarning.Drivers;
using EdgeWarning.Loudspeaker;
using nanoFramework.Hardware.Esp32;

namespace EdgeWarning.Boards.Loudspeaker
{
    /// <summary>The loudspeaker of a village: tone, speech, and a current sensor that proves both.</summary>
    public static class Program
    {
        /// <summary>Runs the board until its power is cut. The simulator calls it too.</summary>
        public static void Main()
        {
            try
            {
                Start();
            }
            catch (Exception exception)
            {
                Root.StartAgain(exception, Root.PauseMilliseconds);
            }
        }

        private static void Start()
        {
            Ground ground = Ground.Open("loudspeaker");
            GpioController gpio = new GpioController();
            LoudspeakerDevice device = new LoudspeakerDevice(
                ground.Settings, Parts(ground, gpio), ground.Gate, ground.Ledger, ground.Status, ground.Clock, ground.Log);
            StatusLed light = new StatusLed(gpio, LoudspeakerBoard.StatusLedPin, ground.Link);
            device.Start();
            new Loop("light", light, ground.Clock, ground.Log).Start();
            ground.Run(device.Loop);
        }

        private static LoudspeakerParts Parts(Ground ground, GpioController gpio)
        {
            Configuration.SetPinFunction(LoudspeakerBoard.SpeakerClockPin, DeviceFunction.I2S1_BCK);
            Configuration.SetPinFunction(LoudspeakerBoard.SpeakerWordPin, DeviceFunction.I2S1_WS);
            Configuration.SetPinFunction(LoudspeakerBoard.SpeakerDataPin, DeviceFunction.I2S1_DATA_OUT);
            Configuration.SetPinFunction(LoudspeakerBoard.SpeechTransmitPin, DeviceFunction.COM2_TX);
            Configuration.SetPinFunction(LoudspeakerBoard.SpeechReceivePin, DeviceFunction.COM2_RX);

            LoudspeakerParts parts = new LoudspeakerParts();
            parts.Amplifier = new Amplifier(gpio, LoudspeakerBoard.AmplifierPowerPin, ground.Clock);
            parts.Speaker = new I2sSpeaker(LoudspeakerBoard.SpeakerBus);
            parts.Speech = new SpeechModule(LoudspeakerBoard.SpeechPort, SpeechDialect.Xfs5152ce(), ground.Clock);
            if (ground.Settings.AmplifierSensor)
            {
                Configuration.SetPinFunction(LoudspeakerBoard.AmplifierCurrentPin, DeviceFunction.ADC1_CH3);
                parts.Sensor = new AmplifierCurrentSensor(
                    new AdcController(),
                    LoudspeakerBoard.AmplifierCurrentAdcChannel,
                    LoudspeakerBoard.AmplifierCurrentMicrovoltsPerMilliampere);
            }

            return parts;
        }
    }
}
