import { useSignal, type Signal } from '@preact/signals';
import { fetchSound } from '../../api';
import { divisions } from '../../state/places';
import { may } from '../../state/session';
import type { TextPreview } from '../../types';
import { tell } from '../../ui/ask';
import { words } from '../../words';

const longestSeconds = 30;

interface Props { preview: Signal<TextPreview | null>; village: Signal<string>; language: string; facts: readonly string[] }

/** What one village would hear and read, and what a text may ask for. */
export function TextPreviewPart({ preview, village, language, facts }: Props) {
  const word = words.value.settings;
  const seen = preview.value;
  const isBusy = useSignal(false);
  const listen = () => {
    isBusy.value = true;
    void tell(async () => {
      const sound = await fetchSound('/api/voice/preview', { text: seen?.spoken, language });
      await new Audio(URL.createObjectURL(sound)).play();
      return '';
    }).finally(() => { isBusy.value = false; });
  };
  return (
    <section class="card">
      <label class="field">{word.previewIn}
        <select value={village.value} onChange={(change) => { village.value = change.currentTarget.value; }}>
          <option value="">{word.nowhere}</option>
          {divisions.value.filter((one) => one.isVillage).map((one) => <option key={one.code} value={one.code}>{one.name}{one.shelter ? ` · ${one.shelter}` : ''}</option>)}
        </select>
      </label>
      {seen?.spoken != null && seen.filled && (
        <>
          <h3>{word.heard}</h3>
          <p class="said" lang={language}>{seen.spoken}</p>
          <p class={seen.seconds > longestSeconds ? 'cannotTell' : 'calm'} role="status">{word.length(seen.seconds, seen.bytes)}{seen.seconds > longestSeconds && ` · ${word.tooLong}`}</p>
          {may('POST /api/voice/preview') && <p><button type="button" class="plain" disabled={isBusy.value} onClick={listen}>{word.listen}</button></p>}
          <h3>{word.printed}</h3>
          <p lang={language}><strong>{seen.filled.headline}</strong></p>
          <p lang={language}>{seen.filled.description}</p>
          <p lang={language}>{seen.filled.instruction}</p>
        </>
      )}
      <details>
        <summary>{word.facts}</summary>
        <p>{word.factHint}</p>
        <dl class="facts">{facts.map((fact) => <div key={fact} class="pair"><dt><code>{`{${fact}}`}</code></dt><dd>{word.factNames[fact] ?? fact}</dd></div>)}</dl>
      </details>
    </section>
  );
}
