import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { Refusal, send } from '../../api';
import { loadPlaces } from '../../state/places';
import type { Fault, ImportSummary } from '../../types';
import { tell } from '../../ui/ask';
import { words } from '../../words';
import { say } from '../../words/faults';

interface Props { path: string; accept: string; label: string; hint: string }

/** A file is looked at as soon as it is chosen, and taken only when somebody has seen what it would do. */
export function FileImport({ path, accept, label, hint }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const file = useSignal<File | null>(null);
  const ahead = useSignal<ImportSummary | null>(null);
  const faults = useSignal<readonly Fault[]>([]);
  const word = words.value.settings.imports;
  const clear = () => {
    [file.value, ahead.value, faults.value] = [null, null, []];
    if (input.current) input.current.value = '';
  };
  const post = (query: string) => tell(async () => {
    try {
      // The bytes alone: what kind they are, the gateway sees for itself.
      const summary = await send<ImportSummary>('POST', path + query, new Blob([await file.value!.arrayBuffer()], { type: 'application/octet-stream' }));
      if (!summary.isDone) {
        ahead.value = summary;
        return '';
      }

      clear();
      await loadPlaces();
      return words.value.settings.imports.done(summary.added, summary.changed);
    } catch (fault) {
      if (!(fault instanceof Refusal) || (fault.status !== 413 && fault.status !== 422)) throw fault;
      faults.value = fault.faults;
      return '';
    }
  });
  const choose = (chosen: File | undefined) => {
    [file.value, ahead.value, faults.value] = [chosen ?? null, null, []];
    if (chosen) void post('?dryRun=true');
  };
  const seen = ahead.value;
  return (
    <section>
      <label class="field">{label}<input ref={input} type="file" accept={accept} onChange={(change) => choose(change.currentTarget.files?.[0])} /></label>
      <small>{hint}</small>
      <div role="status">
        {faults.value.length > 0 && <><p class="notHeard">{word.refused}</p><ul>{faults.value.map((fault) => <li key={fault.text}>{say(fault)}</li>)}</ul></>}
        {seen && (
          <>
            <p><strong>{seen.added + seen.changed === 0 ? word.nothing : word.ahead(seen.added, seen.changed, seen.unchanged)}</strong></p>
            {seen.notes.map((note) => <p key={note.text} class="cannotTell">{say(note)}</p>)}
          </>
        )}
      </div>
      {seen && seen.lines.length > 0 && (
        <details>
          <summary>{word.first(seen.lines.length)}</summary>
          <ul class="import-lines">{seen.lines.map((line) => <li key={line.code}><strong>{word.what[line.what] ?? line.what}</strong> {line.name} <small class="code">{line.code}</small> {line.detail && <small>{line.detail}</small>}</li>)}</ul>
        </details>
      )}
      {seen && (
        <p class="acts start">
          {seen.added + seen.changed > 0 && <button type="button" onClick={() => { void post(''); }}>{word.take}</button>}
          <button type="button" class="plain" onClick={clear}>{word.leave}</button>
        </p>
      )}
    </section>
  );
}
