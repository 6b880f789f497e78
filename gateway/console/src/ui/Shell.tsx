import type { ComponentChildren } from 'preact';
import { health } from '../state/county';
import { remembered } from '../state/kept';
import { lastNews, linkState } from '../state/live';
import { href, route } from '../state/route';
import { may, session, signOut } from '../state/session';
import { isOutdated } from '../state/shell';
import { switchLanguage, words } from '../words';
import { Dialogs } from './ask';
import { Sign } from './Parts';
import { StopAllLine } from './StopAllLine';
import { clockTime, now } from './time';

export type PageName = 'map' | 'warnings' | 'boards' | 'programmes' | 'people' | 'audit' | 'settings';

/** Each page, and the request that one must be allowed to see anything on it. */
const pages: readonly (readonly [PageName, string])[] = [
  ['map', 'GET /api/boards'], ['warnings', 'GET /api/warnings'], ['boards', 'GET /api/boards'], ['programmes', 'GET /api/programmes'],
  ['people', 'GET /api/people'], ['audit', 'GET /api/audit'], ['settings', 'GET /api/settings'],
];

/** Where somebody begins: a reporter has no map. */
export function home(): PageName {
  return pages.find(([, request]) => may(request))?.[0] ?? 'map';
}

export function Shell({ children }: { children: ComponentChildren }) {
  const word = words.value;
  const here = route.value[0] ?? home();
  const isIn = session.value?.signedIn;
  return (
    <>
      <a class="skip" href="#content" onClick={(event) => { event.preventDefault(); document.getElementById('content')?.focus(); }}>{word.skip}</a>
      <header class="top">
        <a class="name" href={href(home())}>{word.title}</a>
        {isIn && <LinkLine />}
        {isIn && <HealthLine />}
        {isIn && <StopAllLine />}
        {isIn && <span class="calm who">{session.value?.fullName ?? session.value?.name}</span>}
        {isIn && <button class="plain" onClick={() => { void signOut(); }}>{word.signOut}</button>}
        <button class="plain" lang={word.tag === 'en' ? 'zh-CN' : 'en'} onClick={switchLanguage}>{word.otherLanguage}</button>
      </header>
      {isIn && <nav aria-label={word.title}>
        {may('POST /api/drafts') && <a class="button danger-button" href={href('compose')} aria-current={here === 'compose' ? 'page' : undefined}>{word.compose}</a>}
        <ul>
          {pages.filter(([, request]) => may(request)).map(([page]) => (
            <li key={page}><a href={href(page)} aria-current={here === page ? 'page' : undefined}>{word.pages[page]}</a></li>
          ))}
        </ul>
      </nav>}
      <main id="content" tabIndex={-1}>{(isIn || !session.value) && <AwayLine />}{children}</main>
      <Dialogs />
    </>
  );
}

function LinkLine() {
  const word = words.value.link;
  const state = linkState.value;
  return (
    <p class={`line ${state}`} role="status">
      <Sign>{state === 'live' ? '●' : state === 'lost' ? '✕' : '○'}</Sign>{state === 'lost' ? word.lost(clockTime(lastNews.value, true)) : word[state]}
    </p>
  );
}

function HealthLine() {
  const word = words.value.health;
  const seen = linkState.value === 'lost' ? null : health.value;   // what it said before is no answer now
  const state = linkState.value === 'lost' ? 'unknown' : !seen ? 'connecting' : !seen.ableToWarn ? 'unable' : seen.faults.length > 0 ? 'degraded' : 'ready';
  return (
    <p class={`line ${state}`} title={seen?.faults.join('; ')}>
      <Sign>{state === 'ready' ? '✓' : state === 'connecting' || state === 'unknown' ? '○' : '!'}</Sign>{word[state]}
    </p>
  );
}

// A gateway that restarts is back within this.
const briefMilliseconds = 8_000;

/** Says large that nothing here is live, and of when it is. */
function AwayLine() {
  const word = words.value.link;
  const isLost = linkState.value === 'lost';
  const since = isLost ? lastNews.value : null;   // while there is news, none of it draws this anew
  const isAway = isLost && (remembered.value !== null || !since || now.value - since.getTime() > briefMilliseconds);
  return (
    <>
      {isAway && <p class="away" role="alert"><Sign>✕</Sign><strong>{since ? word.away(clockTime(since)) : word.awayYet}</strong> {since && word.awayMeans}</p>}
      {isOutdated.value && <p class="away outdated" role="status">{word.outdated} <button onClick={() => location.reload()}>{word.reload}</button></p>}
    </>
  );
}
