// A microphone, or a file that the browser can decode, as boards want it: PCM16, mono, 16 kHz, in a WAV file.

export const samplesPerSecond = 16_000;

/** A board keeps a minute; the announcements of a drill need some of it. */
export const mostSeconds = 50;

/** Below this nobody hears words in it: -50 dB of full scale. */
const audible = 0.003;

/** Any sound that the browser can decode, at our rate. */
export async function decoded(bytes: ArrayBuffer): Promise<Float32Array> {
  const context = new OfflineAudioContext(1, 1, samplesPerSecond);
  const sound = await context.decodeAudioData(bytes);      // resampled to the context's rate
  const mixer = new OfflineAudioContext(1, Math.max(1, sound.length), samplesPerSecond);
  const source = mixer.createBufferSource();
  source.buffer = sound;
  source.connect(mixer.destination);
  source.start();
  return (await mixer.startRendering()).getChannelData(0);
}

export function isSilent(samples: Float32Array): boolean {
  return !samples.some((sample) => Math.abs(sample) > audible);
}

export function wavOf(samples: Float32Array): Blob {
  const head = 44;
  const file = new DataView(new ArrayBuffer(head + samples.length * 2));
  const text = (at: number, letters: string) => [...letters].forEach((letter, i) => file.setUint8(at + i, letter.charCodeAt(0)));
  text(0, 'RIFF');
  file.setUint32(4, file.byteLength - 8, true);
  text(8, 'WAVEfmt ');
  file.setUint32(16, 16, true);
  file.setUint16(20, 1, true);
  file.setUint16(22, 1, true);
  file.setUint32(24, samplesPerSecond, true);
  file.setUint32(28, samplesPerSecond * 2, true);
  file.setUint16(32, 2, true);
  file.setUint16(34, 16, true);
  text(36, 'data');
  file.setUint32(40, samples.length * 2, true);
  samples.forEach((sample, i) => file.setInt16(head + i * 2, Math.round(Math.max(-1, Math.min(1, sample)) * 32_767), true));
  return new Blob([file.buffer], { type: 'audio/wav' });
}

export type NoMicrophone = 'notSecure' | 'noPermission' | 'noMicrophone';

/** A microphone that is being listened to. */
export interface Microphone {
  /** The loudest of the last moment, 0 to 1. */
  level: () => number;
  /** Ends, and gives what was recorded. */
  stop: () => Promise<ArrayBuffer>;
  /** Ends without a word. */
  close: () => void;
}

/** Opens the microphone and records; or says why it cannot. */
export async function record(): Promise<Microphone | NoMicrophone> {
  // Over plain HTTP from another machine there is no such thing, whatever the types say.
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (!devices) return 'notSecure';
  let stream: MediaStream;
  try {
    stream = await devices.getUserMedia({ audio: { channelCount: 1, echoCancellation: false, noiseSuppression: true, autoGainControl: true } });
  } catch (why) {
    return why instanceof DOMException && (why.name === 'NotAllowedError' || why.name === 'SecurityError') ? 'noPermission' : 'noMicrophone';
  }

  const context = new AudioContext();
  const analyser = context.createAnalyser();
  context.createMediaStreamSource(stream).connect(analyser);
  const moment = new Float32Array(analyser.fftSize);
  const recorder = new MediaRecorder(stream);
  const parts: Blob[] = [];
  recorder.ondataavailable = (part) => parts.push(part.data);
  recorder.start();
  const close = () => {
    stream.getTracks().forEach((track) => track.stop());
    void context.close();
  };
  return {
    level: () => {
      analyser.getFloatTimeDomainData(moment);
      return moment.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
    },
    stop: () => new Promise((resolve) => {
      recorder.onstop = () => {
        close();
        resolve(new Blob(parts, { type: recorder.mimeType }).arrayBuffer());
      };
      recorder.stop();
    }),
    close,
  };
}
