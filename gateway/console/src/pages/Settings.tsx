import { href, route } from '../state/route';
import { Page } from '../ui/Parts';
import { words } from '../words';
import { ChoicesPart } from './settings/ChoicesPart';
import { LexiconPart } from './settings/LexiconPart';
import { PlacesPart } from './settings/PlacesPart';
import { TextsPart } from './settings/TextsPart';

const parts = ['office', 'issuing', 'sound', 'texts', 'voice', 'places', 'map'] as const;

/** What this office has chosen, one part at a time. */
export function Settings() {
  const word = words.value;
  const part = parts.find((one) => one === route.value[1]) ?? 'office';
  return (
    <Page title={word.pages.settings}>
      <ul class="tabs" aria-label={word.pages.settings}>
        {parts.map((one) => <li key={one}><a href={href('settings', one)} aria-current={one === part ? 'page' : undefined}>{word.settings.parts[one]}</a></li>)}
      </ul>
      <h2>{word.settings.parts[part]}</h2>
      <p class="calm">{word.settings.about[part]}</p>
      {part === 'texts' ? <TextsPart /> : part === 'voice' ? <LexiconPart /> : part === 'places' ? <PlacesPart /> : <ChoicesPart key={part} part={part} />}
    </Page>
  );
}
