import { signal } from '@preact/signals';
import { hear } from './live';

/** Counts up whenever somebody has changed a setting or a text, and when news may have been missed. */
export const choicesSeen = signal(0);

for (const kind of ['settings', 'reset']) hear(kind, () => { choicesSeen.value++; });
