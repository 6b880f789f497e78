// The console's first page: what is in force, who heard it, how every board is. It shows what the gateway says and decides nothing itself.
// Everything from outside reaches the page as text, never as markup.

import { preferredLanguage, remember, wordsOf } from './words.js';
import { openLive } from './live.js';

const coverageKinds = ['heard', 'notHeard', 'cannotTell', 'silent', 'waiting'];
const worst = ['notHeard', 'silent', 'cannotTell', 'waiting', 'heard'];
const glyphs = {
  heard: '✓', notHeard: '✕', cannotTell: '?', silent: '⌀', waiting: '…', online: '●', new: '○', lost: '✕',
};
const coverageOfState = {
  'committed': 'waiting', 'sent': 'waiting', 'received': 'waiting', 'playing': 'waiting', 'heard': 'heard', 'not-heard': 'notHeard', 'cannot-tell': 'cannotTell',
  'refused': 'notHeard', 'failed': 'notHeard', 'expired': 'silent', 'finished': 'cannotTell', 'stopped': 'cannotTell',
};
const refreshEveryMilliseconds = 10_000;
const shownWarnings = 50;

const warnings = new Map();
const boards = new Map();
const details = new Map();
const opened = new Set();
let language = preferredLanguage();
let word = wordsOf(language);
let linkState = 'connecting';
let lastNews = null;
let health = null;
let drawn = false;
let loaded = false;
let may = new Set();

const byId = (id) => document.getElementById(id);

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === 'class') element.className = value;
    else if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child != null && child !== ''));
  return element;
}

// --- drawing: at most once a frame, however fast the news comes ---

function draw() {
  if (drawn) return;
  drawn = true;
  requestAnimationFrame(() => {
    drawn = false;
    drawTop();
    drawWarnings();
    drawBoards();
  });
}

function drawWords() {
  document.documentElement.lang = language;
  document.title = word.title;
  for (const element of document.querySelectorAll('[data-word]')) element.textContent = word[element.dataset.word];
  byId('language').textContent = word.otherLanguage;
  byId('language').lang = language === 'en' ? 'zh-CN' : 'en';
  for (const cache of [warningCards, boardRows]) cache.clear();
}

function drawTop() {
  say(byId('link'), linkState, linkState === 'lost' ? word.link.lost(clockTime(lastNews)) : word.link[linkState]);
  const state = health === null ? 'connecting' : health.state;
  const faults = health?.faults?.length ? `: ${health.faults.join('; ')}` : '';
  say(byId('health'), state, word.health[state] + faults);
}

function say(element, state, text) {
  element.dataset.state = state;
  const says = element.querySelector('.says');
  if (says.textContent !== text) says.textContent = text;
}

const warningCards = new Map();
const boardRows = new Map();

/** Replaces the children of a list by the cards of its items; a card whose content has not changed is left alone, and so keeps focus. */
function drawList(parent, cache, items, key, content) {
  const wanted = items.map((item) => {
    const id = key(item);
    const now = JSON.stringify([item, content.depends?.(item)]);
    let kept = cache.get(id);
    if (!kept || kept.now !== now) {
      const element = content(item);
      if (kept?.element.contains(document.activeElement)) keepFocus(kept.element, element);
      kept?.element.replaceWith(element);
      kept = { now, element };
      cache.set(id, kept);
    }
    return kept.element;
  });
  wanted.forEach((element, index) => {
    if (parent.children[index] !== element) parent.insertBefore(element, parent.children[index] ?? null);
  });
  while (parent.children.length > wanted.length) parent.lastElementChild.remove();
}

function keepFocus(old, fresh) {
  const act = document.activeElement.dataset.act;
  if (act) queueMicrotask(() => fresh.querySelector(`[data-act="${CSS.escape(act)}"]`)?.focus());
}

function drawWarnings() {
  const list = [...warnings.values()].sort((a, b) => (b.receivedAt ?? '').localeCompare(a.receivedAt ?? '')).slice(0, shownWarnings);
  const parent = byId('warnings');
  if (list.length === 0) {
    warningCards.clear();
    parent.replaceChildren(make('p', { class: 'calm' }, loaded ? word.noWarnings : word.loading));
    return;
  }
  if (warningCards.size === 0) parent.replaceChildren();
  drawList(parent, warningCards, list, (warning) => warning.id, warningCard);
}

