import type { Signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { words } from '../words';

/** As many rows of a long list as are drawn without being felt. */
export const rowsAtOnce = 60;

/** The end of a list of which more is to come: whoever scrolls here, or presses the button, sees it. */
export function More({ shown, all }: { shown: Signal<number>; all: number }) {
  const place = useRef<HTMLButtonElement>(null);
  const more = () => { shown.value += rowsAtOnce; };
  const isMore = all > shown.value;
  useEffect(() => {
    if (!place.current) return undefined;
    const watch = new IntersectionObserver((seen) => { if (seen.some((one) => one.isIntersecting)) more(); }, { rootMargin: '300px' });
    watch.observe(place.current);
    return () => watch.disconnect();
  }, [isMore, shown.value]);
  return isMore ? <button ref={place} type="button" class="plain more" onClick={more}>{words.value.onMap.more(all - shown.value)}</button> : null;
}
