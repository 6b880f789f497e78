import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { send } from '../../api';
import { divisions, loadPlaces } from '../../state/places';
import { may } from '../../state/session';
import type { Division } from '../../types';
import { tell } from '../../ui/ask';
import { words } from '../../words';
import { FileImport } from './FileImport';

const mostRows = 20;

/** Divisions and outlines from files, and the facts of each village by hand. */
export function PlacesPart() {
  useEffect(() => { void tell(async () => { await loadPlaces(); return ''; }); }, []);
  const word = words.value.settings;
  return (
    <>
      {may('POST /api/places/divisions') && (
        <section>
          <h3>{word.imports.title}</h3>
          <div class="board-page">
            <FileImport path="/api/places/divisions" accept=".csv,text/csv" label={word.imports.divisions} hint={word.imports.divisionsHint} />
            <FileImport path="/api/places/boundaries" accept=".json,.geojson,application/geo+json" label={word.imports.boundaries} hint={word.imports.boundariesHint} />
          </div>
        </section>
      )}
      <VillageFacts />
    </>
  );
}

function VillageFacts() {
  const find = useSignal('');
  const isOnlyMissing = useSignal(false);
  const word = words.value.settings.facts_;
  const villages = divisions.value.filter((one) => one.isVillage);
  const count = (has: (one: Division) => unknown) => villages.filter(has).length;
  const found = villages.filter((one) => `${one.name}${one.code}`.includes(find.value.trim()) && (!isOnlyMissing.value || !one.shelter || !one.contact || !one.phone || one.people === null));
  return (
    <section>
      <h3>{word.title}</h3>
      <p role="status">{villages.length === 0 ? word.none : word.counts(villages.length, count((one) => one.shelter), count((one) => one.phone), count((one) => one.people !== null))}</p>
      {villages.length > 0 && (
        <>
          <div class="filters">
            <label class="field">{word.find}<input type="search" value={find.value} onInput={(change) => { find.value = change.currentTarget.value; }} /></label>
            <label class="check"><input type="checkbox" checked={isOnlyMissing.value} onChange={(change) => { isOnlyMissing.value = change.currentTarget.checked; }} /> {word.missing}</label>
          </div>
          <ul class="bare">{found.slice(0, mostRows).map((one) => <VillageRow key={one.code} village={one} />)}</ul>
          {found.length > mostRows && <p class="calm">{word.more(found.length - mostRows)}</p>}
        </>
      )}
    </section>
  );
}

function VillageRow({ village }: { village: Division }) {
  const isEditing = useSignal(false);
  const word = words.value;
  const save = (event: SubmitEvent) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget as HTMLFormElement);
    void tell(async () => {
      const people = String(data.get('people')).trim();
      await send('PUT', `/api/places/${village.code}`, { people: people === '' ? null : Number(people), shelter: data.get('shelter'), contact: data.get('contact'), phone: data.get('phone') });
      await loadPlaces();
      isEditing.value = false;
      return words.value.saved;
    });
  };
  return (
    <li class="card village-row">
      <p class="between">
        <span><strong>{village.name}</strong> <small class="code">{village.code}</small></span>
        {!isEditing.value && may('PUT /api/places/{code}') && <button type="button" class="plain" aria-label={`${word.settings.facts_.edit} ${village.name}`} onClick={() => { isEditing.value = true; }}>{word.settings.facts_.edit}</button>}
      </p>
      {isEditing.value
        ? (
          <form class="columns" onSubmit={save}>
            <label class="field">{word.shelter}<input name="shelter" maxLength={200} defaultValue={village.shelter ?? ''} /></label>
            <label class="field">{word.settings.facts_.contact}<input name="contact" maxLength={200} defaultValue={village.contact ?? ''} /></label>
            <label class="field">{word.settings.facts_.phone}<input name="phone" type="tel" maxLength={30} defaultValue={village.phone ?? ''} /></label>
            <label class="field">{word.settings.facts_.people}<input name="people" type="number" min={0} max={10_000_000} step={1} defaultValue={village.people === null ? '' : String(village.people)} /></label>
            <p class="acts start"><button>{word.save}</button><button type="button" class="plain" onClick={() => { isEditing.value = false; }}>{word.settings.undo}</button></p>
          </form>
        )
        : <p class="meta"><span>{word.shelter}: {village.shelter ?? word.none}</span><span>{word.settings.facts_.contact}: {village.contact ?? word.none}</span><span>{word.settings.facts_.phone}: {village.phone ?? word.none}</span><span>{word.settings.facts_.people}: {village.people ?? word.none}</span></p>}
    </li>
  );
}
