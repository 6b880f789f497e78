import { computed, signal } from '@preact/signals';

// The part of the address behind '#': a page survives a reload, works offline, and the gateway need not know the pages.
const path = signal(location.hash);

const seen = 'seen';
history.replaceState(seen, '');
window.addEventListener('hashchange', () => {
  path.value = location.hash;
  if (history.state !== seen) scrollTo(0, 0);   // a new page begins at its top; one that somebody comes back to stands where the browser puts it
  history.replaceState(seen, '');
});

/** "#/warnings/W-1" is ['warnings', 'W-1']. */
export const route = computed(() => path.value.replace(/^#\/?/, '').split('/').filter(Boolean).map(decodeURIComponent));

export function href(...parts: string[]): string {
  return `#/${parts.map(encodeURIComponent).join('/')}`;
}

export function go(...parts: string[]): void {
  location.hash = href(...parts);
}
