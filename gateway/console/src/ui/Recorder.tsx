import { useSignal, type Signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { send } from '../api';
import { may } from '../state/session';
import { words } from '../words';
import { tell } from './ask';
import { ClipSound } from './Listen';
import { decoded, isSilent, type Microphone, mostSeconds, record, samplesPerSecond, wavOf } from './recording';

const looksPerSecond = 10;
const soft = 0.05;

/** What was recorded and is not yet the gateway's. */
interface Take { wav: Blob; address: string; origin: 'recorded' | 'uploaded'; name: string }

/** 喊话: a person speaks to the villages. `chosen` is the id of the clip that the warning will play, or null. */
export function Recorder({ chosen }: { chosen: Signal<string | null> }) {
  const microphone = useRef<Microphone | null>(null);
  const state = useSignal<'idle' | 'asking' | 'recording'>('idle');
  const looks = useSignal(0);
  const level = useSignal(0);
  const loudest = useSignal(0);
  const take = useSignal<Take | null>(null);
  const fault = useSignal('');
  const word = words.value.voice;
  const drop = () => {
    if (take.value) URL.revokeObjectURL(take.value.address);
    take.value = null;
  };
  useEffect(() => () => { microphone.current?.close(); drop(); }, []);
  useEffect(() => {
    if (state.value !== 'recording') return undefined;
    const timer = setInterval(() => {
      level.value = microphone.current?.level() ?? 0;
      loudest.value = Math.max(loudest.value, level.value);
      looks.value += 1;
      if (looks.value >= mostSeconds * looksPerSecond) void stop();
    }, 1_000 / looksPerSecond);
    return () => clearInterval(timer);
  }, [state.value]);

  const keep = async (bytes: ArrayBuffer, origin: Take['origin'], name: string) => {
    const samples = await decoded(bytes).catch(() => null);
    const seconds = Math.ceil((samples?.length ?? 0) / samplesPerSecond);
    const { voice } = words.value;
    if (!samples || isSilent(samples) || seconds > mostSeconds + 1) {
      fault.value = !samples ? voice.notASound : seconds > mostSeconds + 1 ? voice.tooLong(seconds) : voice.nothingHeard;
      return;
    }

    const wav = wavOf(samples);
    take.value = { wav, address: URL.createObjectURL(wav), origin, name };
  };
  const start = async () => {
    drop();
    [fault.value, state.value, looks.value, level.value, loudest.value] = ['', 'asking', 0, 0, 0];
    const opened = await record();
    if (typeof opened === 'string') {
      [fault.value, state.value] = [words.value.voice[opened], 'idle'];
      return;
    }

    microphone.current = opened;
    state.value = 'recording';
  };
  const stop = async () => {
    const opened = microphone.current;
    if (!opened) return;
    microphone.current = null;
    state.value = 'idle';
    await keep(await opened.stop(), 'recorded', words.value.voice.clipName);
  };
  const choose = async (file: File | undefined) => {
    drop();
    fault.value = '';
    if (file) await keep(await file.arrayBuffer(), 'uploaded', file.name);
  };
  const use = () => tell(async () => {
    const { wav, origin, name } = take.value!;
    chosen.value = (await send<{ id: string }>('POST', `/api/clips?origin=${origin}&name=${encodeURIComponent(name)}`, wav)).id;
    drop();
    return '';
  });

  if (!may('POST /api/clips')) return null;
  if (chosen.value) {
    return (
      <div class="recorder">
        <p><strong>{word.inUse}</strong></p>
        <p class="acts start"><ClipSound id={chosen.value} label={word.yours} /><button type="button" class="plain" onClick={() => { chosen.value = null; }}>{word.remove}</button></p>
      </div>
    );
  }

  const seconds = Math.floor(looks.value / looksPerSecond);
  return (
    <details class="recorder">
      <summary>{word.announce}</summary>
      <p>{word.announceHint}</p>
      {fault.value && <p class="cannotTell" role="alert">{fault.value}</p>}
      {state.value === 'asking' && <p role="status">{word.asking}</p>}
      {state.value === 'recording' && (
        <>
          <p role="timer">{word.recording(seconds, mostSeconds - seconds)}</p>
          <p><meter aria-label={word.level} min={0} max={1} value={level.value} /></p>
          {seconds >= 2 && loudest.value < soft && <p class="cannotTell" role="status">{word.tooSoft}</p>}
          <p class="acts start"><button type="button" class="danger" onClick={() => { void stop(); }}>{word.stop}</button></p>
        </>
      )}
      {take.value && state.value === 'idle' && (
        <>
          <p><audio controls src={take.value.address} aria-label={word.yours} /></p>
          <p class="acts start">
            <button type="button" onClick={() => { void use(); }}>{word.use}</button>
            <button type="button" class="plain" onClick={() => { void start(); }}>{word.again}</button>
            <button type="button" class="plain" onClick={drop}>{word.discard}</button>
          </p>
        </>
      )}
      {!take.value && state.value === 'idle' && (
        <>
          <p class="acts start"><button type="button" onClick={() => { void start(); }}>{word.record}</button></p>
          <label class="field">{word.bring}<input type="file" accept="audio/*" onChange={(change) => { void choose(change.currentTarget.files?.[0]); }} /></label>
        </>
      )}
    </details>
  );
}
