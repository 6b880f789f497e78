import type { CountyCoverage as Coverage } from '../types';
import { may } from '../state/session';
import { words } from '../words';
import { now } from './time';
import { useFresh } from './useFresh';

/** How much of the county its loudspeakers cover right now, in one line; for the head of a page. */
export function CountyCoverage() {
  return may('GET /api/coverage') ? <CoverageLine /> : null;
}

function CoverageLine() {
  const { found } = useFresh<Coverage>('/api/coverage', () => now.value);
  const word = words.value.desk;
  const seen = found.value;
  if (!seen || seen.villages === 0) return null;
  return (
    <p class="calm county-coverage">
      {word.covered(seen.covered, seen.villages, percent(seen.covered, seen.villages))}
      {seen.people > 0 && ` ${word.peopleCovered(percent(seen.peopleCovered, seen.people))}`}
    </p>
  );
}

/** Never "100 %" while somebody is missing, never "0 %" while somebody is there. */
export function percent(part: number, whole: number): string {
  if (whole === 0) return '—';
  const share = (100 * part) / whole;
  return `${(part < whole ? Math.min(share, 99.9) : share).toFixed(share === 100 || share === 0 ? 0 : 1)} %`;
}
