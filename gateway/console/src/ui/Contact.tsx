import { words } from '../words';

/** Whom to call, as a link that calls when there is a number in it. */
export function Contact({ contact }: { contact: string | null }) {
  const word = words.value.desk;
  if (!contact) return <span class="quiet">{word.noContact}</span>;
  const number = /\+?\d[\d\s-]{4,}\d/.exec(contact)?.[0].replace(/[\s-]/g, '');
  return number ? <a class="call" href={`tel:${number}`} aria-label={word.call(contact)}><span aria-hidden="true">☎ </span>{contact}</a> : <span>{contact}</span>;
}
