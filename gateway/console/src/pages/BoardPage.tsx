import { useSignal, useSignalEffect } from '@preact/signals';
import { get, send } from '../api';
import { boards, isLoaded } from '../state/county';
import { go, href } from '../state/route';
import { may } from '../state/session';
import type { Board, BoardCard, BoardHealth } from '../types';
import { ask, tell } from '../ui/ask';
import { Day } from '../ui/Day';
import { Page, Sign } from '../ui/Parts';
import { boardSign } from '../ui/signs';
import { ago, clockTime } from '../ui/time';
import { words } from '../words';
import { CardFiles } from './AddBoard';
import { BoardConfiguration } from './BoardConfiguration';
import { BoardLife } from './BoardLife';
import { BoardUpdate } from './BoardUpdate';
import { canSound, SilenceButton, TestToneButton } from './Boards';

/** One board: how it is, what it measured and did, what it lives by, and the end of its service. */
export function BoardPage({ id }: { id: string }) {
  const word = words.value;
  const card = useSignal<BoardCard | null>(null);
  const board = boards.value.get(id);
  if (card.value) return <CardFiles card={card.value} done={() => { card.value = null; }} />;
  if (!board) return <Page title={id}><p class="calm">{isLoaded.value ? word.none : word.loading}</p></Page>;
  return (
    <Page title={board.villageName || board.village || id} actions={canSound(board) ? <span class="acts"><TestToneButton board={board} /><SilenceButton board={board} /></span> : undefined}>
      <p class="badges">
        <span class={`badge ${board.state}`}><Sign>{boardSign[board.state]}</Sign>{word.boardStates[board.state]}</span>
        {board.alarmSince && <span class="badge lost"><Sign>!</Sign>{word.villageAlarm}</span>}
        {board.ownWarning && <span class="badge lost"><Sign>!</Sign>{word.ownWarnings[board.ownWarning.stage]}</span>}
        {board.troubles.map((trouble) => <span key={trouble} class="badge cannotTell"><Sign>!</Sign>{word.troubles[trouble] ?? trouble}</span>)}
        <span class="badge state">{word.kinds[board.kind]}</span><span class="code">{id}</span>
      </p>
      {(board.rain || board.stage || board.alarmSince || board.ownWarning) && may('POST /api/drafts') && <p><a class="button quiet-button inline" href={href('compose', 'reading', id)}>{word.desk.warnBecause}</a></p>}
      <div class="board-page">
        <Health board={board} />
        {(board.rain || board.stage) && <section><h2>{word.ofBoards.measurements}</h2><Day id={id} /></section>}
        <BoardLife id={id} />
        <BoardConfiguration board={board} />
        <BoardUpdate board={board} />
        <Log id={id} />
        <Service board={board} take={(fresh) => { card.value = fresh; }} />
      </div>
      <p><a href={href('boards')}>{word.back}</a></p>
    </Page>
  );
}

// What installers of GPRS and Wi-Fi boards use as rules of thumb: above -67 dBm voice is fine, below -80 dBm links break.
const goodDbm = -67;
const weakDbm = -80;

// An open input of the converter reads a few millivolts: there is no battery to measure.
const noBatteryMillivolts = 500;

