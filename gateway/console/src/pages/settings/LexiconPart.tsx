import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { get, Refusal, send } from '../../api';
import { may } from '../../state/session';
import { tell } from '../../ui/ask';
import { Listen } from '../../ui/Listen';
import type { Fault } from '../../types';
import { words } from '../../words';
import { say } from '../../words/faults';

interface Word { word: string; reading: string }

/** How the office says its words, place names above all. */
export function LexiconPart() {
  const kept = useSignal<Word[] | null>(null);
  const rows = useSignal<Word[]>([]);
  const faults = useSignal<readonly Fault[]>([]);
  const load = async () => {
    kept.value = (await get<{ words: Word[] }>('/api/lexicon')).words;
    rows.value = kept.value;
    return '';
  };
  useEffect(() => { void tell(load); }, []);
  const word = words.value.voice;
  if (!kept.value) return <p class="calm">{words.value.loading}</p>;
  const mayChange = may('PUT /api/lexicon');
  const isChanged = JSON.stringify(rows.value) !== JSON.stringify(kept.value);
  const set = (at: number, changed: Partial<Word>) => { rows.value = rows.value.map((row, i) => (i === at ? { ...row, ...changed } : row)); };
  const save = (event: Event) => {
    event.preventDefault();
    void tell(async () => {
      try {
        await send('PUT', '/api/lexicon', { words: rows.value.filter((row) => row.word.trim() || row.reading.trim()) });
        faults.value = [];
        await load();
        return words.value.saved;
      } catch (fault) {
        if (!(fault instanceof Refusal) || fault.status !== 422) throw fault;
        faults.value = fault.faults;
        return '';
      }
    });
  };
  return (
    <form onSubmit={save} noValidate>
      <p>{word.lexiconHint}</p>
      {rows.value.length === 0 && <p class="calm">{word.noWords}</p>}
      {rows.value.length > 0 && (
        <table class="rows lexicon">
          <thead><tr><th scope="col">{word.word}</th><th scope="col">{word.reading}</th><th scope="col"><span class="hidden">{word.listen}</span></th></tr></thead>
          <tbody>
            {rows.value.map((row, at) => (
              <tr key={at}>
                <td><input aria-label={word.word} lang="zh-CN" value={row.word} disabled={!mayChange} onInput={(change) => set(at, { word: change.currentTarget.value })} /></td>
                <td><input aria-label={word.reading} autocapitalize="off" spellcheck={false} placeholder="da4 bu4" value={row.reading} disabled={!mayChange} onInput={(change) => set(at, { reading: change.currentTarget.value })} /></td>
                <td class="row-acts">
                  {kept.value!.some((one) => one.word === row.word && one.reading === row.reading) && <Listen text={row.word} language="zh-CN" label={word.listenTo(row.word)} />}
                  {mayChange && <button type="button" class="plain" aria-label={word.forget(row.word)} onClick={() => { rows.value = rows.value.filter((_, i) => i !== at); }}>✕</button>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {faults.value.length > 0 && <div role="alert">{faults.value.map((fault) => <p key={fault.text} class="notHeard">{say(fault)}</p>)}</div>}
      {mayChange && (
        <p class="acts start">
          <button type="button" class="plain" onClick={() => { rows.value = [...rows.value, { word: '', reading: '' }]; }}>{word.add}</button>
          <button disabled={!isChanged}>{isChanged ? words.value.save : word.unchanged}</button>
        </p>
      )}
    </form>
  );
}
