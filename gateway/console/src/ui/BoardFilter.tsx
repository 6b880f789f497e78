import { type Signal, useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { boardsByVillage } from '../state/county';
import { divisions, loadPlaces, townships } from '../state/places';
import type { Board } from '../types';
import { words } from '../words';

/** What somebody looks for among the boards: words, a kind, a township. */
interface Sought {
  readonly words: Signal<string>;
  readonly kind: Signal<string>;
  readonly township: Signal<string>;
}

/** The boards that fit what is sought, and what <BoardFilter> needs to let somebody seek. */
export function useBoardFilter(): { readonly sought: Sought; readonly fitting: Board[] } {
  const sought = { words: useSignal(''), kind: useSignal(''), township: useSignal('') };
  useEffect(() => { if (divisions.value.length === 0) loadPlaces().catch(() => { /* the list works without names of townships */ }); }, []);
  const text = sought.words.value.trim().toLowerCase();
  const fits = (board: Board) => board.kind.includes(sought.kind.value) && board.village.startsWith(sought.township.value)
    && [board.id, board.village, board.villageName].some((one) => one.toLowerCase().includes(text));
  return { sought, fitting: boardsByVillage.value.filter(fits) };
}

/** The fields to seek boards by; a page adds its own behind them. */
export function BoardFilter({ sought, children }: { sought: Sought; children?: ComponentChildren }) {
  const word = words.value;
  const kinds = [...new Set(boardsByVillage.value.map((board) => board.kind))].sort();
  return (
    <form class="filters" role="search" onSubmit={(event) => event.preventDefault()}>
      <label>{word.filter} <input type="search" value={sought.words.value} onInput={(event) => { sought.words.value = event.currentTarget.value; }} /></label>
      <label>{word.ofBoards.kindOf} <select value={sought.kind.value} onChange={(event) => { sought.kind.value = event.currentTarget.value; }}>
        <option value="">{word.ofBoards.allKinds}</option>
        {kinds.map((one) => <option key={one} value={one}>{word.kinds[one]}</option>)}
      </select></label>
      {townships.value.length > 1 && (
        <label>{word.ofBoards.townshipOf} <select value={sought.township.value} onChange={(event) => { sought.township.value = event.currentTarget.value; }}>
          <option value="">{word.ofBoards.allTownships}</option>
          {townships.value.map((one) => <option key={one.code} value={one.code}>{one.name}</option>)}
        </select></label>
      )}
      {children}
    </form>
  );
}
