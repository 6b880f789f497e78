import { type Signal, useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import type { DraftBody, DraftCause, Preview, Texts } from '../types';
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
function anywhere(spoken: string): string {
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

/** Whether it goes out in stages: folded away, because most warnings go to everybody at once. */
export function StagesFields({ stages, villages }: { stages: Signal<DraftBody['stages']>; villages: number }) {
  const word = words.value.desk;
  const chosen = stages.value;
  if (villages < 2) return null;
  return (
    <fieldset>
      <legend>{word.stagesBox}</legend>
      <label class="check"><input type="checkbox" checked={chosen !== null} onChange={(change) => { stages.value = change.currentTarget.checked ? { firstVillages: Math.max(1, Math.round(villages / 10)), afterMinutes: null } : null; }} /> {word.stagesBox}</label>
      {chosen && (
        <>
          <label class="field">{word.stagesFirst}<input type="number" min={1} max={villages} value={chosen.firstVillages} onInput={(change) => { stages.value = { ...chosen, firstVillages: Number(change.currentTarget.value) || 1 }; }} /></label>
          <label class="field">{word.stagesAfter}
            <select value={String(chosen.afterMinutes ?? '')} onChange={(change) => { stages.value = { ...chosen, afterMinutes: Number(change.currentTarget.value) || null }; }}>
              <option value="">{word.stagesHand}</option>
              {laterMinutes.map((minutes) => <option key={minutes} value={String(minutes)}>{word.stagesMinutes(minutes)}</option>)}
            </select>
          </label>
        </>
      )}
    </fieldset>
  );
}