warningCard.depends = (warning) => [opened.has(warning.id), opened.has(warning.id) ? details.get(warning.id) : null];

function warningCard(warning) {
  const live = warning.state === 'live';
  const open = opened.has(warning.id);
  const name = warning.headline || warning.event || warning.id;
  const drill = warning.scope !== 'actual';
  return make('article', { class: `warning ${warning.level} ${live ? '' : 'over'} ${open ? 'open' : ''}`, 'aria-label': name },
    make('header', {},
      make('span', { class: `badge ${warning.level}` }, word.levels[warning.level] ?? warning.level),
      drill ? make('span', { class: 'badge drill' }, word.scopes[warning.scope] ?? warning.scope) : null,
      make('h3', { lang: warning.language }, name),
      make('span', { class: 'badge plain' }, word.warningStates[warning.state] ?? warning.state)),
    make('p', { class: 'meta' },
      warning.area ? make('span', {}, warning.area) : null,
      make('span', {}, word.receivedAt(clockTime(warning.receivedAt))),
      live && warning.expiresAt ? make('span', {}, word.until(clockTime(warning.expiresAt))) : null,
      make('span', { class: 'code' }, warning.id)),
    make('p', { class: 'text', lang: warning.language }, warning.text ?? ''),
    coverage(warning.coverage, warning.note),
    make('div', { class: 'acts' },
      warning.state !== 'stored'
        ? make('button', { class: 'quiet', 'data-act': 'open', 'aria-expanded': String(open), onclick: () => toggle(warning.id) }, open ? word.hideDetails : word.details)
        : null,
      live && warning.coverage.targeted > 0 && may.has('POST /api/warnings/{id}/stop') ? make('button', { class: 'stop', 'data-act': 'stop', onclick: () => stop(warning.id, name) }, word.stop) : null),
    open && details.has(warning.id) ? villageTable(details.get(warning.id)) : null);
}

function coverage(counts, note) {
  if (counts.targeted === 0) return make('p', { class: 'calm' }, `${word.noTargets}${note ? ` (${note})` : ''}`);
  const kinds = coverageKinds.filter((kind) => kind !== 'cannotTell' || counts.cannotTell > 0);
  const bar = make('div', { class: 'bar', 'aria-hidden': 'true' });
  for (const kind of kinds) {
    const part = make('i', { class: kind });
    part.style.flexGrow = counts[kind];
    bar.append(part);
  }
  return make('div', {},
    make('ul', { class: 'coverage' },
      ...kinds.map((kind) => make('li', { class: counts[kind] > 0 ? kind : 'none' },
        make('span', { class: 'glyph', 'aria-hidden': 'true' }, glyphs[kind]), make('strong', {}, String(counts[kind])), make('span', {}, word.coverage[kind]))),
      make('li', { class: 'none' }, '/ ', word.targeted(counts.targeted))),
    bar);
}

function villageTable(detail) {
  const kindOf = (board) => board.coverage ?? coverageOfState[board.state] ?? 'waiting';
  const worstFirst = [...detail.boards].sort((a, b) => worst.indexOf(kindOf(a)) - worst.indexOf(kindOf(b)) || a.village.localeCompare(b.village) || a.board.localeCompare(b.board));
  const rows = worstFirst.map((board) => {
    const kind = kindOf(board);
    const last = board.states.at(-1);
    const measured = board.speechMilliamperes ?? board.toneMilliamperes;
    return make('tr', {},
      make('th', { scope: 'row' }, board.villageName || board.village || word.none, ' ', make('span', { class: 'code' }, board.board)),
      make('td', { class: kind }, make('span', { class: 'glyph', 'aria-hidden': 'true' }, glyphs[kind]), word.orderStates[board.state] ?? board.state,
        last?.reason ? ` (${word.reasons[last.reason] ?? last.reason})` : ''),
      make('td', {}, measured == null ? '' : `${measured} mA`),
      make('td', { class: 'steps' }, board.states.map((step) => `${word.orderStates[step.state] ?? step.state} ${clockTime(step.at, true)}`).join(' → ')));
  });
  return make('table', { class: 'villages' }, make('tbody', {}, ...rows));
}

