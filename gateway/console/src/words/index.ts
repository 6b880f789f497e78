import { computed, effect, signal } from '@preact/signals';
import { en } from './en';
import { zh, type Words } from './zh';

export type Language = 'zh-CN' | 'en';

const languages: Record<Language, Words> = { 'zh-CN': zh, 'en': en };
const kept = 'language';

/** The language asked for in the address, else the one chosen before, else the first of the browser's that we speak, else Chinese. */
function preferred(): Language {
  const asked = new URLSearchParams(location.search).get('lang');
  if (asked) return /^zh/i.test(asked) ? 'zh-CN' : 'en';
  try {
    const chosen = localStorage.getItem(kept);
    if (chosen === 'zh-CN' || chosen === 'en') return chosen;
  } catch { /* a browser that keeps nothing still has a language */ }
  const wanted = navigator.languages.find((tag) => /^(zh|en)/i.test(tag)) ?? 'zh-CN';
  return /^zh/i.test(wanted) ? 'zh-CN' : 'en';
}

export const language = signal<Language>(preferred());

/** Every word of the page, in the reader's language. */
export const words = computed(() => languages[language.value]);

effect(() => {
  document.documentElement.lang = language.value;
  document.title = words.value.title;
});

export function switchLanguage(): void {
  language.value = language.value === 'en' ? 'zh-CN' : 'en';
  try {
    localStorage.setItem(kept, language.value);
  } catch { /* it is switched all the same */ }
}
