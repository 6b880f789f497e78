import type { Level } from '../types';

/** The colours that need signatures, the worst first. */
export const signedColours = ['red', 'orange', 'yellow', 'blue'] as const satisfies readonly Level[];

export type SignedColour = typeof signedColours[number];

/** Up to this share of the county so many others sign; the last step of a colour reaches all of it. Null: something was typed that is no number. */
export interface Step { percent: number | null; signatures: number }

/** How many others sign, by colour and share of the county. */
export type Signatures = Record<SignedColour, readonly Step[]>;

/** As the gateway checks it: more than three make nobody safer. */
export const mostSignatures = 3;

/** Reads "blue 0.1:0 1:1, red 1:1"; a colour that is missing asks for one signature everywhere. */
export function readSignatures(text: string): Signatures {
  const rows = new Map(text.split(',').map((row) => row.trim().split(/\s+/)).map(([colour = '', ...steps]) => [colour, steps.map(stepOf)]));
  const of = (colour: SignedColour) => rows.get(colour) ?? [{ percent: 100, signatures: 1 }];
  return { red: of('red'), orange: of('orange'), yellow: of('yellow'), blue: of('blue') };
}

/** As the configuration writes it, colours from the mildest on as in its default. */
export function writeSignatures(table: Signatures): string {
  return [...signedColours].reverse().map((colour) => `${colour} ${table[colour].map((step) => `${shareOf(step.percent)}:${step.signatures}`).join(' ')}`).join(', ');
}

function stepOf(step: string): Step {
  const [share, signatures] = step.split(':').map(Number);
  return { percent: Number(((share ?? 1) * 100).toFixed(6)), signatures: signatures ?? 1 };
}

/** What is no number is left for the gateway to refuse. */
function shareOf(percent: number | null): string {
  return percent === null ? '?' : String(Number((percent / 100).toFixed(8)));
}
