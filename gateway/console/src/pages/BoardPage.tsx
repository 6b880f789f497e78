import { useSignal, useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import { get } from '../api';
import { boards, isLoaded } from '../state/county';
import { href } from '../state/route';
import type { Reading } from '../types';
import { Page, Sign } from '../ui/Parts';
import { boardSign } from '../ui/signs';
import { ago } from '../ui/time';
import { words } from '../words';
import { canSound, TestToneButton } from './Boards';

/** One board: how it is, and what it measured in the last 24 hours. */
export function BoardPage({ id }: { id: string }) {
  const word = words.value;
  const board = boards.value.get(id);
  if (!board) return <Page title={id}><p class="calm">{isLoaded.value ? word.none : word.loading}</p></Page>;
  return (
    <Page title={board.villageName || board.village || id} actions={canSound(board) ? <TestToneButton board={board} /> : undefined}>
      <p class="badges">
        <span class={`badge ${board.state}`}><Sign>{boardSign[board.state]}</Sign>{word.boardStates[board.state]}</span>
        <span class="badge state">{word.kinds[board.kind]}</span><span class="code">{id}</span>
      </p>
      <ul class="meta">
        <li>{word.lastSeen}: {ago(board.lastSeenAt)}</li>
        {board.firmware && <li>{word.firmware(board.firmware)}</li>}
        {board.restarts !== null && <li>{word.restarts(board.restarts)}{board.restartReason && ` (${board.restartReason})`}</li>}
        {!!board.batteryMillivolts && <li>{word.battery((board.batteryMillivolts / 1000).toFixed(2))}</li>}
        {!!board.signalDbm && <li>{word.signal(board.signalDbm)}</li>}
      </ul>
      {(board.rain || board.stage) && <Day id={id} />}
      <p><a href={href('boards')}>{word.back}</a></p>
    </Page>
  );
}

function Day({ id }: { id: string }) {
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
    <section>
      <h2>{word.health24h}</h2>
      {rain.length > 1 && <Chart title={word.rainHeading} data={rainPerHour(rain)} bars />}
      {stage.length > 1 && <Chart title={word.stageHeading} data={[stage.map(seconds), stage.map((reading) => reading.value / 1000)]} />}
    </section>
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

function Chart({ title, data, bars = false }: { title: string; data: uPlot.AlignedData; bars?: boolean }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const ink = getComputedStyle(place.current!).color;
    const axis: uPlot.Axis = { stroke: ink, grid: { stroke: '#8884', width: 1 } };
    const series: uPlot.Series = { label: title, stroke: '#2878d0', width: 2, fill: bars ? '#2878d088' : undefined, paths: bars ? uPlot.paths.bars!({ size: [0.8] }) : undefined };
    const chart = new uPlot({ width: place.current!.clientWidth, height: 200, series: [{}, series], axes: [axis, axis], legend: { show: true } }, data, place.current!);
    const resize = () => chart.setSize({ width: place.current!.clientWidth, height: 200 });
    window.addEventListener('resize', resize);
    return () => {
      window.removeEventListener('resize', resize);
      chart.destroy();
    };
  }, [title, data, bars]);
  return <figure><figcaption>{title}</figcaption><div ref={place} /></figure>;
}
