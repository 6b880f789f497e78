// The console's shell for when the gateway does not answer: pages and scripts, nothing else. The gateway's own answers are never kept here;
// what the page shows of earlier it keeps itself, with its age (state/kept.ts). The build writes in which files there are (vite.config.ts).
const version = 'e994ec9a37f1';
const files = {
  "console.js": "e8bafef643575bc42d0743077f9fa0534fca3a39046f597f864d612a26899548",
  "icon.svg": "4f21882b137f5ea0f4253e0417b72d136392b3c5fa7e7a76e3e5b08916efbd02",
  "index.css": "598ca9de5ca6ef7b584bd15a107d971c29e0cc0e7a68263c6696a5cef522cae0",
  "index.html": "4c010a2445f4b1b7fc5dc532af0d5b2cfea93f50a8278f7a2d798fe720f0206a",
  "layers-2x.png": "066daca850d8ffbef007af00b06eac0015728dee279c51f3cb6c716df7c42edf",
  "layers.png": "1dbbe9d028e292f36fcba8f8b3a28d5e8932754fc2215b9ac69e4cdecf5107c6",
  "marker-icon.png": "574c3a5cca85f4114085b6841596d62f00d7c892c7b03f28cbfa301deb1dc437"
};
const cacheName = `shell-${version}`;
const patienceMilliseconds = 3_000;

self.addEventListener('install', (event) => {
  event.waitUntil(fill().then(() => self.skipWaiting()));
});

self.addEventListener('activate', (event) => {
  event.waitUntil(forgetOlder().then(() => self.clients.claim()));
});

self.addEventListener('fetch', (event) => {
  const name = nameOf(event.request);
  if (name in files) event.respondWith(newest(event.request, name));
});

function nameOf(request) {
  const url = new URL(request.url);
  return request.method === 'GET' && url.origin === self.location.origin ? url.pathname.slice(1) || 'index.html' : '';
}

/** All files of one build or none: what does not fit its seal belongs to another build, whose own worker will come. */
async function fill() {
  const cache = await caches.open(cacheName);
  await Promise.all(Object.entries(files).map(async ([name, seal]) => {
    const answer = await fetch(name === 'index.html' ? './' : name, { cache: 'no-cache' });
    const found = await sealOf(await answer.clone().arrayBuffer());
    if (!answer.ok || found !== seal) throw new Error(`${name} is of another build`);
    await cache.put(name, answer);
  }));
}

async function sealOf(bytes) {
  return [...new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

async function forgetOlder() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== cacheName).map((name) => caches.delete(name)));
}

/** The gateway's file whenever it answers, so that a new gateway never meets an old page; the kept one when it does not. */
async function newest(request, name) {
  const kept = await (await caches.open(cacheName)).match(name);
  const asked = fetch(request);
  if (!kept) return asked;
  asked.catch(() => { /* told by the race */ });
  try {
    const answer = await Promise.race([asked, new Promise((_, giveUp) => { setTimeout(() => giveUp(new Error('too slow')), patienceMilliseconds); })]);
    return answer.ok ? answer : kept;
  } catch {
    return kept;
  }
}
