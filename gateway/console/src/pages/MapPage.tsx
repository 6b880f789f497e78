import { type Signal, useComputed, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { get } from '../api';
import { boards, inOrder, isLoaded } from '../state/county';
import { chosenWarning, followed, layerNames, layers, liveWarnings, loadAreas, loadOutlines, mapInfo, toggleLayer, type Village, villages } from '../state/map';
import { divisions } from '../state/places';
import { href } from '../state/route';
import { may } from '../state/session';
import type { Board, CountyCoverage } from '../types';
import { percent } from '../ui/CountyCoverage';
import { CountyMap, liveIds } from '../ui/CountyMap';
import { Day } from '../ui/Day';
import { isInTrouble, rankOfVillage, readingsOf, wrongOf } from '../ui/mapSigns';
import { More, rowsAtOnce } from '../ui/More';
import { Contact } from '../ui/Contact';
import { Page, Sign } from '../ui/Parts';
import { boardSign, coverageSign } from '../ui/signs';
import { words } from '../words';
import { FirstSteps } from './FirstSteps';
import { WarningCard } from './Warnings';

/** The county at a glance: what is in force and how it is delivered, what rain and rivers do, and every village and board where it stands. */
export function MapPage() {
  const word = words.value;
  const chosen = useSignal('');
  const asked = useComputed(liveIds);
  const isPlaced = useSignal(false);
  useEffect(() => { loadOutlines().then(() => { isPlaced.value = true; }, unanswered); }, []);
  useEffect(() => asked.subscribe(() => { loadAreas().catch(unanswered); }), []);
  const isNew = useComputed(() => isLoaded.value && isPlaced.value && (boards.value.size === 0 || !divisions.value.some((one) => one.isVillage)));
  const isEmpty = useComputed(() => isNew.value && villages.value.length === 0 && liveWarnings.value.length === 0);
  return (
    <Page title={word.pages.map} actions={<CountyLine />}>
      {isNew.value && <FirstSteps />}
      {!isEmpty.value && (
        <div class="map-page">
          <section class="map-news">
            <h2>{word.inForce}</h2>
            {liveWarnings.value.length === 0 ? <p class="calm">{isLoaded.value ? word.noWarnings : word.loading}</p> : liveWarnings.value.map((warning) => <WarningCard key={warning.id} warning={warning} />)}
          </section>
          <section class="map-middle" aria-label={word.pages.map}>
            <MapTools />
            <CountyMap chosen={chosen} choose={(code) => { chosen.value = code; }} />
            <Legend />
          </section>
          <section class="map-villages">
            {chosen.value && <VillageCard key={chosen.value} code={chosen.value} close={() => { chosen.value = ''; }} />}
            <div hidden={chosen.value !== ''}><VillageList chosen={chosen} /></div>
          </section>
        </div>
      )}
    </Page>
  );
}

function unanswered(): void { /* the link line says that the gateway does not answer */ }

/** How much of the county its loudspeakers cover, and how its boards are, in one line. */
function CountyLine() {
  const word = words.value.onMap;
  const coverage = useSignal<CountyCoverage | null>(null);
  const health = useComputed(() => [...boards.value.values()].map((board) => `${board.id} ${board.state} ${board.troubles.join(' ')}`).join());
  useEffect(() => health.subscribe(() => { get<CountyCoverage>('/api/coverage').then((found) => { coverage.value = found; }, unanswered); }), []);
  const seen = coverage.value;
  const all = [...boards.value.values()];
  const online = all.filter((board) => board.state === 'online').length;
  const trouble = all.filter(isInTrouble).length;
  return all.length === 0 ? null : (
    <p class="figures">
      {seen && seen.villages > 0 && <span>{word.covered(seen.covered, seen.villages, percent(seen.covered, seen.villages))}</span>}
      {seen && seen.people > 0 && <span>{word.peopleCovered(percent(seen.peopleCovered, seen.people))}</span>}
      <span>{word.boardsOnline(online, all.length)}</span>
      <a href={href('boards')} class={trouble > 0 ? 'notHeard' : 'heard'}><Sign>{trouble > 0 ? '!' : '✓'}</Sign>{trouble > 0 ? word.inTrouble(trouble) : word.noneInTrouble}</a>
    </p>
  );
}

function MapTools() {
  const word = words.value.onMap;
  return (
    <div class="map-tools">
      <fieldset class="switches">
        <legend>{word.layersOf}</legend>
        {layerNames.filter((layer) => layer !== 'tiles' || mapInfo.value.tiles).map((layer) => (
          <label key={layer} class="check"><input type="checkbox" checked={layers.value.has(layer)} onChange={() => toggleLayer(layer)} /> {word.layers[layer]}</label>
        ))}
      </fieldset>
      {liveWarnings.value.length > 1 && (
        <label>{word.follow} <select value={followed.value?.id ?? ''} onChange={(change) => { chosenWarning.value = change.currentTarget.value; }}>
          {liveWarnings.value.map((warning) => <option key={warning.id} value={warning.id}>{warning.headline ?? warning.id}</option>)}
        </select></label>
      )}
    </div>
  );
}

function Legend() {
  const word = words.value.onMap.signs;
  const credit = mapInfo.value.credit;
  return (
    <div class="legend" role="group" aria-label={word.title}>
      <span><i class="key dot good" />{word.dot}</span><span><i class="key ring" />{word.ring}</span><span><i class="key disc doubt">⌀</i>{word.silent}</span>
      <span><i class="key disc bad">✕</i>{word.lost}</span><span><i class="key disc doubt">!</i>{word.trouble}</span>
      {followed.value && <><span><i class="key square good">✓</i>{word.heard}</span><span><i class="key square bad">✕</i>{word.notHeard}</span><span><i class="key square doubt">⌀</i>{word.noAnswer}</span><span><i class="key square doubt">?</i>{word.cannotTell}</span><span><i class="key square wait">…</i>{word.waiting}</span></>}
      {credit && layers.value.has('tiles') && <span>{words.value.onMap.credit}{credit}</span>}
    </div>
  );
}

/** The map once more as a list: for search, keyboard and ears. */
function VillageList({ chosen }: { chosen: Signal<string> }) {
  const word = words.value;
  const sought = useSignal('');
  const onlyTrouble = useSignal(false);
  const most = useSignal(rowsAtOnce);
  const shown = useComputed(() => {
    const text = sought.value.trim().toLowerCase();
    return villages.value
      .filter((village) => fits(village, text) && (!onlyTrouble.value || rankOfVillage(village) < 4))
      .map((village) => ({ village, rank: rankOfVillage(village) }))
      .sort((a, b) => a.rank - b.rank || inOrder(a.village.code, b.village.code));
  });
  const missing = villages.value.filter((village) => !village.spot).length;
  if (villages.value.length === 0) return isLoaded.value ? null : <p class="calm">{word.loading}</p>;
  return (
    <>
      <h2>{word.onMap.villageList}</h2>
      <label class="field">{word.onMap.findVillage}<input type="search" value={sought.value} onInput={(change) => { sought.value = change.currentTarget.value; most.value = rowsAtOnce; }} /></label>
      <p class="between">
        <label class="check"><input type="checkbox" checked={onlyTrouble.value} onChange={(change) => { onlyTrouble.value = change.currentTarget.checked; }} /> {word.onMap.onlyTrouble}</label>
        <span class="calm" role="status">{word.onMap.villagesOf(shown.value.length, villages.value.length)}</span>
      </p>
      <ul class="village-list">
        {shown.value.slice(0, most.value).map(({ village }) => <VillageRow key={village.code} code={village.code} name={village.name} {...sayingOf(village)} chosen={chosen} />)}
        {shown.value.length > most.value && <li><More shown={most} all={shown.value.length} /></li>}
      </ul>
      {missing > 0 && <p class="calm">{word.onMap.notPlaced(missing)}</p>}
    </>
  );
}

function fits(village: Village, text: string): boolean {
  return text === '' || village.name.toLowerCase().includes(text) || village.code.startsWith(text) || village.boards.some((board) => board.id.includes(text));
}

interface Saying { sign: string; tone: string; state: string; values: string }

/** A village's worst news in a few words. */
function sayingOf(village: Village): Saying {
  const word = words.value;
  const values = village.boards.map((board) => readingsOf(board, word)).filter(Boolean).join(' · ');
  if (village.delivery) return { sign: coverageSign[village.delivery], tone: village.delivery, state: word.coverage[village.delivery], values };
  if (village.boards.length === 0) return { sign: '–', tone: 'quiet', state: word.onMap.noBoard, values };
  const worst = village.boards.find(isInTrouble) ?? village.boards.find((board) => board.state !== 'online') ?? village.boards[0]!;
  return { ...signOf(worst), state: stateOf(worst), values };
}

/** A board that answers and has something wrong is not shown as one that is well. */
function signOf(board: Board): Pick<Saying, 'sign' | 'tone'> {
  return isInTrouble(board) && board.state === 'online' ? { sign: '!', tone: 'cannotTell' } : { sign: boardSign[board.state], tone: board.state };
}

function stateOf(board: Board): string {
  const word = words.value;
  if (board.alarmSince) return word.villageAlarm;
  if (board.ownWarning) return word.ownWarnings[board.ownWarning.stage];
  const wrong = wrongOf(board, word);
  return wrong.length > 0 && board.state === 'online' ? wrong.join(' · ') : word.boardStates[board.state];
}

/** Plain text only, so that a row is drawn again when its own words change and not otherwise. */
function VillageRow({ code, name, sign, tone, state, values, chosen }: Saying & { code: string; name: string; chosen: Signal<string> }) {
  return (
    <li><button type="button" class="village" onClick={() => { chosen.value = code; }}>
      <span class={tone}><Sign>{sign}</Sign></span><span class="village-name">{name}</span><span class={tone}>{state}</span><small>{values}</small>
    </button></li>
  );
}

/** All that is known of one village. */
function VillageCard({ code, close }: { code: string; close: () => void }) {
  const word = words.value;
  const village = villages.value.find((one) => one.code === code);
  const facts = divisions.value.find((division) => division.code === code);
  const parent = divisions.value.find((division) => division.code === facts?.parent);
  if (!village) return null;
  const saying = sayingOf(village);
  return (
    <>
      <div class="between"><h2>{village.name} <small>{parent?.name}</small></h2><button type="button" class="plain" onClick={close}>{word.onMap.close}</button></div>
      <p class={`saying ${saying.tone}`}><Sign>{saying.sign}</Sign>{saying.state}</p>
      <dl class="facts">
        {facts?.people != null && <><dt>{word.onMap.people}</dt><dd>{facts.people}</dd></>}
        {facts?.shelter && <><dt>{word.onMap.shelter}</dt><dd>{facts.shelter}</dd></>}
        {(facts?.contact || facts?.phone) && <><dt>{word.onMap.contact}</dt><dd><Contact contact={facts.contact} phone={facts.phone} /></dd></>}
      </dl>
      {may('POST /api/drafts') && facts && <p class="acts start"><a class="button quiet-button inline" href={href('compose', 'place', code)}>{word.onMap.warnHere}</a></p>}
      {village.boards.map((board) => (
        <article key={board.id} class="board-card">
          <p class="between"><span class={signOf(board).tone}><Sign>{signOf(board).sign}</Sign>{word.kinds[board.kind]}: {stateOf(board)}</span><a href={href('boards', board.id)}>{board.id}</a></p>
          {(board.rain || board.stage) && <><p class="reading">{readingsOf(board, word)}</p><Day id={board.id} />{may('POST /api/drafts') && <p><a href={href('compose', 'reading', board.id)}>{word.desk.warnBecause}</a></p>}</>}
        </article>
      ))}
    </>
  );
}
