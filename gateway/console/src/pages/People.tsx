import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { get, send } from '../api';
import type { Key, Person, RightRow, Role } from '../types';
import { ask, tell } from '../ui/ask';
import { Page } from '../ui/Parts';
import { ago } from '../ui/time';
import { words } from '../words';
import { Field } from './SignIn';

const roles: readonly Role[] = ['officer', 'approver', 'technician', 'reporter', 'viewer', 'administrator'];

/** Who may do what: people, keys of machines, and the one table of rights. */
export function People() {
  const people = useSignal<Person[]>([]);
  const keys = useSignal<Key[]>([]);
  const rights = useSignal<RightRow[]>([]);
  const load = async () => {
    [people.value, keys.value, rights.value] = await Promise.all([get<Person[]>('/api/people'), get<Key[]>('/api/keys'), get<RightRow[]>('/api/rights')]);
  };
  useEffect(() => { void tell(async () => { await load(); return ''; }); }, []);
  const act = (what: () => Promise<string>) => { void tell(async () => { const said = await what(); await load(); return said; }); };
  const revoke = async (name: string) => {
    await send('DELETE', `/api/keys/${encodeURIComponent(name)}`);
    await load();
    return words.value.keyRevoked(name);
  };
  const word = words.value;
  return (
    <Page title={word.pages.people}>
      <table class="rows">
        <thead><tr><th>{word.name}</th><th>{word.fullName}</th><th>{word.rolesHeading}</th><th>{word.lastSignIn}</th><th>{word.actions}</th></tr></thead>
        <tbody>{people.value.map((person) => <PersonRow key={person.name} person={person} act={act} />)}</tbody>
      </table>
      <AddPerson act={act} />
      <h2>{word.keysHeading}</h2>
      <table class="rows">
        <thead><tr><th>{word.keyName}</th><th>{word.rolesHeading}</th><th>{word.lastUsed}</th><th>{word.actions}</th></tr></thead>
        <tbody>
          {keys.value.map((key) => (
            <tr key={key.name}>
              <th scope="row">{key.name}</th><td>{names(key.roles)}</td><td data-label={word.lastUsed}>{ago(key.usedAt)} <small>{key.usedFrom}</small></td>
              <td>{key.revokedAt ? word.revoked : <button class="plain" onClick={() => ask(word.revokeTitle, word.revokeText(key.name), word.revoke, () => revoke(key.name))}>{word.revoke}</button>}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <AddKey act={act} />
      <details>
        <summary>{word.rightsHeading}</summary>
        <table class="rows">
          <thead><tr><th>{word.actions}</th>{roles.map((role) => <th key={role}>{word.roles[role]}</th>)}</tr></thead>
          <tbody>
            {rights.value.map((right) => (
              <tr key={right.request}><th scope="row" class="code">{right.request}</th>{roles.map((role) => <td key={role}>{right.who === 'open' || right.who === 'personal' || right.roles.includes(role) ? (right.who === 'machines' ? word.onlyKeys : '✓') : ''}</td>)}</tr>
            ))}
          </tbody>
        </table>
      </details>
    </Page>
  );
}

type Act = (what: () => Promise<string>) => void;

function names(held: readonly Role[]): string {
  return held.map((role) => words.value.roles[role]).join(' · ');
}

function PersonRow({ person, act }: { person: Person; act: Act }) {
  const word = words.value;
  const change = () => act(async () => {
    await send('PUT', `/api/people/${encodeURIComponent(person.name)}`, { fullName: person.fullName, roles: person.roles, disabled: !person.disabled });
    return '';
  });
  return (
    <tr>
      <th scope="row">{person.name}</th><td>{person.fullName}</td><td>{names(person.roles)}</td>
      <td data-label={person.disabled ? undefined : word.lastSignIn}>{person.disabled ? word.disabled : ago(person.signedInAt)}</td>
      <td><button class="plain" onClick={change}>{person.disabled ? word.enable : word.disable}</button></td>
    </tr>
  );
}

function chosen(form: FormData): string[] {
  return form.getAll('role').map(String);
}

function RoleBoxes() {
  const word = words.value;
  return (
    <fieldset>
      <legend>{word.rolesHeading}</legend>
      {roles.map((role) => <label key={role} class="check"><input type="checkbox" name="role" value={role} /> {word.roles[role]}</label>)}
    </fieldset>
  );
}

function AddPerson({ act }: { act: Act }) {
  const word = words.value;
  const add = (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const data = new FormData(form);
    act(async () => {
      await send('POST', '/api/people', { name: data.get('name'), fullName: data.get('fullName'), password: data.get('password'), roles: chosen(data) });
      form.reset();
      return words.value.personAdded(String(data.get('name')));
    });
  };
  return (
    <details>
      <summary>{word.addPerson}</summary>
      <form class="inline-form" onSubmit={add}>
        <Field name="name" label={word.name} autoComplete="off" />
        <Field name="fullName" label={word.fullName} autoComplete="off" />
        <Field name="password" label={word.firstPassword} hint={word.passwordHint} type="password" autoComplete="new-password" />
        <RoleBoxes />
        <button>{word.addPerson}</button>
      </form>
    </details>
  );
}

function AddKey({ act }: { act: Act }) {
  const word = words.value;
  const add = (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const data = new FormData(form);
    act(async () => {
      const made = await send<{ name: string; key: string }>('POST', '/api/keys', { name: data.get('name'), roles: chosen(data) });
      form.reset();
      return words.value.keyShown(made.name, made.key);
    });
  };
  return (
    <details>
      <summary>{word.addKey}</summary>
      <form class="inline-form" onSubmit={add}><Field name="name" label={word.keyName} autoComplete="off" /><RoleBoxes /><button>{word.addKey}</button></form>
    </details>
  );
}
