import { isLoaded, newestWarnings } from '../state/county';
import { href } from '../state/route';
import type { Warning } from '../types';
import { CountyCoverage } from '../ui/CountyCoverage';
import { CoverageBar, LevelBadge, Page, ScopeBadge } from '../ui/Parts';
import { clockTime } from '../ui/time';
import { words } from '../words';
import { noteOf } from '../words/notes';
import { Drafts } from './Drafts';
import { Reviews } from './Reviews';

export function Warnings() {
  const word = words.value;
  const all = newestWarnings.value;
  const live = all.filter((warning) => warning.state === 'live');
  const earlier = all.filter((warning) => warning.state !== 'live');
  return (
    <Page title={word.pages.warnings}>
      <CountyCoverage />
      <Reviews />
      <Drafts />
      {all.length === 0 && <p class="calm">{isLoaded.value ? word.noWarnings : word.loading}</p>}
      {live.length > 0 && (
        <section>
          <h2>{word.inForce}</h2>
          {live.map((warning) => <WarningCard key={warning.id} warning={warning} />)}
        </section>
      )}
      {earlier.length > 0 && (
        <section>
          <h2>{word.earlier}</h2>
          {earlier.map((warning) => <WarningCard key={warning.id} warning={warning} />)}
        </section>
      )}
    </Page>
  );
}

const count = (number: number) => number.toLocaleString(words.peek().tag);

export function WarningCard({ warning }: { warning: Warning }) {
  const word = words.value;
  return (
    <article class={`card ${warning.level} ${warning.state}`}>
      <p class="badges">
        <LevelBadge level={warning.level} /><ScopeBadge scope={warning.scope} /><span class="badge state">{word.warningStates[warning.state]}</span>
      </p>
      <h3 lang={warning.language || undefined}><a href={href('warnings', warning.id)}>{warning.headline || warning.event || warning.id}</a></h3>
      <p class="meta">
        {warning.area && <span>{warning.area}</span>}
        <span>{word.receivedAt(clockTime(warning.receivedAt))}</span>
        {warning.state === 'live' && warning.expiresAt && <span>{word.until(clockTime(warning.expiresAt))}</span>}
        <span class="code">{warning.id}</span>
      </p>
      {warning.state === 'stored' ? <p class="calm">{noteOf(warning.note)}</p> : <CoverageBar coverage={warning.coverage} />}
      {warning.told && warning.told.villages > 0 && <p class="told">{word.desk.told(warning.told.villagesTold, warning.told.villages)}{warning.told.people > 0 && ` · ${word.desk.toldPeople(count(warning.told.peopleTold), count(warning.told.people))}`}</p>}
    </article>
  );
}
