import { type Signal, useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import type { DraftCause, DraftStages, Preview, Texts } from '../types';
import { boards } from '../state/county';
import { Contact } from '../ui/Contact';
import { Listen } from '../ui/Listen';
import { clockTime } from '../ui/time';
import { words } from '../words';

/** Whom it reaches, and whom not and why. */
export function ReachLine({ reach }: { reach: NonNullable<Preview['reach']> }) {
  const word = words.value;
  return (
    <div role="status">
      <p class="reach"><strong>{word.reachTitle}</strong> {word.reachLine(reach.villages, reach.boards.length, reach.people)}</p>
      {reach.villagesReached > 0 && (
        <Folded sign="heard" title={word.inArea.reachedVillages(reach.villagesReached)}>{() => reachedOf(reach).map((name) => <li key={name}>{name}</li>)}</Folded>
      )}
      {reach.unplaced.length > 0 && <p class="cannotTell">{word.desk.unplaced(reach.unplaced.length)}</p>}
      {reach.unreached.length > 0 && (
        <Folded sign="cannotTell" title={word.unreachedLine(reach.unreached.length)}>
          {() => reach.unreached.map((village) => <li key={village.code}>{village.name}: {word.unreachedReasons[village.reason] ?? village.reason}{(village.contact || village.phone) && <> · <Contact contact={village.contact} phone={village.phone} /></>}</li>)}
        </Folded>
      )}
    </div>
  );
}

interface FoldedProps { sign: string; title: string; children: () => ComponentChildren }

/** A list as long as a county, drawn only for whoever opens it. */
function Folded({ sign, title, children }: FoldedProps) {
  const isOpen = useSignal(false);
  return (
    <details onToggle={(change) => { isOpen.value = change.currentTarget.open; }}>
      <summary class={sign}>{title}</summary>
      {isOpen.value && <ul>{children()}</ul>}
    </details>
  );
}

/** The villages whose loudspeakers would be ordered and answer; their names do not change while readings come in. */
function reachedOf(reach: NonNullable<Preview['reach']>): string[] {
  const lost = new Set(reach.unreached.map((village) => village.code));
  const here = reach.boards.map((id) => boards.peek().get(id)).filter((board) => board !== undefined && !lost.has(board.village));
  return [...new Set(here.map((board) => board!.villageName || board!.village))];
}

/** The words as a village hears them of which nothing is known: "{shelter|higher ground}" is "higher ground". */
export function anywhere(spoken: string): string {
  return spoken.replace(/\{(\w+)\|([^}]*)\}/g, '$2').replace(/\{\w+\}/g, '…').replace(/\{\{/g, '{').replace(/\}\}/g, '}');
}

const names = ['headline', 'description', 'instruction', 'spoken'] as const;

interface FieldsProps { texts: Record<string, Texts>; isDrill: boolean; edit: (changed: Record<string, Texts>) => void }

/** What will be said and written, in each language; may be changed word by word. */
export function TextFields({ texts, isDrill, edit }: FieldsProps) {
  const word = words.value;
  return (
    <>
      {Object.entries(texts).map(([tag, text]) => (
        <div key={tag} lang={tag}>
          <p class="said">{anywhere(text.spoken)}</p>
          <p><Listen text={anywhere(text.spoken)} language={tag} isDrill={isDrill} /></p>
          <details>
            <summary>{word.editTexts} ({tag})</summary>
            {names.map((name) => (
              <label key={name} class="field">{word[name]}
                <textarea rows={name === 'headline' ? 1 : 4} value={text[name]} onInput={(change) => edit({ ...texts, [tag]: { ...text, [name]: change.currentTarget.value } })} />
              </label>
            ))}
          </details>
        </div>
      ))}
    </>
  );
}

/** Why a warning is written, in one line. */
export function causeInWords(cause: DraftCause): string {
  const word = words.value.desk;
  const what = cause.kind === 'reading' ? `${word.readings[cause.reading ?? ''] ?? cause.reading} ${cause.value ?? ''} ${cause.board}` : cause.kind === 'alert' ? `${word.upstream} ${cause.alert}` : cause.who;
  return [what, cause.at && clockTime(cause.at), cause.text].filter(Boolean).join(' · ');
}

const laterMinutes = [5, 15, 30, 60];
const firstPercents = [5, 10, 25, 50];
const enoughPercent = 80;
const atLatestMinutes = 15;

/** When the villages of the second stage are told, in words. */
function whenOthers({ afterMinutes, heardPercent }: DraftStages): string {
  const word = words.value.desk;
  return heardPercent && afterMinutes ? word.stagesHeard(heardPercent, afterMinutes) : afterMinutes ? word.stagesMinutes(afterMinutes) : word.stagesHand;
}

interface StagesProps { chosen: DraftStages | null; seen: Preview['stages'] }

/** Who comes first, who waits, and for what: before it is issued, and before it is signed. */
export function StagesLine({ chosen, seen }: StagesProps) {
  const word = words.value.desk;
  return chosen && seen
    ? <Folded sign="waiting" title={word.stagesSeen(seen.first.length, seen.firstPeople, seen.others, whenOthers(chosen))}>{() => seen.first.map((name) => <li key={name}>{name}</li>)}</Folded>
    : null;
}

interface StagesFieldsProps { stages: Signal<DraftStages | null>; villages: number; seen: Preview['stages'] }

/** Whether it goes out in stages: folded away, because most warnings go to everybody at once. */
export function StagesFields({ stages, villages, seen }: StagesFieldsProps) {
  const word = words.value.desk;
  const chosen = stages.value;
  if (villages < 2) return null;
  const first = (value: string) => { stages.value = { ...chosen!, firstPercent: Number(value) || null, firstVillages: value ? null : Math.max(1, Math.round(villages / 10)) }; };
  const others = (value: string) => { stages.value = { ...chosen!, afterMinutes: value === 'heard' ? atLatestMinutes : Number(value) || null, heardPercent: value === 'heard' ? enoughPercent : null }; };
  return (
    <fieldset aria-label={word.stagesBox}>
      <label class="check"><input type="checkbox" checked={chosen !== null} onChange={(change) => { stages.value = change.currentTarget.checked ? { firstVillages: null, firstPercent: 10, afterMinutes: null, heardPercent: null } : null; }} /> {word.stagesBox}</label>
      {chosen && (
        <>
          <label class="field">{word.stagesFirst}
            <select value={String(chosen.firstPercent ?? '')} onChange={(change) => first(change.currentTarget.value)}>
              {firstPercents.map((percent) => <option key={percent} value={String(percent)}>{word.stagesShare(percent)}</option>)}
              <option value="">{word.stagesNumber}</option>
            </select>
          </label>
          {chosen.firstVillages !== null && <label class="field">{word.stagesCount}<input type="number" min={1} max={villages} value={chosen.firstVillages} onInput={(change) => { stages.value = { ...chosen, firstVillages: Number(change.currentTarget.value) || 1 }; }} /></label>}
          <label class="field">{word.stagesAfter}
            <select value={chosen.heardPercent ? 'heard' : String(chosen.afterMinutes ?? '')} onChange={(change) => others(change.currentTarget.value)}>
              <option value="">{word.stagesHand}</option>
              <option value="heard">{word.stagesHeard(enoughPercent, atLatestMinutes)}</option>
              {laterMinutes.map((minutes) => <option key={minutes} value={String(minutes)}>{word.stagesMinutes(minutes)}</option>)}
            </select>
          </label>
          <StagesLine chosen={chosen} seen={seen} />
        </>
      )}
    </fieldset>
  );
}
