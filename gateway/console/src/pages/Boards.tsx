import { useSignal } from '@preact/signals';
import { send } from '../api';
import { boardsByVillage, isLoaded } from '../state/county';
import { href } from '../state/route';
import { may } from '../state/session';
import type { Board } from '../types';
import { ask } from '../ui/ask';
import { BoardFilter, useBoardFilter } from '../ui/BoardFilter';
import { isInTrouble, rankOf } from '../ui/mapSigns';
import { More, rowsAtOnce } from '../ui/More';
import { Page, Sign } from '../ui/Parts';
import { boardSign, coverageSign } from '../ui/signs';
import { ago } from '../ui/time';
import { words } from '../words';

/** Every board, the one in the worst trouble first. */
export function Boards() {
  const word = words.value;
  const onlyTrouble = useSignal(false);
  const most = useSignal(rowsAtOnce);
  const { sought, fitting } = useBoardFilter();
  const all = boardsByVillage.value;
  const shown = fitting.filter((board) => !onlyTrouble.value || isInTrouble(board)).sort((a, b) => rankOf(a) - rankOf(b));
  return (
    <Page title={word.pages.boards} actions={<div class="acts"><p class="calm">{word.boardsCount(all.filter((board) => board.state === 'online').length, all.length)}</p>{may('GET /api/rollouts') && <a class="button quiet-button" href={href('change-boards')}>{word.changes.open}</a>}{may('POST /api/boards') && <a class="button" href={href('add-board')}>{word.ofBoards.add}</a>}</div>}>
      {all.length === 0 ? <p class="calm">{isLoaded.value ? word.noBoards : word.loading}</p> : (
        <>
          <BoardFilter sought={sought}>
            <label class="check"><input type="checkbox" checked={onlyTrouble.value} onChange={(event) => { onlyTrouble.value = event.currentTarget.checked; }} /> {word.onlyTrouble}</label>
            <span class="calm" role="status">{word.ofBoards.shownOf(shown.length, all.length)}</span>
          </BoardFilter>
          <table class="rows">
            <thead>
              <tr>
                <th>{word.village}</th><th>{word.board}</th><th>{word.state}</th><th>{word.lastSeen}</th><th>{word.lastReading}</th><th>{word.lastVerdict}</th><th>{word.actions}</th>
              </tr>
            </thead>
            <tbody>{shown.slice(0, most.value).map((board) => <BoardRow key={board.id} board={board} />)}</tbody>
          </table>
          <More shown={most} all={shown.length} />
        </>
      )}
    </Page>
  );
}

export function canSound(board: Board): boolean {
  return board.kind === 'loudspeaker' || board.kind === 'village-station' || board.kind === 'bench';
}

function BoardRow({ board }: { board: Board }) {
  const word = words.value;
  const last = board.lastOrder;
  return (
    <tr>
      <th scope="row">{board.villageName || board.village || word.none}</th>
      <td>{word.kinds[board.kind]} <a class="code" href={href('boards', board.id)}>{board.id}</a></td>
      <td class={board.state}>
        <Sign>{boardSign[board.state]}</Sign>{word.boardStates[board.state]}
        {board.ownWarning && <div class="lost"><Sign>!</Sign>{word.ownWarnings[board.ownWarning.stage]} <small>{ago(board.ownWarning.at)}</small></div>}
        {board.alarmSince && <div class="lost"><Sign>!</Sign>{word.villageAlarm} <small>{ago(board.alarmSince)}</small></div>}
        {board.troubles.map((trouble) => <div key={trouble} class="cannotTell"><Sign>!</Sign>{word.troubles[trouble] ?? trouble}</div>)}
      </td>
      <td data-label={word.lastSeen}>{ago(board.lastSeenAt)}</td>
      <td data-label={word.lastReading}>
        {board.rain && <div>{word.rain(board.rain.lastHourMillimetres.toFixed(1))} <small>{ago(board.rain.at)}</small></div>}
        {board.stage && <div>{word.stage(board.stage.metres.toFixed(2))} <small>{ago(board.stage.at)}</small></div>}
      </td>
      <td data-label={word.lastVerdict} class={last?.coverage}>
        {last && <><Sign>{coverageSign[last.coverage]}</Sign>{last.coverage === 'silent' ? word.desk.states.silent : word.orderStates[last.verdict ?? last.state] ?? last.state} <small>{ago(last.at)}</small></>}
      </td>
      <td class="row-acts">{board.alarmSince && <SilenceButton board={board} />}{canSound(board) && <TestToneButton board={board} />}</td>
    </tr>
  );
}

export function TestToneButton({ board }: { board: Board }) {
  const word = words.value;
  if (!may('POST /api/boards/{id}/test-tone')) return null;
  const name = board.villageName || board.village || board.id;
  const test = async () => {
    await send('POST', `/api/boards/${encodeURIComponent(board.id)}/test-tone`);
    return words.value.testToneDone(board.id);
  };
  return <button class="plain" onClick={() => ask(word.testToneTitle, word.testToneText(name, board.id), word.testToneYes, test)}>{word.testTone}</button>;
}

/** Ends the village's own alarm, and whatever else sounds there. */
export function SilenceButton({ board }: { board: Board }) {
  const word = words.value;
  if (!may('POST /api/boards/{id}/stop')) return null;
  const stop = async () => {
    await send('POST', `/api/boards/${encodeURIComponent(board.id)}/stop`);
    return words.value.silenceDone;
  };
  return <button class="danger" onClick={() => ask(word.silenceTitle, word.silenceText(board.villageName || board.village || board.id), word.silence, stop)}>{word.silence}</button>;
}
