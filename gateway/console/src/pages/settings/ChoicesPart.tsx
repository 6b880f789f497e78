import { useSignal, useSignalEffect, type Signal } from '@preact/signals';
import { get, Refusal, send } from '../../api';
import { choicesSeen } from '../../state/office';
import { may } from '../../state/session';
import type { OfficeSetting, OfficeSettings } from '../../types';
import { refresh, tell } from '../../ui/ask';
import { clockTime } from '../../ui/time';
import { words } from '../../words';
import { SignaturesTable } from './SignaturesTable';
import { TimeZoneField } from './TimeZoneField';

/** A setting that this page does not know yet is shown with its section, under its own name. */
const homes: Record<string, string> = { 'Desk:Office': 'office', 'Desk:Sender': 'office', 'Desk:Address': 'office', 'Desk': 'issuing', 'Sound': 'sound', 'Map': 'map', 'Texts': 'office', 'Warnings': 'office' };

function homeOf(name: string): string {
  return homes[name] ?? homes[name.split(':')[0]!] ?? 'office';
}

/** What was typed and is not saved: null for "as configured again". */
type Draft = ReadonlyMap<string, string | null>;

/** The choices of one part: their values, where they come from, and what is wrong with what was typed. */
export function ChoicesPart({ part }: { part: string }) {
  const now = useSignal<OfficeSettings | null>(null);
  const draft = useSignal<Draft>(new Map());
  const faults = useSignal<Record<string, string[]>>({});
  const notice = useSignal('');
  const load = async () => { now.value = await get<OfficeSettings>('/api/settings'); };
  useSignalEffect(() => {
    void choicesSeen.value;
    void refresh(load);
  });
  const word = words.value.settings;
  const seen = now.value;
  if (!seen) return <p class="calm">{words.value.loading}</p>;
  const mayChange = may('PUT /api/settings');
  const save = (event: Event) => {
    event.preventDefault();
    void tell(async () => {
      try {
        now.value = await send<OfficeSettings>('PUT', '/api/settings', { version: seen.version, settings: Object.fromEntries(draft.value) });
        [draft.value, faults.value, notice.value] = [new Map(), {}, ''];
        return words.value.saved;
      } catch (fault) {
        if (!(fault instanceof Refusal) || (fault.status !== 409 && fault.status !== 422)) throw fault;
        faults.value = fault.errors;
        if (fault.status === 409) await load();
        notice.value = fault.status === 409 ? words.value.settings.moved(now.value?.changedBy ?? words.value.settings.somebody) : '';
        document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
        return '';
      }
    });
  };
  return (
    <form class="choices" onSubmit={save} noValidate>
      {notice.value && <p class="cannotTell" role="alert">{notice.value}</p>}
      {Object.entries(seen.settings).filter(([name]) => homeOf(name) === part).map(([name, setting]) => (
        <Choice key={name} name={name} setting={setting} draft={draft} faults={faults.value[name] ?? []} mayChange={mayChange} forget={() => { faults.value = Object.fromEntries(Object.entries(faults.value).filter(([one]) => one !== name)); }} />
      ))}
      {(faults.value[''] ?? []).map((fault) => <p key={fault} class="notHeard" role="alert">{fault}</p>)}
      <p class="acts start">
        {mayChange && <button disabled={draft.value.size === 0}>{draft.value.size === 0 ? word.unchanged : words.value.save}</button>}
        {draft.value.size > 0 && <button type="button" class="plain" onClick={() => { [draft.value, faults.value, notice.value] = [new Map(), {}, '']; }}>{word.undo}</button>}
        <span class="calm" role="status">{seen.changedBy ? word.changedBy(seen.changedBy, clockTime(seen.changedAt)) : word.neverChanged} {!mayChange && word.readOnly}</span>
      </p>
    </form>
  );
}

interface ChoiceProps { name: string; setting: OfficeSetting; draft: Signal<Draft>; faults: readonly string[]; mayChange: boolean; forget: () => void }

function Choice({ name, setting, draft, faults, mayChange, forget }: ChoiceProps) {
  const word = words.value.settings;
  const typed = draft.value.get(name);
  const value = typed === undefined ? setting.value : typed ?? setting.configured;
  const isOwn = typed === undefined ? setting.isOwn : typed !== null;
  const set = (next: string | null) => {
    const changed = new Map(draft.value);
    if (next === null ? !setting.isOwn : next === setting.value) changed.delete(name);
    else changed.set(name, next === '' && setting.kind === 'number' ? null : next);
    draft.value = changed;
    forget();
  };
  const id = name.replace(':', '-');
  const common = { id, disabled: !mayChange, 'aria-invalid': faults.length > 0, 'aria-describedby': `${id}-hint${faults.length > 0 ? ` ${id}-fault` : ''}` };
  return (
    <div class="choice">
      {setting.kind === 'signatures' ? <strong id={`${id}-name`}>{word.names[name]}</strong> : <label for={id}>{word.names[name] ?? name}</label>}
      {setting.kind === 'signatures' ? <SignaturesTable id={id} value={value} disabled={!mayChange} describedBy={common['aria-describedby']} set={set} />
        : setting.kind === 'timeZone' ? <TimeZoneField id={id} value={value} disabled={!mayChange} describedBy={common['aria-describedby']} isInvalid={faults.length > 0} set={set} />
        : setting.kind === 'switch' ? <input {...common} type="checkbox" checked={value === 'true'} onChange={(change) => set(String(change.currentTarget.checked))} />
        : <input {...common} value={shown(setting.kind, value)} inputMode={setting.kind === 'text' ? undefined : 'decimal'} placeholder={setting.kind === 'number' && setting.configured === '' ? word.byRule : undefined} onInput={(change) => set(written(setting.kind, change.currentTarget.value))} />}
      <small id={`${id}-hint`}>{word.hints[name]}</small>
      {faults.length > 0 && <p id={`${id}-fault`} class="notHeard">{words.value.tag === 'en' || !word.hints[name] ? `${word.notTaken}: ${faults.join('; ')}` : `${word.notTaken}：${word.hints[name]}`}</p>}
      <p class="origin">
        <small>{isOwn ? word.own : word.byDefault}</small>
        {isOwn && mayChange && <button type="button" class="plain" onClick={() => set(null)}>{setting.kind === 'signatures' ? word.signatures.toDefault : word.toDefault(setting.kind === 'switch' ? (setting.configured === 'true' ? word.on : word.off) : shown(setting.kind, setting.configured) || word.byRule)}</button>}
      </p>
    </div>
  );
}

/** People say "30 %", the configuration says 0.3. What is no number stays as it was typed, for the gateway to refuse. */
function shown(kind: OfficeSetting['kind'], value: string): string {
  return kind === 'share' && value.trim() !== '' && Number.isFinite(Number(value)) ? String(Number((Number(value) * 100).toFixed(6))) : value;
}

function written(kind: OfficeSetting['kind'], typed: string): string {
  return kind === 'share' && typed.trim() !== '' && Number.isFinite(Number(typed)) ? String(Number((Number(typed) / 100).toFixed(8))) : typed;
}
