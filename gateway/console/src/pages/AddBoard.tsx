import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { get, send } from '../api';
import { divisions, loadPlaces, townships } from '../state/places';
import { go } from '../state/route';
import type { BoardCard, BoardKind, SiteSetting } from '../types';
import { ask, tell } from '../ui/ask';
import { shortName } from '../ui/mapSigns';
import { Page } from '../ui/Parts';
import { words } from '../words';

const kinds: readonly BoardKind[] = ['village-station', 'loudspeaker', 'rain-gauge', 'water-level', 'bench'];

/** Registers a board; what comes back goes onto its flash. */
export function AddBoard() {
  const word = words.value;
  const card = useSignal<BoardCard | null>(null);
  const sites = useSignal<SiteSetting[]>([]);
  const kind = useSignal<BoardKind>('village-station');
  const isBusy = useSignal(false);
  useEffect(() => { void tell(async () => { [sites.value] = await Promise.all([get<SiteSetting[]>('/api/site-settings'), loadPlaces()]); return ''; }); }, []);
  if (card.value) return <CardFiles card={card.value} done={() => go('boards')} />;
  const add = (event: SubmitEvent) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const text = (name: string) => String(form.get(name) ?? '').trim();
    const number = (name: string) => (text(name) === '' ? null : Number(text(name)));
    isBusy.value = true;
    void tell(async () => {
      card.value = await send<BoardCard>('POST', '/api/boards', {
        id: text('id') || null, kind: kind.value, village: text('village'), villageName: text('villageName') || shortName(divisions.value.find((division) => division.code === text('village'))?.name ?? ''),
        latitude: number('latitude'), longitude: number('longitude'), tipMicrometres: number('tip'), wifiName: text('wifiName') || null, wifiPassword: String(form.get('wifiPassword') ?? '') || null,
        site: Object.fromEntries(sites.value.filter((site) => form.has(site.name)).map((site) => [site.name, text(site.name)])),
      });
      return '';
    }).finally(() => { isBusy.value = false; });
  };
  const own = sites.value.filter((site) => site.kinds.includes(kind.value));
  return (
    <Page title={word.ofBoards.addTitle}>
      <form class="inline-form" onSubmit={add} autocomplete="off">
        <label class="field">{word.ofBoards.kindOf}
          <select value={kind.value} onChange={(change) => { kind.value = change.currentTarget.value as BoardKind; }}>{kinds.map((one) => <option key={one} value={one}>{word.kinds[one]}</option>)}</select>
        </label>
        {townships.value.length === 0 ? (
          <div class="columns">
            <label class="field">{word.ofBoards.villageCode}<input name="village" required inputMode="numeric" pattern="[0-9]{2,12}" /></label>
            <label class="field">{word.ofBoards.villageName}<input name="villageName" maxLength={64} /></label>
          </div>
        ) : <label class="field">{word.ofBoards.village}
          <select name="village" required>
            <option value="">{word.ofBoards.villageChoose}</option>
            {townships.value.map((township) => (
              <optgroup key={township.code} label={township.name}>
                {divisions.value.filter((division) => division.parent === township.code).map((village) => <option key={village.code} value={village.code}>{village.name}</option>)}
              </optgroup>
            ))}
          </select>
        </label>}
        <div class="columns">
          <label class="field">{word.ofBoards.latitude}<input name="latitude" inputMode="decimal" pattern="-?\d+(\.\d+)?" placeholder={word.ofBoards.optional} /></label>
          <label class="field">{word.ofBoards.longitude}<input name="longitude" inputMode="decimal" pattern="-?\d+(\.\d+)?" placeholder={word.ofBoards.optional} /></label>
        </div>
        <label class="field">{word.ofBoards.id}<input name="id" pattern="[a-z0-9\-]{1,48}" autocapitalize="none" spellcheck={false} /></label>
        {(kind.value === 'rain-gauge' || kind.value === 'village-station') && <label class="field">{word.ofBoards.tip}<input name="tip" inputMode="numeric" pattern="\d+" placeholder="200" /></label>}
        {own.length > 0 && (
          <details>
            <summary>{word.ofBoards.place}</summary>
            <div class="columns">{own.map((site) => <SiteField key={site.name} site={site} />)}</div>
          </details>
        )}
        <fieldset>
          <legend>{word.ofBoards.wifi}</legend>
          <div class="columns">
            <label class="field">{word.ofBoards.wifiName}<input name="wifiName" autocapitalize="none" /></label>
            <label class="field">{word.ofBoards.wifiPassword}<input name="wifiPassword" type="password" autocomplete="new-password" /></label>
          </div>
        </fieldset>
        <button class="big" disabled={isBusy.value}>{word.ofBoards.addYes}</button>
      </form>
    </Page>
  );
}

function SiteField({ site }: { site: SiteSetting }) {
  const name = words.value.ofBoards.settingNames[site.name] ?? site.name;
  return (
    <label class="field">{name}
      {site.words.length > 0
        ? <select name={site.name}><option value="" />{site.words.map((one) => <option key={one}>{one}</option>)}</select>
        : <input name={site.name} inputMode="numeric" pattern="-?\d+" placeholder={`${site.least} … ${site.most}`} />}
    </label>
  );
}

/** The one moment in which a board's key can be had. */
export function CardFiles({ card, done }: { card: BoardCard; done: () => void }) {
  const word = words.value.ofBoards;
  const taken = useSignal<readonly string[]>([]);
  useEffect(() => {
    const stay = (event: BeforeUnloadEvent) => { if (!taken.value.includes('settings.txt')) event.preventDefault(); };
    window.addEventListener('beforeunload', stay);
    return () => window.removeEventListener('beforeunload', stay);
  }, []);
  const files = [['settings.txt', card.settings], ['ca.pem', card.authority], ['network.json', card.network]].filter((file): file is [string, string] => file[1] !== null);
  const save = (name: string, href: string) => {
    const link = document.createElement('a');
    link.href = href;
    link.download = name;
    link.click();
    taken.value = [...taken.value, name];
  };
  const saveText = (name: string, text: string) => {
    const address = URL.createObjectURL(new Blob([text], { type: 'application/octet-stream' }));
    save(name, address);
    URL.revokeObjectURL(address);
  };
  const leave = () => {
    if (taken.value.includes('settings.txt')) return done();
    ask(word.cardTitle, word.cardSure, word.cardDone, async () => { done(); return ''; });
  };
  return (
    <Page title={word.cardOf(card.board)}>
      <section class="card-files">
        <h2>{word.cardTitle}</h2>
        <p>{word.cardText}</p>
        <ul class="bare">
          {files.map(([name, text]) => <li key={name}><button class={taken.value.includes(name) ? 'plain' : ''} onClick={() => saveText(name, text)}>{word.download(name)}</button> {taken.value.includes(name) && <span class="heard">✓ {word.downloaded}</span>}</li>)}
          <li><button class="plain" onClick={() => save('label.png', `/api/boards/${encodeURIComponent(card.board)}/label`)}>{word.download('label.png')}</button></li>
        </ul>
        <p><img class="label" src={`/api/boards/${encodeURIComponent(card.board)}/label`} width={502} height={212} alt={`${word.label}: ${card.board}`} /></p>
        <button onClick={leave}>{word.cardDone}</button>
      </section>
    </Page>
  );
}
