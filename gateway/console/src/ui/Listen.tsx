import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { fetchSound } from '../api';
import { may } from '../state/session';
import { words } from '../words';
import { tell } from './ask';

interface Props { text: string; language: string; isDrill?: boolean; label?: string }

/** Speaks a text as a village without a speech module hears it. */
export function Listen({ text, language, isDrill = false, label }: Props) {
  const sound = useSignal('');
  const isBusy = useSignal(false);
  const word = words.value.voice;
  useEffect(() => () => { if (sound.value) URL.revokeObjectURL(sound.value); sound.value = ''; }, [text, language, isDrill]);
  if (!may('POST /api/voice/preview') || !text.trim()) return null;
  const listen = () => {
    isBusy.value = true;
    void tell(async () => {
      sound.value = URL.createObjectURL(await fetchSound('/api/voice/preview', { text, language, isDrill }));
      return '';
    }).finally(() => { isBusy.value = false; });
  };
  return (
    <span class="listen">
      {sound.value
        ? <audio controls autoplay src={sound.value} aria-label={label ?? word.heardAs} />
        : <button type="button" class="plain" disabled={isBusy.value} aria-label={label} onClick={listen}>{word.listen}</button>}
    </span>
  );
}

/** A clip of the gateway. */
export function ClipSound({ id, label }: { id: string; label: string }) {
  return <audio controls preload="none" src={`/api/clips/${encodeURIComponent(id)}`} aria-label={label} />;
}