function drawBoards() {
  const list = [...boards.values()].sort((a, b) => (a.village ?? '').localeCompare(b.village ?? '') || a.id.localeCompare(b.id));
  byId('boards').hidden = list.length === 0;
  byId('no-boards').hidden = list.length !== 0 || !loaded;
  byId('boards-count').textContent = list.length === 0 ? '' : word.boardsCount(list.filter((board) => board.state === 'online').length, list.length);
  drawList(byId('boards').tBodies[0], boardRows, list, (board) => board.id, boardRow);
}

boardRow.depends = (board) => [ago(board.lastSeenAt), ago(board.rain?.at), ago(board.stage?.at)];

function boardRow(board) {
  const verdict = board.lastOrder;
  const kind = verdict && (verdict.coverage ?? coverageOfState[verdict.state]);
  const sounds = ['loudspeaker', 'village-station', 'bench'].includes(board.kind);
  const readings = [
    board.rain && make('span', {}, word.rain(board.rain.lastHourMillimetres.toFixed(1)), make('small', {}, ago(board.rain.at))),
    board.stage && make('span', {}, word.stage(board.stage.metres.toFixed(2)), make('small', {}, ago(board.stage.at))),
  ].filter(Boolean);
  return make('tr', {},
    make('th', { scope: 'row' }, board.villageName || board.village || word.none),
    make('td', {}, word.kinds[board.kind] ?? board.kind, ' ', make('span', { class: 'code' }, board.id)),
    make('td', { class: board.state }, make('span', { class: 'glyph', 'aria-hidden': 'true' }, glyphs[board.state] ?? '○'), word.boardStates[board.state] ?? board.state),
    make('td', { 'data-label': word.lastSeen }, ago(board.lastSeenAt)),
    make('td', readings.length ? { 'data-label': word.lastReading } : {}, ...readings),
    make('td', verdict ? { 'data-label': word.lastVerdict, class: kind } : {},
      verdict ? make('span', {}, make('span', { class: 'glyph', 'aria-hidden': 'true' }, glyphs[kind] ?? ''), word.orderStates[verdict.verdict ?? verdict.state],
        make('small', {}, ago(verdict.at))) : null),
    make('td', {}, sounds && may.has('POST /api/boards/{id}/test-tone') ? make('button', { class: 'quiet', 'data-act': 'test', onclick: () => testTone(board) }, word.testTone) : null));
}

// --- time ---

function clockTime(time, withSeconds = false) {
  if (!time) return word.none;
  const at = new Date(time);
  const today = at.toDateString() === new Date().toDateString();
  const parts = { hour: '2-digit', minute: '2-digit', hour12: false };
  if (withSeconds) Object.assign(parts, { second: '2-digit', fractionalSecondDigits: 1 });
  if (!today) Object.assign(parts, { month: 'short', day: 'numeric' });
  return at.toLocaleString(language, parts);
}

function ago(time) {
  if (!time) return word.never;
  const seconds = Math.max(0, (Date.now() - new Date(time)) / 1000);
  if (seconds < 10) return word.ago.now;
  if (seconds < 60) return word.ago.seconds(Math.floor(seconds / 10) * 10);
  if (seconds < 3600) return word.ago.minutes(Math.floor(seconds / 60));
  if (seconds < 86_400) return word.ago.hours(Math.floor(seconds / 3600));
  return word.ago.days(Math.floor(seconds / 86_400));
}

// --- what the reader does ---

async function toggle(id) {
  if (opened.delete(id)) return draw();
  opened.add(id);
  await loadDetail(id);
}

async function stop(id, name) {
  if (!await ask(word.stopTitle, word.stopText(name), word.stopYes)) return;
  await act(`api/warnings/${encodeURIComponent(id)}/stop`, word.stopDone);
}

async function testTone(board) {
  if (!await ask(word.testToneTitle, word.testToneText(board.villageName || board.village, board.id), word.testToneYes)) return;
  await act(`api/boards/${encodeURIComponent(board.id)}/test-tone`, word.testToneDone(board.id));
}

function ask(title, text, yes) {
  const dialog = byId('ask');
  byId('ask-title').textContent = title;
  byId('ask-text').textContent = text;
  byId('ask-yes').textContent = yes;
  dialog.returnValue = '';
  dialog.showModal();
  return new Promise((resolve) => dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), { once: true }));
}

