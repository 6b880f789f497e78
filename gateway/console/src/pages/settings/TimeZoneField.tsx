import { now } from '../../ui/time';
import { language, words } from '../../words';

interface Props { id: string; value: string; disabled: boolean; describedBy: string; isInvalid: boolean; set: (value: string) => void }

/** A time zone by its name, and what its clock shows now: who sees the wrong hour sees the wrong zone. */
export function TimeZoneField({ id, value, disabled, describedBy, isInvalid, set }: Props) {
  const time = timeIn(value);
  return (
    <>
      <input id={id} list={`${id}-zones`} value={value} disabled={disabled} aria-invalid={isInvalid} aria-describedby={describedBy} autocomplete="off" onInput={(typed) => set(typed.currentTarget.value)} />
      <datalist id={`${id}-zones`}>{Intl.supportedValuesOf('timeZone').map((zone) => <option key={zone} value={zone} />)}</datalist>
      {time && <output for={id}>{words.value.settings.timeThere(time)}</output>}
    </>
  );
}

function timeIn(zone: string): string | null {
  try {
    return new Intl.DateTimeFormat(language.value, { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23', weekday: 'long' }).format(now.value);
  } catch {
    return null;    // not a zone, or not yet one
  }
}
