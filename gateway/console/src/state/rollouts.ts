import { signal } from '@preact/signals';
import { get } from '../api';
import type { Rollout } from '../types';

/** Changes of many boards, the newest first. */
export const rollouts = signal<readonly Rollout[]>([]);

export const loadRollouts = () => get<Rollout[]>('/api/rollouts').then((found) => { rollouts.value = found; });

/** Something of it is still to come by itself. */
export function isUnderWay(rollout: Rollout): boolean {
  return rollout.boards.some((board) => board.state === 'wanted' || board.state === 'ordered') || rollout.boards.some((board) => board.state === 'held') && !isStuck(rollout);
}

/** Boards wait, and nothing happens before somebody decides: no more of them have kept it than have not. */
export function isStuck(rollout: Rollout): boolean {
  const count = (...states: string[]) => rollout.boards.filter((board) => states.includes(board.state)).length;
  return count('held') > 0 && count('wanted', 'ordered') === 0 && count('done') <= count('refused', 'rolled-back', 'failed');
}

/** Assemblies as a board loads them: each behind its length in 4 bytes, little end first, the program last. */
export function packApplication(assemblies: readonly ArrayBuffer[]): Blob {
  const parts = assemblies.flatMap((assembly) => {
    const length = new DataView(new ArrayBuffer(4));
    length.setInt32(0, assembly.byteLength, true);
    return [length.buffer, assembly];
  });
  return new Blob(parts, { type: 'application/octet-stream' });
}
