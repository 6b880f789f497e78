import type { Signal } from '@preact/signals';
import { useSignal } from '@preact/signals';
import { words } from '../words';
import type { Area } from './AreaPicker';

const number = '-?[0-9]+([.][0-9]+)?';

/** Circles and polygons by their coordinates: for whoever does not draw, or has them from a bulletin. */
export function AreaTyped({ area }: { area: Signal<Area> }) {
  const word = words.value.inArea;
  const circle = useSignal({ latitude: '', longitude: '', radius: '' });
  const text = useSignal('');
  const fault = useSignal('');
  const isCircle = Object.values(circle.value).every((value) => value.trim() !== '' && Number.isFinite(Number(value))) && Number(circle.value.radius) > 0;
  const addCircle = () => {
    const { latitude, longitude, radius } = circle.value;
    area.value = { ...area.value, circles: [...area.value.circles, { latitude: Number(latitude), longitude: Number(longitude), radiusKilometres: Number(radius) }] };
    circle.value = { latitude: '', longitude: '', radius: '' };
  };
  const addPolygon = () => {
    const corners = cornersOf(text.value);
    fault.value = corners ? '' : word.notCorners;
    if (!corners) return;
    area.value = { ...area.value, polygons: [...area.value.polygons, corners] };
    text.value = '';
  };
  return (
    <details>
      <summary>{word.typed}</summary>
      <fieldset>
        <legend>{word.circle}</legend>
        <div class="columns">
          {(['latitude', 'longitude', 'radius'] as const).map((name) => (
            <label key={name} class="field">{word[name]}<input inputMode="decimal" pattern={number} value={circle.value[name]} onInput={(change) => { circle.value = { ...circle.value, [name]: change.currentTarget.value }; }} /></label>
          ))}
        </div>
        <p><button type="button" class="plain" disabled={!isCircle} onClick={addCircle}>{word.addCircle}</button></p>
      </fieldset>
      <fieldset>
        <legend>{word.polygon}</legend>
        <label class="field">{word.corners}<textarea rows={4} placeholder={'33.49,112.37\n33.52,112.41\n33.47,112.44'} value={text.value} onInput={(change) => { text.value = change.currentTarget.value; }} /></label>
        {fault.value && <p class="notHeard" role="alert">{fault.value}</p>}
        <p><button type="button" class="plain" disabled={text.value.trim() === ''} onClick={addPolygon}>{word.addPolygon}</button></p>
      </fieldset>
    </details>
  );
}

/** Null for anything but three or more corners on the earth. */
export function cornersOf(text: string): [number, number][] | null {
  const corners = text.split('\n').map((line) => line.trim()).filter((line) => line !== '').map((line) => line.split(/[,，\s]+/).map(Number));
  return corners.length > 2 && corners.every((corner) => corner.length === 2 && Math.abs(corner[0]!) <= 90 && Math.abs(corner[1]!) <= 180) ? corners as [number, number][] : null;
}
