import { useSignal } from '@preact/signals';
import { send } from '../api';
import { href } from '../state/route';
import { may } from '../state/session';
import type { Delivery, Stages, VillageDelivery } from '../types';
import { ask, tell } from '../ui/ask';
import { Contact } from '../ui/Contact';
import { percent } from '../ui/CountyCoverage';
import { Sign } from '../ui/Parts';
import { deliverySign } from '../ui/signs';
import { clockTime } from '../ui/time';
import { words } from '../words';

/** Village by village: who needs a person, what is under way, who was told. What is done is folded away. */
export function DeliveryDesk({ delivery }: { delivery: Delivery }) {
  const isOpen = useSignal(false);
  const word = words.value.desk;
  const { counts, villages, warning } = delivery;
  const isLive = warning.state === 'live';
  const needing = villages.filter((village) => village.needsPerson);
  const told = villages.filter((village) => !village.needsPerson && (village.state === 'heard' || village.reached));
  const underway = villages.filter((village) => !needing.includes(village) && !told.includes(village));
  return (
    <section>
      <h2>{words.value.villagesHeading}</h2>
      <p role="status" class="delivery-line">
        <strong>{word.heardOf(counts.heard, counts.villages, percent(counts.heard, counts.villages))}</strong>
        {counts.needPerson > 0 && <span class="notHeard"><Sign>!</Sign>{word.needPerson(counts.needPerson)}</span>}
        {counts.underway > 0 && <span class="waiting"><Sign>…</Sign>{word.underwayCount(counts.underway)}</span>}
        {counts.reached > 0 && <span>{word.reachedCount(counts.reached)}</span>}
        {counts.people > 0 && <span>{word.peopleTold(percent(counts.peopleTold, counts.people))}</span>}
        {counts.villages > 0 && told.length === counts.villages && <span class="heard"><Sign>✓</Sign>{word.allTold}</span>}
      </p>
      {delivery.stages && !delivery.stages.isReleased && <StageLine id={warning.id} stages={delivery.stages} waiting={villages.filter((village) => village.state === 'held').length} />}
      {needing.length > 0 && <Villages id={warning.id} isLive={isLive} heading={word.needHeading} villages={needing} />}
      {underway.length > 0 && <Villages id={warning.id} isLive={isLive} heading={isLive ? word.underwayHeading : word.notToldHeading} villages={underway} />}
      {told.length > 0 && (
        <details onToggle={(change) => { isOpen.value = change.currentTarget.open; }}>
          <summary><Sign>✓</Sign>{word.toldHeading(told.length)}</summary>
          {isOpen.value && <Villages id={warning.id} isLive={isLive} heading={word.toldHeading(told.length)} villages={told} />}
        </details>
      )}
    </section>
  );
}

/** What the villages of the next stage wait for. */
function whenOthers(stages: Stages): string {
  const word = words.value.desk;
  const latest = stages.othersAt && clockTime(stages.othersAt, true);
  return stages.isHeld || !(latest || stages.othersWhenHeard) ? word.stageByHand
    : stages.othersWhenHeard ? word.stageWhenHeard(stages.othersWhenHeard, latest)
    : word.stageAt(latest!);
}

interface StageProps { id: string; stages: Stages; waiting: number }

/** What waits for the next stage, and the word that it waits for. */
function StageLine({ id, stages, waiting }: StageProps) {
  const word = words.value.desk;
  const say = (what: 'go-on' | 'hold') => tell(async () => {
    await send('POST', `/api/warnings/${encodeURIComponent(id)}/${what}`, {});
    return what === 'hold' ? words.value.desk.stageHeld : words.value.desk.stageReleased;
  });
  return (
    <p class="review-due acts start" role="status">
      <span><Sign>‖</Sign>{word.stageWaits(waiting)} {word.stageHeardOf(stages.firstHeard, stages.first)} {whenOthers(stages)}</span>
      {may('POST /api/warnings/{id}/go-on') && <button class="danger" onClick={() => ask(word.goOnTitle, word.goOnText(waiting), word.goOn, async () => { await say('go-on'); return words.value.desk.stageReleased; })}>{word.goOn}</button>}
      {!stages.isHeld && (stages.othersAt || stages.othersWhenHeard) && may('POST /api/warnings/{id}/hold') && <button class="plain" onClick={() => { void say('hold'); }}>{word.hold}</button>}
    </p>
  );
}