async function act(path, done) {
  try {
    const answer = await fetch(path, { method: 'POST' });
    if (answer.status === 401) return location.replace('sign-in.html');
    if (answer.ok) return notice(done);
    const problem = await answer.json().catch(() => ({}));
    notice(word.failed(problem.detail ?? problem.title ?? String(answer.status)));
  } catch {
    notice(word.failed(word.unreachable));
  }
}

let noticeEnds = 0;

function notice(text) {
  const element = byId('notice');
  element.textContent = text;
  element.hidden = false;
  clearTimeout(noticeEnds);
  noticeEnds = setTimeout(() => { element.hidden = true; }, 8000);
}

// --- what the gateway says ---

async function get(path) {
  const answer = await fetch(path, { headers: { Accept: 'application/json' } });
  if (answer.status === 401) location.replace('sign-in.html');
  if (!answer.ok && answer.status !== 503) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
}

function replace(map, items) {
  map.clear();
  for (const item of items) map.set(item.id, item);
}

async function loadAll() {
  const [allWarnings, allBoards] = await Promise.all([get('api/warnings'), get('api/boards'), loadHealth()]);
  replace(warnings, allWarnings);
  replace(boards, allBoards);
  loaded = true;
  draw();
  await Promise.all([...opened].map(loadDetail));
  draw();
}

async function loadHealth() {
  try {
    const says = await get('health');
    health = { state: !says.ableToWarn ? 'unable' : says.faults.length ? 'degraded' : 'ready', faults: says.faults };
  } catch {
    health = null;
  }
  draw();
}

const loadingDetail = new Map();

/** Fetches one warning's villages; asked again while one answer is under way, it fetches once more afterwards, never in parallel. */
async function loadDetail(id) {
  if (loadingDetail.has(id)) { loadingDetail.set(id, true); return; }
  loadingDetail.set(id, false);
  try {
    do {
      loadingDetail.set(id, false);
      details.set(id, await get(`api/warnings/${encodeURIComponent(id)}`));
      draw();
    } while (loadingDetail.get(id));
  } catch {
    // the live connection says that the gateway is gone and loads everything again when it is back
  } finally {
    loadingDetail.delete(id);
  }
}

/** Whoever is not signed in, or must choose a password, goes to the page for that. */
async function checkSession() {
  const session = await get('api/session');
  if (!session.signedIn || session.mustChangePassword) location.replace('sign-in.html');
  may = new Set(session.may);
  for (const cache of [warningCards, boardRows]) cache.clear();
  draw();
}

openLive('api/live', {
  onOpen() {
    linkState = 'live';
    lastNews = new Date();
    loadAll().catch(() => draw());
  },
  onLost() {
    if (linkState !== 'lost') lastNews = lastNews ?? new Date();
    linkState = 'lost';
    health = null;
    draw();
    checkSession().catch(() => { /* the gateway is away: the page says so */ });
  },
  onNews() { lastNews = new Date(); },
  warning(warning) { warnings.set(warning.id, warning); if (opened.has(warning.id)) loadDetail(warning.id); draw(); },
  order(order) { if (order.warning && opened.has(order.warning)) loadDetail(order.warning); },
  board(board) { boards.set(board.id, board); draw(); },
  reading(reading) {
    const board = boards.get(reading.board);
    if (!board) return;
    boards.set(board.id, { ...board, rain: reading.rain ?? board.rain, stage: reading.stage ?? board.stage });
    draw();
  },
  health() { loadHealth(); },
  reset() { loadAll().catch(() => draw()); },
});

byId('sign-out').addEventListener('click', async () => {
  await fetch('api/session', { method: 'DELETE' });
  location.replace('sign-in.html');
});

byId('language').addEventListener('click', () => {
  language = language === 'en' ? 'zh-CN' : 'en';
  word = wordsOf(language);
  remember(language);
  drawWords();
  byId('warnings').replaceChildren();
  byId('boards').tBodies[0].replaceChildren();
  draw();
});

setInterval(async () => {
  if (linkState !== 'live') return draw();
  loadHealth();
  if ([...warnings.values()].some((warning) => warning.state === 'live')) {
    try { replace(warnings, await get('api/warnings')); } catch { /* the live connection tells */ }
  }
  draw();
}, refreshEveryMilliseconds);

drawWords();
draw();
checkSession().catch(() => draw());
