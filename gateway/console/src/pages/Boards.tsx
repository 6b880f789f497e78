import { useSignal } from '@preact/signals';
import { send } from '../api';
import { boardsByVillage, isLoaded } from '../state/county';
import { href } from '../state/route';
import type { Board } from '../types';
import { ask } from '../ui/ask';
import { isInTrouble } from '../ui/mapSigns';
import { Page, Sign } from '../ui/Parts';
import { boardSign, coverageSign } from '../ui/signs';
import { ago } from '../ui/time';
import { words } from '../words';

export function Boards() {
  const word = words.value;
  const sought = useSignal('');
  const onlyTrouble = useSignal(false);
  const all = boardsByVillage.value;
  const shown = all.filter((board) => fits(board, sought.value.trim().toLowerCase()) && (!onlyTrouble.value || isInTrouble(board)));
  return (
    <Page title={word.pages.boards} actions={<p class="calm">{word.boardsCount(all.filter((board) => board.state === 'online').length, all.length)}</p>}>
      {all.length === 0 ? <p class="calm">{isLoaded.value ? word.noBoards : word.loading}</p> : (
        <>
          <form class="filters" role="search" onSubmit={(event) => event.preventDefault()}>
            <label>{word.filter} <input type="search" value={sought.value} onInput={(event) => { sought.value = event.currentTarget.value; }} /></label>
            <label class="check">
              <input type="checkbox" checked={onlyTrouble.value} onChange={(event) => { onlyTrouble.value = event.currentTarget.checked; }} /> {word.onlyTrouble}
            </label>
          </form>
          <table class="rows">
            <thead>
              <tr>
                <th>{word.village}</th><th>{word.board}</th><th>{word.state}</th><th>{word.lastSeen}</th><th>{word.lastReading}</th><th>{word.lastVerdict}</th><th>{word.actions}</th>
              </tr>
            </thead>
            <tbody>{shown.map((board) => <BoardRow key={board.id} board={board} />)}</tbody>
          </table>
        </>
      )}
    </Page>
  );
}

function fits(board: Board, sought: string): boolean {
  return sought === '' || [board.id, board.village, board.villageName].some((text) => text.toLowerCase().includes(sought));
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
        {last && <><Sign>{coverageSign[last.coverage]}</Sign>{word.orderStates[last.verdict ?? last.state] ?? last.state} <small>{ago(last.at)}</small></>}
      </td>
      <td>{canSound(board) && <TestToneButton board={board} />}{board.alarmSince && <SilenceButton board={board} />}</td>
    </tr>
  );
}

export function TestToneButton({ board }: { board: Board }) {
  const word = words.value;
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
  const stop = async () => {
    await send('POST', `/api/boards/${encodeURIComponent(board.id)}/stop`);
    return words.value.silenceDone;
  };
  return <button class="danger" onClick={() => ask(word.silenceTitle, word.silenceText(board.villageName || board.village || board.id), word.silence, stop)}>{word.silence}</button>;
}
