import type { ComponentChildren } from 'preact';
import type { Coverage, CoverageKind, Level, Scope } from '../types';
import { words } from '../words';
import { coverageSign } from './signs';

/** Nothing for what has no level: a message that cancels sounds nothing. */
export function LevelBadge({ level }: { level: Level }) {
  return level === 'none' ? null : <span class={`badge level ${level}`}>{words.value.levels[level]}</span>;
}

/** Nothing for a real warning: a badge that is always there is not read. */
export function ScopeBadge({ scope }: { scope: Scope }) {
  return scope === 'actual' ? null : <span class={`badge scope ${scope}`}>{words.value.scopes[scope]}</span>;
}

export function Sign({ children }: { children: string }) {
  return <span class="sign" aria-hidden="true">{children}</span>;
}

const shown: readonly CoverageKind[] = ['heard', 'notHeard', 'cannotTell', 'silent', 'waiting'];

/** Who heard it, in numbers and as a bar. */
export function CoverageBar({ coverage }: { coverage: Coverage }) {
  const word = words.value;
  if (coverage.targeted === 0) return <p class="calm">{word.noTargets}</p>;
  const kinds = shown.filter((kind) => coverage[kind] > 0 || kind === 'heard');
  return (
    <div class="coverage">
      <svg class="bar" viewBox={`0 0 ${coverage.targeted} 1`} preserveAspectRatio="none" aria-hidden="true">
        {bars(coverage)}
      </svg>
      <ul>
        {kinds.map((kind) => (
          <li key={kind} class={coverage[kind] > 0 ? kind : 'quiet'}>
            <Sign>{coverageSign[kind]}</Sign><strong>{coverage[kind]}</strong> {word.coverage[kind]}
          </li>
        ))}
        <li class="quiet">/ {word.targeted(coverage.targeted)}</li>
      </ul>
    </div>
  );
}

function bars(coverage: Coverage) {
  let from = 0;
  return shown.filter((kind) => coverage[kind] > 0).map((kind) => {
    const bar = <rect key={kind} class={kind} x={from} y={0} width={coverage[kind]} height={1} />;
    from += coverage[kind];
    return bar;
  });
}

export function Page({ title, actions, children }: { title: string; actions?: ComponentChildren; children: ComponentChildren }) {
  return (
    <>
      <header class="page-head"><h1>{title}</h1>{actions}</header>
      {children}
    </>
  );
}
