import { mostSignatures, readSignatures, signedColours, writeSignatures, type SignedColour, type Step } from '../../state/signatures';
import { words } from '../../words';
import { LevelBadge } from '../../ui/Parts';

interface Props { id: string; value: string; disabled: boolean; describedBy: string; set: (value: string) => void }

/** How many others sign before a warning goes out: a row for each share of the county, by colour. */
export function SignaturesTable({ id, value, disabled, describedBy, set }: Props) {
  const table = readSignatures(value);
  const word = words.value.settings.signatures;
  const change = (colour: SignedColour, steps: readonly Step[]) => set(writeSignatures({ ...table, [colour]: steps }));
  return (
    <table class="rows signatures" id={id} aria-describedby={describedBy}>
      <thead><tr><th>{word.colour}</th><th>{word.share}</th><th>{word.others}</th></tr></thead>
      {signedColours.map((colour) => (
        <tbody key={colour}>
          {table[colour].map((_, at) => <StepRow key={at} colour={colour} steps={table[colour]} at={at} disabled={disabled} change={(steps) => change(colour, steps)} />)}
        </tbody>
      ))}
    </table>
  );
}

interface RowProps { colour: SignedColour; steps: readonly Step[]; at: number; disabled: boolean; change: (steps: readonly Step[]) => void }

function StepRow({ colour, steps, at, disabled, change }: RowProps) {
  const word = words.value.settings.signatures;
  const level = words.value.levels[colour];
  const step = steps[at]!;
  const isLast = at === steps.length - 1;
  const before = at === 0 ? 0 : steps[at - 1]!.percent ?? 0;
  const put = (changed: Partial<Step>) => change(steps.map((one, index) => (index === at ? { ...one, ...changed } : one)));
  const split = () => change([...steps.slice(0, at), { percent: Math.round((before + 100) / 2), signatures: Math.max(0, step.signatures - 1) }, step]);
  return (
    <tr>
      {at === 0 && <th scope="rowgroup" rowSpan={steps.length}><LevelBadge level={colour} /></th>}
      <td>
        {isLast
          ? <span class="step">{steps.length === 1 ? word.everywhere : word.beyond(String(before))}{!disabled && <button type="button" class="plain" aria-label={`${level}: ${word.split}`} onClick={split}>{word.split}</button>}</span>
          : (
            <span class="step">
              <label>{word.upTo} <input type="number" min={before + 1} max={99} step="any" disabled={disabled} aria-label={`${level}: ${word.upTo} (%)`} value={step.percent ?? ''} onInput={(typed) => put({ percent: typed.currentTarget.value === '' ? null : typed.currentTarget.valueAsNumber })} /> %</label>
              {!disabled && <button type="button" class="plain" aria-label={`${level} ${word.upTo} ${step.percent ?? ''}%: ${word.remove}`} onClick={() => change(steps.filter((_, index) => index !== at))}>{word.remove}</button>}
            </span>
          )}
      </td>
      <td>
        <select disabled={disabled} aria-label={`${level} ${isLast ? word.beyond(String(before)) : `${word.upTo} ${step.percent ?? ''}%`}: ${word.others}`} value={String(step.signatures)} onChange={(chosen) => put({ signatures: Number(chosen.currentTarget.value) })}>
          {Array.from({ length: mostSignatures + 1 }, (_, count) => <option key={count} value={String(count)}>{word.count(count)}</option>)}
        </select>
      </td>
    </tr>
  );
}
