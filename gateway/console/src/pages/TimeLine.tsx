import { useSignal } from '@preact/signals';
import { ordersSeen, stepsSeen, warnings } from '../state/county';
import { href } from '../state/route';
import type { LifeEntry, VillageDelivery } from '../types';
import { clockTime } from '../ui/time';
import { useFresh } from '../ui/useFresh';
import { words } from '../words';
import { actorOf } from '../words/acts';
import { noteOf } from '../words/notes';

/** All of a warning's life in one line of time: cause, decisions, orders, receipts, what was done for villages, its end. */
export function TimeLine({ id, villages }: { id: string; villages: readonly VillageDelivery[] }) {
  const { found } = useFresh<LifeEntry[]>(`/api/warnings/${encodeURIComponent(id)}/timeline`, () => [warnings.value.get(id), stepsSeen.value.get(id), ordersSeen.value.get(id)]);
  const isAll = useSignal(false);
  const word = words.value.desk;
  const all = found.value ?? [];
  const told = isAll.value ? all : all.filter((entry) => entry.kind !== 'receipt' || entry.what === 'heard' || entry.what === 'not-heard');
  if (all.length === 0) return null;
  return (
    <section>
      <h2>{word.timeLine}</h2>
      <ol class="time-line">
        {told.map((entry, at) => <li key={`${entry.at}${entry.kind}${entry.what}${at}`} class={entry.kind}><Entry entry={entry} villages={villages} /></li>)}
      </ol>
      {told.length < all.length && <button class="plain" onClick={() => { isAll.value = true; }}>{word.allReceipts}</button>}
    </section>
  );
}

function Entry({ entry, villages }: { entry: LifeEntry; villages: readonly VillageDelivery[] }) {
  const word = words.value;
  const village = entry.village && (villages.find((one) => one.code === entry.village)?.name ?? entry.village);
  return (
    <>
      <time>{clockTime(entry.at, true)}{entry.until && entry.until !== entry.at && ` – ${clockTime(entry.until, true)}`}</time>
      <span class="badge">{word.desk.entryKinds[entry.kind] ?? entry.kind}</span>
      <span><strong>{whatOf(entry)}</strong>{entry.count !== null && ` ${word.desk.boards(entry.count)}`}{village && ` ${village}`}{entry.who && ` ${actorOf(entry.who)}`} {textOf(entry)}</span>
    </>
  );
}

function whatOf(entry: LifeEntry): string {
  const word = words.value;
  if (entry.kind === 'receipt') return stateIn(entry.what);
  return word.desk.whats[entry.what] ?? word.steps_[entry.what] ?? entry.what;
}

/** "heard" of a play; of other orders with the kind before it: "stop: stopped". */
function stateIn(what: string): string {
  const word = words.value;
  const [kind, state] = what.split(': ');
  return state === undefined ? word.orderStates[what] ?? what : `${word.desk.whats[kind!] ?? kind}: ${word.orderStates[state] ?? state}`;
}

function textOf(entry: LifeEntry) {
  if (entry.kind === 'end' && entry.text?.startsWith('W-')) return <a href={href('warnings', entry.text)}>{entry.text}</a>;
  return entry.text && (words.value.reasons[entry.text] ?? noteOf(entry.text));
}