interface VillagesProps { id: string; isLive: boolean; heading: string; villages: readonly VillageDelivery[] }

/** More rows than an eye takes in are drawn only when asked for. */
const shownFirst = 40;

function Villages({ id, isLive, heading, villages }: VillagesProps) {
  const isWhole = useSignal(false);
  const word = words.value;
  const shown = isWhole.value ? villages : villages.slice(0, shownFirst);
  return (
    <>
      <table class="rows delivery">
        <caption>{heading}</caption>
        <thead><tr><th>{word.village}</th><th>{word.state}</th><th>{word.measured}</th><th>{word.desk.contact}</th><th>{word.actions}</th></tr></thead>
        <tbody>{shown.map((village) => <VillageRow key={village.code} id={id} isLive={isLive} village={village} />)}</tbody>
      </table>
      {shown.length < villages.length && <button class="plain" onClick={() => { isWhole.value = true; }}>{word.desk.showAll(villages.length)}</button>}
    </>
  );
}

function VillageRow({ id, isLive, village }: { id: string; isLive: boolean; village: VillageDelivery }) {
  const word = words.value;
  const milliamperes = village.boards.map((board) => board.milliamperes).find((measured) => measured !== null);
  const tries = Math.max(0, ...village.boards.map((board) => board.tries));
  const at = village.boards.find((board) => board.state === village.state)?.at ?? null;
  const reason = village.boards.map((board) => board.reason).find((why) => why !== null);
  return (
    <tr class={village.state}>
      <th scope="row">
        {village.name || village.code} {village.people !== null && <small>{word.desk.people(village.people)}</small>}
        {village.boards.map((board) => <BoardName key={board.board} id={board.board} state={village.boards.length > 1 ? ` ${word.desk.states[board.state]}` : ''} />)}
      </th>
      <td class={village.state}>
        <Sign>{deliverySign[village.state]}</Sign>{word.desk.states[village.state]}{reason && `（${word.reasons[reason] ?? reason}）`} <small>{at && clockTime(at, true)}{tries > 1 && ` ${word.desk.tries(tries)}`}</small>
        {village.boards.some((board) => board.speechSilent) && <div><small>{word.desk.speechSilent}</small></div>}
        {village.reached && <small class="reached">{word.desk.reachedBy(village.reached.who, clockTime(village.reached.at))} {village.reached.reason}</small>}
      </td>
      <td data-label={word.measured}>{milliamperes === undefined ? '' : word.current(milliamperes)}</td>
      <td><Contact contact={village.contact} phone={village.phone} /></td>
      <td><span class="acts start">{isLive && <Resend id={id} village={village} />}<Reached id={id} village={village} /></span></td>
    </tr>
  );
}

function BoardName({ id, state }: { id: string; state: string }) {
  return may('GET /api/boards/{id}') ? <a class="code" href={href('boards', id)}>{id}{state}</a> : <span class="code">{id}{state}</span>;
}

interface ActProps { id: string; village: VillageDelivery }

function Resend({ id, village }: ActProps) {
  const word = words.value.desk;
  const isHeld = village.state === 'held' || village.state === 'notOrdered';
  if (village.boards.length === 0 || isHeld || !may('POST /api/warnings/{id}/resend')) return null;
  const hasOrGetsIt = village.state === 'heard' || village.state === 'playing' || village.state === 'received';
  const resend = async () => {
    await send('POST', `/api/warnings/${encodeURIComponent(id)}/resend`, { village: village.code, confirmed: hasOrGetsIt });
    return words.value.desk.resendDone(village.name);
  };
  const begin = () => { hasOrGetsIt ? ask(word.resendTitle, word.resendText(village.name), word.resend, resend) : void tell(resend); };
  return <button class="plain" onClick={begin}>{word.resend}</button>;
}

function Reached({ id, village }: ActProps) {
  const word = words.value;
  if (village.state === 'heard' || village.reached || !may('POST /api/warnings/{id}/reached')) return null;
  const note = async (how: string) => {
    await send('POST', `/api/warnings/${encodeURIComponent(id)}/reached`, { village: village.code, reason: how });
    return words.value.markReachedDone;
  };
  return <button class="plain" onClick={() => ask(word.desk.reachedTitle, word.desk.reachedText(village.name), word.markReached, note, { label: word.desk.reachedHow })}>{word.markReached}</button>;
}
