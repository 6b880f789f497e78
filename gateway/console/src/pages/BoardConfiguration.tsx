import { useSignal, useSignalEffect } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { get, send } from '../api';
import { boards } from '../state/county';
import { may } from '../state/session';
import { faultsOf, isFor, readLines, type Values, withValues } from '../state/settings';
import type { Board, Configuration, KnownSetting } from '../types';
import { ask } from '../ui/ask';
import { clockTime } from '../ui/time';
import { words } from '../words';

const lookAgainMilliseconds = 3_000;

/** What the county has chosen for a board, whether it lives by it, and a form to choose anew. */
export function BoardConfiguration({ board }: { board: Board }) {
  const word = words.value.ofBoards;
  const now = useSignal<Configuration | null>(null);
  const known = useSignal<KnownSetting[]>([]);
  const isEditing = useSignal(false);
  const path = `/api/boards/${encodeURIComponent(board.id)}/configuration`;
  const look = () => get<Configuration | null>(path).then((found) => { now.value = found; }, () => { /* the link line says it */ });
  useSignalEffect(() => {
    void boards.value.get(board.id);
    void look();
  });
  useSignalEffect(() => {
    const isOnItsWay = now.value?.state === 'wanted' || now.value?.state === 'ordered';
    const timer = isOnItsWay ? setTimeout(() => { void look(); }, lookAgainMilliseconds) : 0;
    return () => clearTimeout(timer);
  });
  useEffect(() => { get<KnownSetting[]>('/api/county-settings').then((found) => { known.value = found; }, () => { /* the text can be edited without */ }); }, []);
  const seen = now.value;
  const mayEdit = may('PUT /api/boards/{id}/configuration');
  return (
    <section>
      <h2>{word.config}</h2>
      {!seen ? <p class="calm">{word.configNone}</p> : (
        <>
          <p role="status"><strong class={`wish ${seen.state}`}>{word.configStates[seen.state]}</strong> <span class="calm">{word.version(seen.version)} · {clockTime(seen.ended ?? seen.set)}</span> {seen.detail || words.value.reasons[seen.reason]}</p>
          <SettingsShown text={seen.settings} />
        </>
      )}
      {mayEdit && !isEditing.value && <button class="plain" onClick={() => { isEditing.value = true; }}>{words.value.ofBoards.config}…</button>}
      {mayEdit && isEditing.value && (
        <SettingsForm key={seen?.version ?? 0} board={board} known={known.value.filter((setting) => isFor(setting, board.kind))} before={seen?.settings ?? ''} send={async (text) => {
          now.value = await send<Configuration>('PUT', path, { settings: text });
          isEditing.value = false;
          return words.value.ofBoards.sent;
        }} />
      )}
    </section>
  );
}

function SettingsShown({ text }: { text: string }) {
  const word = words.value.ofBoards;
  const stageOf = (name: string) => ['prepare', 'evacuate'].find((stage) => name.startsWith(`warn.${stage}.`));
  return (
    <dl class="facts">
      {[...readLines(text)].map(([name, value]) => (
        <div key={name} class="pair"><dt>{stageOf(name) && `${word.wordsOf[stageOf(name)!]} · `}{word.settingNames[name] ?? <code>{name}</code>}</dt><dd>{value}</dd></div>
      ))}
    </dl>
  );
}

interface FormProps { board: Board; known: readonly KnownSetting[]; before: string; send: (text: string) => Promise<string> }

function SettingsForm({ board, known, before, send: deliver }: FormProps) {
  const word = words.value.ofBoards;
  const text = useSignal(before);
  const isText = useSignal(known.length === 0);
  const values = readLines(text.value);
  const faults = faultsOf(known, values, word);
  const set = (name: string, value: string) => { text.value = withValues(text.value, new Map([[name, value]])); };
  const groups = [...new Set(known.map((setting) => setting.group))];
  const submit = (event: Event) => {
    event.preventDefault();
    ask(word.send, word.sendText(board.id), word.send, () => deliver(text.value));
  };
  return (
    <form class="settings-form" onSubmit={submit}>
      <p><button type="button" class="plain" onClick={() => { isText.value = !isText.value; }}>{isText.value ? word.asForm : word.asText}</button></p>
      {isText.value
        ? <label class="field">{word.asText}<textarea class="code" rows={14} spellcheck={false} value={text.value} onInput={(change) => { text.value = change.currentTarget.value; }} /></label>
        : groups.map((group) => (
          <fieldset key={group}>
            <legend>{word.groups[group] ?? group}</legend>
            {known.filter((setting) => setting.group === group).map((setting) => <Field key={setting.name} setting={setting} values={values} fault={faults.get(setting.name)} set={set} />)}
          </fieldset>
        ))}
      <button disabled={faults.size > 0 || text.value.trim() === before.trim()}>{text.value.trim() === before.trim() ? word.unchanged : word.send}</button>
    </form>
  );
}

interface FieldProps { setting: KnownSetting; values: Values; fault: string | undefined; set: (name: string, value: string) => void }

function Field({ setting, values, fault, set }: FieldProps) {
  const word = words.value.ofBoards;
  return (
    <label class="field">{word.settingNames[setting.name] ?? setting.name}
      <input value={values.get(setting.name) ?? ''} inputMode={setting.form === 'whole' ? 'numeric' : undefined} placeholder={setting.usual && word.usually(setting.usual)} aria-invalid={!!fault} aria-describedby={fault ? `fault-${setting.name}` : undefined}
        onInput={(change) => set(setting.name, change.currentTarget.value)} />
      {fault && <small id={`fault-${setting.name}`} class="notHeard">{fault}</small>}
    </label>
  );
}
