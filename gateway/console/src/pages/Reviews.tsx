import { stepsSeen } from '../state/county';
import { href } from '../state/route';
import { may } from '../state/session';
import type { ReviewDue } from '../types';
import { Sign } from '../ui/Parts';
import { clockTime, now } from '../ui/time';
import { useFresh } from '../ui/useFresh';
import { words } from '../words';

/** Warnings that went out on the fast path and wait for somebody to look at them. */
export function Reviews() {
  return may('GET /api/reviews') ? <Waiting /> : null;
}

function Waiting() {
  const { found } = useFresh<ReviewDue[]>('/api/reviews', () => [stepsSeen.value, now.value]);
  const word = words.value.desk;
  const due = found.value ?? [];
  if (due.length === 0) return null;
  return (
    <section>
      <h2>{word.reviewsHeading}</h2>
      <ul class="reviews">
        {due.map((one) => (
          <li key={one.warning}>
            <a href={href('report', one.warning)}>{one.headline}</a> <span>{word.fastPathBy(one.who, clockTime(one.issuedAt))}</span> {one.reason && <span>{one.reason}</span>}
            <span class={one.isOverdue ? 'notHeard' : 'quiet'}>{one.isOverdue && <Sign>!</Sign>}{word.dueAt(clockTime(one.dueAt))}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
