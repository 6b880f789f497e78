import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { send } from '../api';
import { faultsOf, isFor } from '../state/settings';
import type { Board, BoardChange, KnownSetting } from '../types';
import { ask, tell } from '../ui/ask';
import { FirstBoard, usualFirst } from '../ui/FirstBoard';
import { More, rowsAtOnce } from '../ui/More';
import { words } from '../words';
import { say } from '../words/faults';

/** null: the county's setting is taken back. */
type Changes = ReadonlyMap<string, string | null>;

interface Props { boards: readonly Board[]; known: readonly KnownSetting[]; done: () => void }

/** Settings to change, whatever else the boards' settings hold; what it would do to each is seen before it can be sent. */
export function SettingsChange({ boards, known, done }: Props) {
  const changes = useSignal<Changes>(new Map());
  const seen = useSignal<readonly BoardChange[] | null>(null);
  const first = useSignal('');
  const word = words.value;
  const offered = known.filter((setting) => boards.some((board) => isFor(setting, board.kind)));
  const faults = faultsOf(known, new Map([...changes.value].filter((pair): pair is [string, string] => pair[1] !== null)), word.ofBoards);
  const which = boards.map((board) => board.id).join();
  useEffect(() => { seen.value = null; }, [which]);
  const change = (name: string, value: string | null | undefined) => {
    const next = new Map(changes.value);
    value === undefined ? next.delete(name) : next.set(name, value);
    [changes.value, seen.value] = [next, null];
  };
  const body = () => ({ boards: boards.map((board) => board.id), changes: Object.fromEntries(changes.value) });
  const look = () => tell(async () => {
    seen.value = await send<BoardChange[]>('POST', '/api/county-settings/preview', body());
    return '';
  });
  const changed = boards.filter((board) => seen.value?.some((one) => one.board === board.id && one.differences.length > 0));
  const starter = changed.some((board) => board.id === first.value) ? first.value : usualFirst(changed);
  const begin = async () => {
    await send('POST', '/api/county-settings', { ...body(), first: starter });
    [changes.value, seen.value] = [new Map(), null];
    done();
    return words.value.changes.begun(starter);
  };
  const isSpoilt = [...changes.value].some(([name, value]) => value === '' || faults.has(name));
  return (
    <div class="settings-form">
      <label class="field">{word.changes.addSetting}
        <select value="" onChange={(event) => { if (event.currentTarget.value) change(event.currentTarget.value, ''); event.currentTarget.value = ''; }}>
          <option value="">{word.changes.choose}</option>
          {[...new Set(offered.map((setting) => setting.group))].map((group) => (
            <optgroup key={group} label={word.ofBoards.groups[group] ?? group}>
              {offered.filter((setting) => setting.group === group && !changes.value.has(setting.name)).map((setting) => <option key={setting.name} value={setting.name}>{nameOf(setting.name)}</option>)}
            </optgroup>
          ))}
        </select>
      </label>
      {[...changes.value].map(([name, value]) => <ChangedSetting key={name} name={name} value={value} setting={offered.find((one) => one.name === name)} fault={faults.get(name)} change={change} />)}
      {changes.value.size > 0 && <p class="acts start"><button type="button" disabled={isSpoilt} onClick={() => { void look(); }}>{word.changes.look}</button></p>}
      {seen.value && <Differences boards={boards} seen={seen.value} />}
      {seen.value && changed.length > 0 && !seen.value.some((one) => one.faults.length > 0) && (
        <>
          <FirstBoard boards={changed} first={starter} choose={(id) => { first.value = id; }} />
          <p class="acts start"><button type="button" onClick={() => ask(word.changes.beginTitle, word.changes.beginSettings(starter, changed.length), word.changes.begin(starter), begin)}>{word.changes.begin(starter)}</button></p>
        </>
      )}
    </div>
  );
}

interface ChangedProps { name: string; value: string | null; setting: KnownSetting | undefined; fault: string | undefined; change: (name: string, value: string | null | undefined) => void }

function ChangedSetting({ name, value, setting, fault, change }: ChangedProps) {
  const word = words.value;
  return (
    <fieldset class="changed-setting">
      <legend>{nameOf(name)}</legend>
      <label class="field">{word.changes.newValue}
        <input value={value ?? ''} disabled={value === null} inputMode={setting?.form === 'whole' ? 'numeric' : undefined} placeholder={setting?.usual && word.ofBoards.usually(setting.usual)} aria-invalid={!!fault} onInput={(event) => change(name, event.currentTarget.value)} />
        {fault && value !== '' && <small class="notHeard">{fault}</small>}
      </label>
      <label class="check"><input type="checkbox" checked={value === null} onChange={(event) => change(name, event.currentTarget.checked ? null : '')} /> {word.changes.takeBack}</label>
      <button type="button" class="plain" onClick={() => change(name, undefined)}>{word.changes.leaveOut}</button>
    </fieldset>
  );
}

/** Before and after, board by board; those on which nothing changes are counted only. */
function Differences({ boards, seen }: { boards: readonly Board[]; seen: readonly BoardChange[] }) {
  const word = words.value;
  const rows = seen.filter((one) => one.differences.length > 0 || one.faults.length > 0);
  const same = seen.length - rows.length;
  const most = useSignal(rowsAtOnce);
  return (
    <div role="status">
      <p><strong>{word.changes.changesOn(rows.length)}</strong> {same > 0 && word.changes.sameOn(same)}</p>
      {rows.length > 0 && (
        <table class="rows">
          <thead><tr><th>{word.village}</th><th>{word.board}</th><th>{word.changes.change}</th></tr></thead>
          <tbody>
            {rows.slice(0, most.value).map((one) => (
              <tr key={one.board}>
                <th scope="row">{boards.find((board) => board.id === one.board)?.villageName}</th>
                <td><span class="code">{one.board}</span></td>
                <td data-label={word.changes.change}>
                  {one.differences.map((each) => <div key={each.name}>{nameOf(each.name)}{word.changes.colon}{each.before ?? word.changes.unset} → <strong>{each.after ?? word.changes.unset}</strong></div>)}
                  {one.faults.map((fault) => <div key={fault.text} class="notHeard">{say(fault)}</div>)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <More shown={most} all={rows.length} />
    </div>
  );
}

/** A setting in words, with the stage that it belongs to. */
export function nameOf(name: string): string {
  const word = words.value.ofBoards;
  const stage = ['prepare', 'evacuate'].find((one) => name.startsWith(`warn.${one}.`));
  return `${stage ? `${word.wordsOf[stage]} · ` : ''}${word.settingNames[name] ?? name}`;
}
