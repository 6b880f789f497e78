import 'leaflet/dist/leaflet.css';
import 'uplot/dist/uPlot.min.css';
import './style.css';
import './desk.css';
import { render } from 'preact';
import { App } from './app';
import { isLoaded, loadHealth } from './state/county';
import { loadSession } from './state/session';

const healthMilliseconds = 10_000;
const retryMilliseconds = 3_000;

function begin(): void {
  loadSession().catch(() => { setTimeout(begin, retryMilliseconds); });
}

render(<App />, document.getElementById('console')!);
begin();
setInterval(() => { if (isLoaded.value) loadHealth().catch(() => { /* the live line says that the gateway does not answer */ }); }, healthMilliseconds);
