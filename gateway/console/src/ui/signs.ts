import type { BoardState, CoverageKind } from '../types';

/** A sign for every state, because colour alone is not seen by everybody. */
export const coverageSign: Record<CoverageKind, string> = { heard: '✓', notHeard: '✕', cannotTell: '?', silent: '⌀', waiting: '…' };

export const boardSign: Record<BoardState, string> = { online: '●', new: '○', silent: '⌀', lost: '✕' };

/** What needs a person first. */
export const worstFirst: readonly CoverageKind[] = ['notHeard', 'silent', 'cannotTell', 'waiting', 'heard'];
