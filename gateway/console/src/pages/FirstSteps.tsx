import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { get } from '../api';
import { choicesSeen } from '../state/office';
import { boards } from '../state/county';
import { divisions } from '../state/places';
import { href } from '../state/route';
import { may } from '../state/session';
import type { OfficeSettings, Person } from '../types';
import { Sign } from '../ui/Parts';
import { words } from '../words';

type Step = 'office' | 'villages' | 'staff' | 'board';

/** Where each is done, and what one must be allowed to. */
const steps: readonly (readonly [Step, readonly string[], string])[] = [
  ['office', ['settings', 'office'], 'PUT /api/settings'],
  ['villages', ['settings', 'places'], 'POST /api/places/divisions'],
  ['staff', ['people'], 'POST /api/people'],
  ['board', ['add-board'], 'POST /api/boards'],
];

/** A gateway of today: what to do first, the next step plain to see, and how far it has come. */
export function FirstSteps() {
  const isNamed = useSignal(false);
  const staff = useSignal(0);
  useEffect(() => choicesSeen.subscribe(() => {
    get<OfficeSettings>('/api/settings').then((seen) => { isNamed.value = seen.settings['Desk:Office']?.isOwn ?? false; }, unanswered);
    if (may('GET /api/people')) get<Person[]>('/api/people').then((found) => { staff.value = found.filter((one) => !one.disabled).length; }, unanswered);
  }), []);
  const word = words.value.onMap.first;
  const isDone: Record<Step, boolean> = { office: isNamed.value, villages: divisions.value.some((one) => one.isVillage), staff: staff.value > 1, board: boards.value.size > 0 };
  const mine = steps.filter(([, , right]) => may(right));
  const next = mine.find(([step]) => !isDone[step])?.[0];
  return (
    <section class="card first-steps">
      <h2>{word.title}</h2>
      {mine.length === 0 && <p>{word.notYours}</p>}
      <ol>
        {mine.map(([step, where]) => (
          <li key={step} class={isDone[step] ? 'heard' : ''}>
            <span><strong>{isDone[step] && <><Sign>✓</Sign><span class="hidden">{word.done} </span></>}{word.steps[step][0]}</strong> <small>{word.steps[step][1]}</small></span>
            <a class={`button inline ${step === next ? '' : 'quiet-button'}`} href={href(...where)}>{word.steps[step][2]}</a>
          </li>
        ))}
      </ol>
    </section>
  );
}

function unanswered(): void { /* the link line says that the gateway does not answer */ }
