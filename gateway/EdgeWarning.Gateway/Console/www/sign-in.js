// Coming in: signing in, setting up a new gateway, and choosing a new password where somebody else chose the first one.

import { preferredLanguage, remember, wordsOf } from './words.js';

const byId = (id) => document.getElementById(id);
let language = preferredLanguage();
let word = wordsOf(language);
let state = 'signIn';

const requests = {
  signIn: () => ['api/session', { name: byId('name').value, password: byId('password').value }],
  setUp: () => ['api/set-up', { code: byId('code').value, name: byId('name').value, fullName: byId('full-name').value, password: byId('fresh').value }],
  change: () => ['api/session/password', { old: byId('password').value, new: byId('fresh').value }],
};

function draw() {
  document.documentElement.lang = language;
  document.title = word.title;
  for (const element of document.querySelectorAll('[data-word]')) element.textContent = word[element.dataset.word];
  for (const field of document.querySelectorAll('[data-for]')) {
    const shown = field.dataset.for.split(' ').includes(state);
    field.hidden = !shown;
    field.querySelector('input').required = shown && field.querySelector('input').id !== 'full-name';
  }
  byId('heading').textContent = word.enter[state].title;
  byId('hint').textContent = word.enter[state].hint;
  byId('go').textContent = word.enter[state].go;
  byId('language').textContent = word.otherLanguage;
  byId('language').lang = language === 'en' ? 'zh-CN' : 'en';
}

function show(session) {
  if (session.signedIn && !session.mustChangePassword) return location.replace('./');
  state = session.setUpNeeded ? 'setUp' : session.signedIn ? 'change' : 'signIn';
  draw();
  [...document.querySelectorAll('input')].find((input) => !input.closest('[hidden]') && !input.value)?.focus();
}

async function look() {
  show(await (await fetch('api/session')).json());
}

byId('form').addEventListener('submit', async (event) => {
  event.preventDefault();
  byId('problem').textContent = '';
  byId('go').disabled = true;
  try {
    const [path, body] = requests[state]();
    const answer = await fetch(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
    if (answer.ok) return await look();
    const problem = await answer.json().catch(() => ({}));
    byId('problem').textContent = word.enter.problems[answer.status]?.(answer.headers.get('Retry-After')) ?? problem.detail ?? String(answer.status);
  } catch {
    byId('problem').textContent = word.unreachable;
  } finally {
    byId('go').disabled = false;
  }
});

byId('language').addEventListener('click', () => {
  language = language === 'en' ? 'zh-CN' : 'en';
  word = wordsOf(language);
  remember(language);
  draw();
});

draw();
look().catch(() => { byId('problem').textContent = word.unreachable; });
