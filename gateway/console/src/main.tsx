import 'leaflet/dist/leaflet.css';
import 'uplot/dist/uPlot.min.css';
import './style.css';
import './desk.css';
import './media.css';
import { render } from 'preact';
import { App } from './app';
import { isLoaded, loadHealth } from './state/county';
import { keepFrom } from './state/kept';
import { begin, session } from './state/session';
import { keepShell } from './state/shell';

const healthMilliseconds = 10_000;

render(<App />, document.getElementById('console')!);
void begin();
keepFrom(() => session.value);
keepShell();
setInterval(() => { if (isLoaded.value) loadHealth().catch(() => { /* the live line says that the gateway does not answer */ }); }, healthMilliseconds);
