import { type Signal, useSignal } from '@preact/signals';
import { send } from '../api';
import { groups, loadPlaces } from '../state/places';
import { may } from '../state/session';
import type { PlaceGroup } from '../types';
import { words } from '../words';
import { ask, tell } from './ask';
import type { Area } from './AreaPicker';

const path = (name: string) => `/api/places/groups/${encodeURIComponent(name)}`;

/** Villages that are warned together: chosen by one tick, made and changed from what is chosen. */
export function Groups({ area, toggle }: { area: Signal<Area>; toggle: (name: string) => void }) {
  const word = words.value.inArea;
  const name = useSignal('');
  const editing = useSignal('');
  const mayChange = may('PUT /api/places/groups/{name}');
  const edit = (group: PlaceGroup) => {
    editing.value = name.value = group.name;
    area.value = { ...area.value, codes: group.codes, groups: area.value.groups.filter((one) => one !== group.name) };
  };
  const save = () => {
    void tell(async () => {
      const wanted = name.value.trim();
      await send('PUT', path(wanted), { codes: area.value.codes });
      if (editing.value && editing.value !== wanted) await send('DELETE', path(editing.value));
      await loadPlaces();
      area.value = { ...area.value, codes: [], groups: [...area.value.groups.filter((one) => one !== editing.value), wanted] };
      editing.value = name.value = '';
      return words.value.inArea.groupSaved(wanted);
    });
  };
  const remove = (group: PlaceGroup) => ask(word.groupDelete, word.groupDeleteText(group.name), word.groupDelete, async () => {
    await send('DELETE', path(group.name));
    area.value = { ...area.value, groups: area.value.groups.filter((one) => one !== group.name) };
    await loadPlaces();
    return words.value.inArea.groupDeleted;
  });
  return (
    <>
      {groups.value.length > 0 && (
        <fieldset>
          <legend>{word.groups}</legend>
          <ul class="bare">
            {groups.value.map((group) => (
              <li key={group.name} class="between">
                <label class="check"><input type="checkbox" checked={area.value.groups.includes(group.name)} onChange={() => toggle(group.name)} /> {group.name} <small>{word.groupOf(group.codes.length)}</small></label>
                {mayChange && <span class="acts"><button type="button" class="plain small" aria-label={`${word.groupEdit}: ${group.name}`} onClick={() => edit(group)}>{word.groupEdit}</button><button type="button" class="plain small" aria-label={`${word.groupDelete}: ${group.name}`} onClick={() => remove(group)}>{word.groupDelete}</button></span>}
              </li>
            ))}
          </ul>
        </fieldset>
      )}
      {mayChange && area.value.codes.length > 0 && (
        <details open={editing.value !== ''}>
          <summary>{editing.value ? word.groupEditing(editing.value) : word.groupSave}</summary>
          <div class="between">
            <label class="field grow">{word.groupName}<input maxLength={200} value={name.value} onInput={(change) => { name.value = change.currentTarget.value; }} /></label>
            <button type="button" class="plain" disabled={name.value.trim() === ''} onClick={save}>{words.value.save}</button>
          </div>
        </details>
      )}
    </>
  );
}