function Health({ board }: { board: Board }) {
  const word = words.value.ofBoards;
  const health = useSignal<BoardHealth | null>(null);
  useSignalEffect(() => {
    if (!boards.value.get(board.id)?.firmware) return;   // it has never told
    get<BoardHealth>(`/api/boards/${encodeURIComponent(board.id)}/health`).then((found) => { health.value = found; }, () => { /* the link line says it */ });
  });
  const seen = health.value;
  return (
    <section>
      <h2>{word.health}</h2>
      {!seen ? <p class="calm">{word.silentNow}</p> : (
        <dl class="figures-grid">
          <Fact name={word.lastSeen}>{ago(board.lastSeenAt)}</Fact>
          <Fact name={word.battery}>{seen.batteryMillivolts && seen.batteryMillivolts >= noBatteryMillivolts && `${(seen.batteryMillivolts / 1000).toFixed(2)} V`}</Fact>
          <Fact name={word.signal}>{seen.signalDbm && `${seen.signalDbm} dBm${words.value.comma}${word.signalWords[seen.signalDbm >= goodDbm ? 'good' : seen.signalDbm >= weakDbm ? 'fair' : 'weak']}`}</Fact>
          <Fact name={word.temperature}>{seen.temperatureCelsius !== null && `${seen.temperatureCelsius.toFixed(1)} °C`}</Fact>
          <Fact name={word.selfTest}>{seen.selfTest && `${word.wordsOf[seen.selfTest] ?? seen.selfTest}${words.value.comma}${clockTime(seen.selfTestAt)}`}</Fact>
          <Fact name={word.clock}>{`${word.clocks[seen.clock] ?? seen.clock}${seen.clockErrorMilliseconds === null ? '' : `${words.value.comma}${word.within(seen.clockErrorMilliseconds)}`}`}</Fact>
          <Fact name={word.uptime}>{word.days(Math.floor(seen.uptimeMilliseconds / 86_400_000), Math.floor(seen.uptimeMilliseconds / 3_600_000) % 24)}</Fact>
          <Fact name={word.restarts}>{`${seen.restarts} (${word.restartReasons[seen.restartReason] ?? seen.restartReason})`}</Fact>
          <Fact name={word.parts}>{seen.parts.map((part) => word.partNames[part] ?? part).join(words.value.tag === 'en' ? ', ' : '、')}</Fact>
          <Fact name={word.unsent}>{word.readingsOf(seen.nextReading - seen.oldestReading)}</Fact>
          <Fact name={word.linkLosses}>{seen.linkLosses}</Fact>
          <Fact name={word.refusals}>{seen.refusals}</Fact>
          <Fact name={word.memory}>{seen.freeBytes && `${Math.round(seen.freeBytes / 1024)} KB`}</Fact>
          <Fact name={word.firmware}>{board.firmware}</Fact>
          <Fact name={word.configuration}>{seen.configuration > 0 && seen.configuration}{seen.onTrial && <strong class="cannotTell"> {word.onTrial}</strong>}</Fact>
        </dl>
      )}
    </section>
  );
}

/** Nothing is shown of what the board does not measure. */
function Fact({ name, children }: { name: string; children: preact.ComponentChildren }) {
  const isEmpty = Array.isArray(children) ? children.every((one) => !one) : children === null || children === false || children === '' || children === 0;
  return isEmpty ? null : <div><dt>{name}</dt><dd>{children}</dd></div>;
}

function Log({ id }: { id: string }) {
  const word = words.value.ofBoards;
  const text = useSignal('');
  const isBusy = useSignal(false);
  if (!may('POST /api/boards/{id}/log')) return null;
  const fetchLog = async () => {
    isBusy.value = true;
    await tell(async () => {
      const log = await send<{ whole: boolean; text: string }>('POST', `/api/boards/${encodeURIComponent(id)}/log`);
      text.value = log.whole ? log.text : `${log.text}\n(${word.partLog})`;
      return '';
    });
    isBusy.value = false;
  };
  return (
    <section>
      <h2>{word.log}</h2>
      <p class="acts start"><button class="plain" disabled={isBusy.value} onClick={() => { void fetchLog(); }}>{word.fetchLog}</button>{isBusy.value && <span class="calm" role="status">{word.fetching}</span>}</p>
      {text.value && <pre class="log" tabIndex={0}>{text.value}</pre>}
    </section>
  );
}

function Service({ board, take }: { board: Board; take: (card: BoardCard) => void }) {
  const word = words.value.ofBoards;
  const path = `/api/boards/${encodeURIComponent(board.id)}`;
  const replace = async () => {
    take(await send<BoardCard>('POST', `${path}/replace`, {}));
    return '';
  };
  const retire = async () => {
    await send('DELETE', path);
    go('boards');
    return words.value.ofBoards.retired;
  };
  return (
    <section>
      <h2>{word.label}</h2>
      <p><img class="label" src={`${path}/label`} width={502} height={212} alt={`${word.label}: ${board.id}, ${board.villageName}`} /></p>
      <p class="acts start no-print">
        <button class="plain" onClick={() => window.print()}>{word.printLabel}</button>
        {may('POST /api/boards/{id}/replace') && <button class="plain" onClick={() => ask(word.replace, word.replaceText, word.replaceYes, replace)}>{word.replace}</button>}
        {may('DELETE /api/boards/{id}') && <button class="danger" onClick={() => ask(word.retire, word.retireText(board.id), word.retireYes, retire)}>{word.retire}</button>}
      </p>
    </section>
  );
}
