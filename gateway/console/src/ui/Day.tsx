import { useSignal, useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import { get } from '../api';
import { boards } from '../state/county';
import type { Reading } from '../types';
import { language, words } from '../words';

/** What a board measured in the last 24 hours, drawn anew when something new has come. */
export function Day({ id }: { id: string }) {
  const readings = useSignal<Reading[]>([]);
  useSignalEffect(() => {
    void boards.value.get(id)?.rain?.at;
    void boards.value.get(id)?.stage?.at;
    get<Reading[]>(`/api/readings?board=${encodeURIComponent(id)}`).then((found) => { readings.value = found; }, () => { /* the link line says it */ });
  });
  const word = words.value;
  const rain = readings.value.filter((reading) => reading.kind === 'rain');
  const stage = readings.value.filter((reading) => reading.kind === 'stage');
  return (
    <>
      {rain.length > 1 && <Chart title={word.rainHeading} data={rainPerHour(rain)} bars />}
      {stage.length > 1 && <Chart title={word.stageHeading} data={[stage.map(seconds), stage.map((reading) => reading.value / 1000)]} />}
    </>
  );
}

function seconds(reading: Reading): number {
  return Date.parse(reading.at) / 1000;
}

const hourSeconds = 3600;

/** Rain comes as a counter in micrometres that only grows; its steps, gathered by the hour, are the rain. An hour without a step had none. */
function rainPerHour(rain: readonly Reading[]): uPlot.AlignedData {
  const hourOf = (reading: Reading) => Math.floor(seconds(reading) / hourSeconds) * hourSeconds;
  const first = hourOf(rain[0]!);
  const times = Array.from({ length: (hourOf(rain.at(-1)!) - first) / hourSeconds + 1 }, (_, hour) => first + hour * hourSeconds);
  const fallen = times.map(() => 0);
  for (let i = 1; i < rain.length; i++) {
    fallen[(hourOf(rain[i]!) - first) / hourSeconds]! += Math.max(0, rain[i]!.value - rain[i - 1]!.value) / 1000;
  }

  return [times, fallen];
}

const heightPixels = 180;
const daySeconds = 86_400;

function timeText(second: number, withDate: boolean): string {
  const parts: Intl.DateTimeFormatOptions = withDate ? { month: 'numeric', day: 'numeric', hour: '2-digit', minute: '2-digit', hour12: false } : { hour: '2-digit', minute: '2-digit', hour12: false };
  return new Date(second * 1000).toLocaleString(language.value, parts);
}

function Chart({ title, data, bars = false }: { title: string; data: uPlot.AlignedData; bars?: boolean }) {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | null>(null);
  const tag = language.value;
  useEffect(() => {
    const box = place.current!;     // the reference is gone before the last change of size is told
    const ink = getComputedStyle(box).color;
    const axis: uPlot.Axis = { stroke: ink, grid: { stroke: '#8884', width: 1 } };
    const times: uPlot.Axis = { ...axis, space: 70, values: (_, splits) => splits.map((second) => timeText(second, second % daySeconds === 0)) };
    const series: uPlot.Series = { label: title, stroke: '#2878d0', width: 2, fill: bars ? '#2878d088' : undefined, paths: bars ? uPlot.paths.bars!({ size: [0.8, 60] }) : undefined, points: { show: false } };
    // A bar stands for the hour that begins at its time, so the scale reaches half an hour beyond both ends.
    const scales: uPlot.Scales = bars ? { x: { range: (made) => [made.data[0][0]! - hourSeconds / 2, made.data[0].at(-1)! + hourSeconds / 2] }, y: { range: (_, __, most) => [0, Math.max(1, most * 1.1)] } } : {};
    const legend: uPlot.Series = { label: words.value.when, value: (_, second) => (second === null ? '' : timeText(second, true)) };
    const made = new uPlot({ width: box.clientWidth, height: heightPixels, scales, series: [legend, series], axes: [times, axis], legend: { show: true } }, data, box);
    chart.current = made;
    const watch = new ResizeObserver(() => { made.setSize({ width: box.clientWidth, height: heightPixels }); });
    watch.observe(box);
    return () => {
      watch.disconnect();
      made.destroy();
    };
  }, [title, bars, tag]);
  useEffect(() => { chart.current?.setData(data); }, [data]);
  return <figure><figcaption>{title}</figcaption><div ref={place} /></figure>;
}
