import { useSignal, useSignalEffect, type Signal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { get } from '../api';
import { whyOf } from './ask';

/** However much happens, the gateway is asked no more often than this. */
const pauseMilliseconds = 300;

/**
 * What the gateway answers to a GET, asked again whenever a signal that `news` reads changes: at once, or as soon as the answer before is here and a moment has passed.
 * The fault is why there is no answer; the last one stays.
 */
export function useFresh<T>(path: string, news: () => unknown): { found: Signal<T | null>; fault: Signal<string> } {
  const found = useSignal<T | null>(null);
  const fault = useSignal('');
  const turn = useRef({ isBusy: false, isWanted: false });
  const ask = () => {
    if (turn.current.isBusy) {
      turn.current.isWanted = true;
      return;
    }

    turn.current = { isBusy: true, isWanted: false };
    get<T>(path)
      .then((answer) => { found.value = answer; fault.value = ''; }, (why: unknown) => { fault.value = whyOf(why); })
      .finally(() => setTimeout(() => {
        turn.current.isBusy = false;
        if (turn.current.isWanted) ask();
      }, pauseMilliseconds));
  };
  useSignalEffect(() => {
    news();
    ask();
  });
  return { found, fault };
}
