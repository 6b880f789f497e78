import { useSignal, useSignalEffect } from '@preact/signals';
import { get } from '../api';
import { boards } from '../state/county';
import { href } from '../state/route';
import type { TimelineEntry } from '../types';
import { clockTime } from '../ui/time';
import { words } from '../words';

type Filter = 'all' | 'tests' | 'own' | 'orders' | 'link';

const shownAtOnce = 40;

const tests: readonly string[] = ['self-test', 'audible-self-test'];

const isOf: Record<Filter, (entry: TimelineEntry) => boolean> = {
  all: () => true,
  tests: (entry) => tests.includes(entry.what),
  own: (entry) => (entry.kind === 'own' || entry.kind === 'fault') && !tests.includes(entry.what),
  orders: (entry) => entry.kind === 'order' || entry.kind === 'receipt',
  link: (entry) => entry.kind === 'link',
};

/** What a board did and was told in the last week, the newest first. */
export function BoardLife({ id }: { id: string }) {
  const word = words.value.ofBoards;
  const entries = useSignal<TimelineEntry[]>([]);
  const filter = useSignal<Filter>('all');
  const most = useSignal(shownAtOnce);
  useSignalEffect(() => {
    void boards.value.get(id);
    get<TimelineEntry[]>(`/api/boards/${encodeURIComponent(id)}/timeline`).then((found) => { entries.value = found.reverse(); }, () => { /* the link line says it */ });
  });
  const shown = entries.value.filter(isOf[filter.value]);
  return (
    <section>
      <h2>{word.life}</h2>
      <fieldset class="segments">
        <legend class="hidden">{word.life}</legend>
        {(Object.keys(isOf) as Filter[]).map((one) => (
          <label key={one}><input type="radio" name="life" checked={filter.value === one} onChange={() => { filter.value = one; }} /> {word.lifeFilter[one]}</label>
        ))}
      </fieldset>
      {shown.length === 0 ? <p class="calm">{word.nothingYet}</p> : (
        <ol class="timeline" tabIndex={0} aria-label={word.life}>
          {shown.slice(0, most.value).map((entry) => <Entry key={`${entry.at}${entry.kind}${entry.what}${entry.word}${entry.number}`} entry={entry} />)}
        </ol>
      )}
      {shown.length > most.value && <button class="plain" onClick={() => { most.value += 5 * shownAtOnce; }}>{words.value.more}</button>}
    </section>
  );
}

function Entry({ entry }: { entry: TimelineEntry }) {
  const word = words.value;
  const isDone = entry.word === 'finished' && entry.what !== 'play';
  const said = isDone ? word.ofBoards.done : entry.word && (word.ofBoards.wordsOf[entry.word] ?? word.orderStates[entry.word] ?? entry.word);
  const detail = entry.detail && (word.reasons[entry.detail] ?? word.ofBoards.restartReasons[entry.detail] ?? word.ofBoards.causes[entry.detail] ?? entry.detail);
  return (
    <li>
      <time dateTime={entry.at}>{entry.isEstimated ? '~' : ''}{clockTime(entry.at, true)}</time>
      <strong>{word.ofBoards.whats[entry.what] ?? entry.what}</strong> {said && <span class={entry.word === 'heard' ? 'heard' : entry.word === 'not-heard' ? 'notHeard' : undefined}>{said}</span>}{' '}
      {entry.detail?.startsWith('W-') ? <a href={href('warnings', entry.detail)}>{entry.detail}</a> : detail && <span class="calm">{detail}</span>}
    </li>
  );
}
