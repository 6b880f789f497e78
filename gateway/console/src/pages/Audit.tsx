import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { get } from '../api';
import type { AuditRow, AuditVerdict } from '../types';
import { tell } from '../ui/ask';
import { Page, Sign } from '../ui/Parts';
import { clockTime } from '../ui/time';
import { words } from '../words';
import { actOf, actorOf, detailOf, subjectOf } from '../words/acts';

const pageRows = 100;

/** Who did what and when, and whether anyone has changed the past. */
export function Audit() {
  const rows = useSignal<AuditRow[]>([]);
  const verdict = useSignal<AuditVerdict | null>(null);
  const more = () => tell(async () => {
    const last = rows.value.at(-1);
    rows.value = [...rows.value, ...await get<AuditRow[]>(`/api/audit?limit=${pageRows}${last ? `&below=${last.id}` : ''}`)];
    return '';
  });
  useEffect(() => {
    void more();
    void tell(async () => { verdict.value = await get<AuditVerdict>('/api/audit/verdict'); return ''; });
  }, []);
  const word = words.value;
  const seen = verdict.value;
  return (
    <Page title={word.pages.audit}>
      {seen && <p role="status" class={seen.whole ? 'heard' : 'notHeard'}><Sign>{seen.whole ? '✓' : '✕'}</Sign>{seen.whole ? word.auditWhole(seen.rows) : word.auditBroken(seen.problem ?? '')}</p>}
      <table class="rows">
        <thead><tr><th>{word.when}</th><th>{word.who}</th><th>{word.act}</th><th>{word.subject}</th><th>{word.detail}</th></tr></thead>
        <tbody>
          {rows.value.map((row) => (
            <tr key={row.id}>
              <th scope="row">{clockTime(row.at, true)}</th><td>{actorOf(row.who)} <small>{row.origin}</small></td><td class="act" title={row.act}>{actOf(row.act)}</td><td class="anything">{word.settings.names[row.subject] ?? subjectOf(row.subject)}</td><td class="anything">{detailOf(row.act, row.detail)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows.value.length > 0 && rows.value.at(-1)!.id > 1 && <button class="plain" onClick={() => { void more(); }}>{word.more}</button>}
    </Page>
  );
}
