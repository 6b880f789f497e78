import { effect, signal } from '@preact/signals';
import { linkState } from './live';
import { route } from './route';

/** The gateway brings a newer console than this page is. */
export const isOutdated = signal(false);

/** Lets a worker keep the shell of this page. Browsers allow it over https and on the gateway's own machine only; elsewhere the console works while the gateway answers. */
export function keepShell(): void {
  if (!('serviceWorker' in navigator) || !import.meta.env.PROD) return;
  const hadWorker = navigator.serviceWorker.controller !== null;
  navigator.serviceWorker.addEventListener('controllerchange', () => { if (hadWorker) renew(); });
  void navigator.serviceWorker.register('worker.js').then((registration?: ServiceWorkerRegistration) => {
    effect(() => { if (linkState.value === 'live') void registration?.update().catch(() => { /* the gateway is away again */ }); });
  }, () => { /* a browser that allows no worker: the console works while the gateway answers */ });
}

/** A screen that nobody types at takes the new console at once; whoever works is asked. */
function renew(): void {
  if (document.hidden || (route.value[0] ?? 'map') === 'map') location.reload();
  else isOutdated.value = true;
}
