import { stopSeen } from '../state/county';
import { href, route } from '../state/route';
import { may } from '../state/session';
import type { StopAll } from '../types';
import { words } from '../words';
import { now } from './time';
import { useFresh } from './useFresh';

/** On every page: the way to the big stop, and, while one is in force, that it is and how far it is proved. */
export function StopAllLine() {
  return may('GET /api/stop-all') ? <Line /> : null;
}

function Line() {
  const { found } = useFresh<StopAll>('/api/stop-all', () => [stopSeen.value, now.value]);
  const word = words.value.desk;
  const seen = found.value;
  const isHere = route.value[0] === 'stop-all';
  if (seen?.isInForce) return <a class="button stopped" href={href('stop-all')} aria-current={isHere ? 'page' : undefined}>{seen.isProved ? word.inForceProved : word.inForce(seen.quiet, seen.boards.length)}</a>;
  return may('POST /api/stop-all') ? <a class="button plain-danger" href={href('stop-all')} aria-current={isHere ? 'page' : undefined}>{word.stopAll}</a> : null;
}
