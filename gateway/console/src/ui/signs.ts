import type { BoardState, CoverageKind, DeliveryState, QuietProof } from '../types';

/** A sign for every state, because colour alone is not seen by everybody. */
export const coverageSign: Record<CoverageKind, string> = { heard: '✓', notHeard: '✕', cannotTell: '?', silent: '⌀', waiting: '…' };

export const boardSign: Record<BoardState, string> = { online: '●', new: '○', silent: '⌀', lost: '✕' };

export const deliverySign: Record<DeliveryState, string> = {
  notHeard: '✕', refused: '⊘', silent: '⌀', noLoudspeaker: '∅', cannotTell: '?', notOrdered: '–', held: '‖', sent: '→', received: '↓', playing: '♪', heard: '✓',
};

/** What needs a person first. */
export const worstFirst: readonly CoverageKind[] = ['notHeard', 'silent', 'cannotTell', 'waiting', 'heard'];

export const quietSign: Record<QuietProof, string> = { stillSounding: '♪', refused: '⊘', silent: '⌀', waiting: '…', quiet: '✓' };
