import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { get, send } from '../api';
import { packApplication } from '../state/rollouts';
import type { Board, Update } from '../types';
import { ask } from '../ui/ask';
import { FirstBoard, usualFirst } from '../ui/FirstBoard';
import { More, rowsAtOnce } from '../ui/More';
import { words } from '../words';

/** A new application for boards of one kind, from its files; each board's present one stands beside it. */
export function ApplicationChange({ boards, done }: { boards: readonly Board[]; done: () => void }) {
  const files = useSignal<readonly File[]>([]);
  const program = useSignal('');
  const build = useSignal('');
  const first = useSignal('');
  const most = useSignal(rowsAtOnce);
  const updates = useSignal<readonly Update[]>([]);
  useEffect(() => { get<Update[]>('/api/updates').then((found) => { updates.value = found; }, () => { /* the gateway judges the number once more */ }); }, []);
  const word = words.value;
  const kinds = [...new Set(boards.map((board) => board.kind))];
  const highest = Math.max(0, ...updates.value.filter((one) => boards.some((board) => board.id === one.board)).map((one) => one.build));
  const starter = boards.some((board) => board.id === first.value) ? first.value : usualFirst(boards);
  const choose = (list: FileList | null) => {
    files.value = [...list ?? []];
    program.value = files.value.at(-1)?.name ?? '';
  };
  const begin = async () => {
    const inOrder = [...files.value.filter((file) => file.name !== program.value), ...files.value.filter((file) => file.name === program.value)];
    const name = encodeURIComponent(inOrder.map((file) => file.name).join(' '));
    const { application } = await send<{ application: string }>('POST', `/api/applications?name=${name}`, packApplication(await Promise.all(inOrder.map((file) => file.arrayBuffer()))));
    await send('POST', '/api/updates', { boards: boards.map((board) => board.id), application, build: Number(build.value), first: starter });
    done();
    return words.value.changes.begun(starter);
  };
  if (kinds.length > 1) return <p role="status" class="cannotTell">{word.changes.oneKind(kinds.map((kind) => word.kinds[kind]).join(word.changes.comma))}</p>;
  const isReady = files.value.length > 0 && Number(build.value) > highest && Number.isInteger(Number(build.value));
  return (
    <div class="settings-form">
      <label class="field">{word.changes.files}<input type="file" accept=".pe" multiple onChange={(event) => choose(event.currentTarget.files)} /></label>
      {files.value.length > 1 && (
        <label class="field">{word.changes.program}
          <select value={program.value} onChange={(event) => { program.value = event.currentTarget.value; }}>{files.value.map((file) => <option key={file.name} value={file.name}>{file.name}</option>)}</select>
        </label>
      )}
      <label class="field">{word.changes.build(highest)}<input inputMode="numeric" value={build.value} placeholder={String(highest + 1)} onInput={(event) => { build.value = event.currentTarget.value; }} /></label>
      <table class="rows">
        <thead><tr><th>{word.village}</th><th>{word.board}</th><th>{word.changes.runsNow}</th><th>{word.changes.getsNext}</th></tr></thead>
        <tbody>
          {boards.slice(0, most.value).map((board) => (
            <tr key={board.id}>
              <th scope="row">{board.villageName || board.village}</th>
              <td><span class="code">{board.id}</span></td>
              <td data-label={word.changes.runsNow}>{board.firmware ?? word.none} <small>{word.boardStates[board.state]}</small></td>
              <td data-label={word.changes.getsNext}>{build.value && word.ofBoards.build(Number(build.value))}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <More shown={most} all={boards.length} />
      <FirstBoard boards={boards} first={starter} choose={(id) => { first.value = id; }} />
      <p class="acts start"><button type="button" disabled={!isReady} onClick={() => ask(word.changes.beginTitle, word.changes.beginApplication(starter, boards.length), word.changes.begin(starter), begin)}>{word.changes.begin(starter)}</button></p>
    </div>
  );
}
