import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { changePassword, session, setUp, signIn } from '../state/session';
import { whyOf } from '../ui/ask';
import { words } from '../words';

/** What stands before the console: sign in, set up, or choose a password of one's own. */
export function SignIn() {
  const word = words.value;
  const who = session.value;
  if (!who) return <p class="calm">{word.loading}</p>;
  if (who.setUpNeeded) {
    return (
      <Form title={word.setUp} text={word.setUpText} yes={word.setUpYes} act={(form) => setUp(field(form, 'code'), field(form, 'name'), field(form, 'fullName'), field(form, 'password'))}>
        <Field name="code" label={word.setUpCode} autoComplete="one-time-code" />
        <Field name="name" label={word.name} autoComplete="username" />
        <Field name="fullName" label={word.fullName} autoComplete="name" />
        <Field name="password" label={word.newPassword} hint={word.passwordHint} type="password" autoComplete="new-password" />
      </Form>
    );
  }

  return who.signedIn ? (
    <Form title={word.changePassword} text={word.changePasswordText} yes={word.changePassword} act={(form) => changePassword(field(form, 'old'), field(form, 'fresh'))}>
      <Field name="old" label={word.oldPassword} type="password" autoComplete="current-password" />
      <Field name="fresh" label={word.newPassword} hint={word.passwordHint} type="password" autoComplete="new-password" />
    </Form>
  ) : (
    <Form title={word.signIn} text={word.mustSignIn} yes={word.signIn} act={(form) => signIn(field(form, 'name'), field(form, 'password'))}>
      <Field name="name" label={word.name} autoComplete="username" />
      <Field name="password" label={word.password} type="password" autoComplete="current-password" />
    </Form>
  );
}

function field(form: FormData, name: string): string {
  return String(form.get(name) ?? '');
}

interface FormProps { title: string; text: string; yes: string; act: (form: FormData) => Promise<void>; children: ComponentChildren }

function Form({ title, text, yes, act, children }: FormProps) {
  const fault = useSignal('');
  const isBusy = useSignal(false);
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    isBusy.value = true;
    fault.value = '';
    try {
      await act(new FormData(event.currentTarget as HTMLFormElement));
    } catch (why) {
      fault.value = words.value.failed(whyOf(why));
    } finally {
      isBusy.value = false;
    }
  };
  return (
    <form class="door" onSubmit={(event) => { void submit(event); }}>
      <h1>{title}</h1>
      <p class="calm">{text}</p>
      {children}
      <p role="alert" class="notHeard">{fault.value}</p>
      <button disabled={isBusy.value}>{yes}</button>
    </form>
  );
}

interface FieldProps { name: string; label: string; hint?: string; type?: 'text' | 'password'; autoComplete: string }

export function Field({ name, label, hint, type = 'text', autoComplete }: FieldProps) {
  const kind = type === 'password' ? { type: 'password' as const } : { type: 'text' as const };
  return (
    <label class="field">
      {label}
      <input {...kind} name={name} autoComplete={autoComplete} required aria-describedby={hint ? `${name}-hint` : undefined} />
      {hint && <small id={`${name}-hint`}>{hint}</small>}
    </label>
  );
}
