import { effect, signal, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { NoAnswer, Refusal } from '../api';
import { route } from '../state/route';
import { words } from '../words';
import { say } from '../words/faults';

/** What is to be typed before the act: a reason, or the very word that shows that it is meant. */
interface Field { label: string; mustBe?: string }

interface Question { title: string; text: string; yes: string; act: (typed: string) => Promise<string>; field?: Field }

const question = signal<Question | null>(null);
const answer = signal({ text: '', page: '' });

// What was said of an act goes with its page; an act that leads to another one has said it there.
effect(() => {
  void route.value;
  if (answer.peek().page !== location.hash) answered('');
});

function answered(text: string): void {
  answer.value = { text, page: location.hash };
}

/** Asks before an act that others hear or feel; what came of it is said in the status line. */
export function ask(title: string, text: string, yes: string, act: (typed: string) => Promise<string>, field?: Field): void {
  question.value = { title, text, yes, act, field };
}

/** Runs an act and says what came of it. */
export async function tell(act: () => Promise<string>): Promise<void> {
  try {
    answered(await act());
  } catch (fault) {
    answered(words.value.failed(whyOf(fault)));
  }
}

/** Brings up to date what stands on a page. What was said of an act stays: its own news would else wipe it out. */
export async function refresh(load: () => Promise<unknown>): Promise<void> {
  try {
    await load();
  } catch (fault) {
    answered(words.value.failed(whyOf(fault)));
  }
}

/** Why an act came to nothing, for the reader. */
export function whyOf(fault: unknown): string {
  if (fault instanceof NoAnswer) return words.value.unreachable;
  if (fault instanceof Refusal && fault.faults.length > 0) return fault.faults.map(say).join(words.value.tag === 'en' ? '; ' : '；');
  return fault instanceof Error ? fault.message : String(fault);
}

export function Dialogs() {
  const asked = question.value;
  return (
    <>
      <p class="answer" role="status">{answer.value.text}</p>
      {asked && <QuestionDialog key={asked.title} asked={asked} />}
    </>
  );
}

function QuestionDialog({ asked }: { asked: Question }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const typed = useSignal('');
  useEffect(() => { dialog.current?.showModal(); }, []);
  const { field } = asked;
  const isMeant = field?.mustBe === undefined || typed.value.trim() === field.mustBe;
  return (
    <dialog ref={dialog} aria-labelledby="question" onClose={() => { question.value = null; }}>
      <h2 id="question">{asked.title}</h2>
      <p>{asked.text}</p>
      <form method="dialog">
        {field && <label class="field">{field.label}<input value={typed.value} autocomplete="off" onInput={(change) => { typed.value = change.currentTarget.value; }} /></label>}
        <p class="acts">
          <button type="button" class="plain" onClick={() => dialog.current?.close()}>{words.value.keep}</button>
          <button class="danger" disabled={!isMeant} onClick={() => { void tell(() => asked.act(typed.value.trim())); }}>{asked.yes}</button>
        </p>
      </form>
    </dialog>
  );
}
