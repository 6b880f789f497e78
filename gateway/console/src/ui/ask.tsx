import { signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { NoAnswer } from '../api';
import { words } from '../words';

interface Question { title: string; text: string; yes: string; act: () => Promise<string> }

const question = signal<Question | null>(null);
const answer = signal('');

/** Asks before an act that others hear or feel; what came of it is said in the status line. */
export function ask(title: string, text: string, yes: string, act: () => Promise<string>): void {
  question.value = { title, text, yes, act };
}

/** Runs an act and says what came of it. */
export async function tell(act: () => Promise<string>): Promise<void> {
  try {
    answer.value = await act();
  } catch (fault) {
    answer.value = words.value.failed(fault instanceof NoAnswer ? words.value.unreachable : fault instanceof Error ? fault.message : String(fault));
  }
}

export function Dialogs() {
  const dialog = useRef<HTMLDialogElement>(null);
  const asked = question.value;
  useEffect(() => {
    if (asked) dialog.current?.showModal();
  }, [asked]);
  return (
    <>
      <p class="answer" role="status">{answer.value}</p>
      {asked && (
        <dialog ref={dialog} aria-labelledby="question" onClose={() => { question.value = null; }}>
          <h2 id="question">{asked.title}</h2>
          <p>{asked.text}</p>
          <form method="dialog" class="acts">
            <button class="plain">{words.value.keep}</button>
            <button class="danger" onClick={() => { void tell(asked.act); }}>{asked.yes}</button>
          </form>
        </dialog>
      )}
    </>
  );
}
