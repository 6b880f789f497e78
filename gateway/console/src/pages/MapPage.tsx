import { useSignalEffect } from '@preact/signals';
import L from 'leaflet';
import { useEffect, useRef } from 'preact/hooks';
import { get } from '../api';
import { boards, isLoaded, newestWarnings } from '../state/county';
import { go, href } from '../state/route';
import type { Board } from '../types';
import { Page, Sign } from '../ui/Parts';
import { boardSign } from '../ui/signs';
import { words } from '../words';
import { isInTrouble } from './Boards';
import { WarningCard } from './Warnings';

/** The county at a glance: what is in force, and every board where it stands. Works without any tile server. */
export function MapPage() {
  const word = words.value;
  const live = newestWarnings.value.filter((warning) => warning.state === 'live');
  const placed = [...boards.value.values()].filter(isPlaced);
  return (
    <Page title={word.pages.map}>
      <div class="map-page">
        <section>
          <h2>{word.inForce}</h2>
          {live.length === 0 ? <p class="calm">{isLoaded.value ? word.noWarnings : word.loading}</p> : live.map((warning) => <WarningCard key={warning.id} warning={warning} />)}
          <details>
            <summary>{word.mapList}</summary>
            <ul class="plain-list">
              {placed.map((board) => (
                <li key={board.id}><Sign>{boardSign[board.state]}</Sign><a href={href('boards', board.id)}>{board.villageName || board.id}</a> {word.boardStates[board.state]}</li>
              ))}
            </ul>
          </details>
        </section>
        {placed.length > 0 ? <CountyMap /> : <p class="calm">{isLoaded.value ? word.mapNoPlaces : word.loading}</p>}
      </div>
    </Page>
  );
}

type PlacedBoard = Board & { latitude: number; longitude: number };

function isPlaced(board: Board): board is PlacedBoard {
  return board.latitude !== null && board.longitude !== null;
}

function CountyMap() {
  const place = useRef<HTMLDivElement>(null);
  const map = useRef<L.Map | null>(null);
  const markers = useRef(new Map<string, L.CircleMarker>());
  useEffect(() => {
    const made = L.map(place.current!, { preferCanvas: true, attributionControl: false, zoomControl: true });
    map.current = made;
    const placed = [...boards.value.values()].filter(isPlaced);
    made.fitBounds(L.latLngBounds(placed.map((board) => [board.latitude, board.longitude])).pad(0.1));
    L.control.scale({ imperial: false }).addTo(made);
    get<GeoJSON.FeatureCollection>('/api/places/boundaries').then((outlines) => {
      if (map.current === made && outlines.features.length > 0) {
        const drawn = L.geoJSON(outlines, { interactive: false, style: { color: '#5a6470', weight: 1.5, fillOpacity: 0.04 } }).addTo(made).bringToBack();
        made.fitBounds(drawn.getBounds());
      }
    }, () => { /* the map works without outlines */ });
    return () => {
      made.remove();
      markers.current.clear();
    };
  }, []);
  useSignalEffect(() => {
    const word = words.value;
    for (const board of [...boards.value.values()].filter(isPlaced)) {
      const marker = markers.current.get(board.id) ?? addMarker(board);
      marker?.setStyle(styleOf(board));
      marker?.setTooltipContent(`${board.villageName || board.id} · ${word.kinds[board.kind]} · ${word.boardStates[board.state]}`);
    }
  });

  function addMarker(board: PlacedBoard): L.CircleMarker | undefined {
    if (!map.current) return undefined;
    const marker = L.circleMarker([board.latitude, board.longitude], styleOf(board)).bindTooltip('').addTo(map.current);
    marker.on('click', () => go('boards', board.id));
    markers.current.set(board.id, marker);
    return marker;
  }

  return <div ref={place} class="map" role="application" aria-label={words.value.pages.map} />;
}

/** Trouble is larger and has a thick ring: it is found without colours too. */
function styleOf(board: Board): L.CircleMarkerOptions {
  const fill = board.state === 'online' ? '#1a7f37' : board.state === 'new' ? '#8a8f98' : '#c62828';
  return isInTrouble(board)
    ? { radius: 10, color: '#111', weight: 3, fillColor: fill, fillOpacity: 0.9 }
    : { radius: 7, color: '#fff', weight: 1.5, fillColor: fill, fillOpacity: 0.9 };
}
