import { useSignal, useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import { get } from '../api';
import { boards } from '../state/county';
import type { Reading } from '../types';
import { words } from '../words';

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

/** Rain comes as a counter in micrometres that only grows; its steps, gathered by the hour, are the rain. */
function rainPerHour(rain: readonly Reading[]): uPlot.AlignedData {
  const hours = new Map<number, number>();
  for (let i = 1; i < rain.length; i++) {
    const hour = Math.floor(seconds(rain[i]!) / 3600) * 3600;
    hours.set(hour, (hours.get(hour) ?? 0) + Math.max(0, rain[i]!.value - rain[i - 1]!.value) / 1000);
  }

  const times = [...hours.keys()].sort((a, b) => a - b);
  return [times, times.map((hour) => hours.get(hour)!)];
}

const heightPixels = 180;

function Chart({ title, data, bars = false }: { title: string; data: uPlot.AlignedData; bars?: boolean }) {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | null>(null);
  useEffect(() => {
    const box = place.current!;     // the reference is gone before the last change of size is told
    const ink = getComputedStyle(box).color;
    const axis: uPlot.Axis = { stroke: ink, grid: { stroke: '#8884', width: 1 } };
    const series: uPlot.Series = { label: title, stroke: '#2878d0', width: 2, fill: bars ? '#2878d088' : undefined, paths: bars ? uPlot.paths.bars!({ size: [0.8, 60] }) : undefined };
    // One hour of rain has a width too: the scale reaches half an hour beyond what was measured.
    const scales: uPlot.Scales = bars ? { x: { range: (_, from, to) => [from - 1800, to + 1800] }, y: { range: (_, __, most) => [0, Math.max(1, most * 1.1)] } } : {};
    const made = new uPlot({ width: box.clientWidth, height: heightPixels, scales, series: [{}, series], axes: [axis, axis], legend: { show: true } }, data, box);
    chart.current = made;
    const watch = new ResizeObserver(() => { made.setSize({ width: box.clientWidth, height: heightPixels }); });
    watch.observe(box);
    return () => {
      watch.disconnect();
      made.destroy();
    };
  }, [title, bars]);
  useEffect(() => { chart.current?.setData(data); }, [data]);
  return <figure><figcaption>{title}</figcaption><div ref={place} /></figure>;
}
