import { signal } from '@preact/signals';
import { get } from '../api';
import type { OfficeSettings } from '../types';
import { language } from '../words';
import { hear } from './live';

/** Counts up whenever somebody has changed a setting or a text, and when news may have been missed. */
export const choicesSeen = signal(0);

for (const kind of ['settings', 'reset']) hear(kind, () => { choicesSeen.value++; });

/** The languages that a new warning begins with: the office's, else that of this console. Whoever cannot ask can still warn. */
export async function officeLanguages(): Promise<string[]> {
  const chosen = await get<OfficeSettings>('/api/settings').then((seen) => seen.settings['Texts:Languages']?.value ?? '', () => '');
  const tags = chosen.split(',').map((tag) => tag.trim()).filter(Boolean);
  return tags.length > 0 ? tags : [language.value];
}
