import { words } from '../words';

interface Props { contact: string | null; phone: string | null }

/** Whom to call: the number, where there is one, is a link that calls. */
export function Contact({ contact, phone }: Props) {
  const word = words.value.desk;
  if (!contact && !phone) return <span class="quiet">{word.noContact}</span>;
  if (!phone) return <span>{contact}</span>;
  const both = contact ? `${contact} ${phone}` : phone;
  return <a class="call" href={`tel:${phone.replaceAll('-', '')}`} aria-label={word.call(both)}><span aria-hidden="true">☎ </span>{both}</a>;
}
