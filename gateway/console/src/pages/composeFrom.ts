import { get } from '../api';
import { boards, warnings } from '../state/county';
import { divisions } from '../state/places';
import type { Board, Draft, DraftBody, DraftCause, MapInfo, Scope, WarningDetail } from '../types';
import { noArea, type Area } from '../ui/AreaPicker';

const townshipDigits = 9;

/** What a warning begins with that is written because of something: a board's reading, an upstream alert, a warning that it takes the place of, or a draft that came back. */
export interface Beginning { cause: DraftCause | null; area: Area; updates: string | null; scope: Scope; draft: DraftBody | null }

const nothing: Beginning = { cause: null, area: noArea, updates: null, scope: 'actual', draft: null };

/** From the address: place/CODE, reading/BOARD, warning/ID, update/ID or draft/ID. Boards, warnings and places are loaded before. */
export async function beginningOf([kind, id = '']: readonly string[]): Promise<Beginning> {
  const board = boards.value.get(id);
  const warning = warnings.value.get(id);
  if (kind === 'place') return { ...nothing, area: { ...noArea, codes: [id] } };
  if (kind === 'reading' && board) return { ...nothing, cause: readingOf(board), area: { ...noArea, codes: [townshipOf(board.village)] } };
  if (kind === 'warning' && warning) return { ...nothing, cause: { kind: 'alert', alert: warning.identifier, who: warning.sender, at: warning.receivedAt } };
  if (kind === 'update' && warning) return { ...nothing, area: await areaOf(id), updates: id, scope: warning.scope };
  if (kind === 'draft') return draftOf((await get<Draft>(`/api/drafts/${encodeURIComponent(id)}`)).body);
  return nothing;
}

function draftOf(body: DraftBody): Beginning {
  const { codes, groups, polygons, circles } = body.area;   // a machine's draft leaves out what it does not need
  return { cause: body.cause, area: { codes: codes ?? [], groups: groups ?? [], polygons: polygons ?? [], circles: circles ?? [] }, updates: body.updates, scope: body.scope, draft: body };
}

function readingOf(board: Board): DraftCause {
  const of = { kind: 'reading' as const, board: board.id };
  if (board.alarmSince) return { ...of, reading: 'village-alarm', at: board.alarmSince };
  if (board.ownWarning) return { ...of, reading: 'own-warning', at: board.ownWarning.at, text: [board.ownWarning.stage, board.ownWarning.cause].filter(Boolean).join(' ') };
  if (board.stage && !(board.rain && board.rain.lastHourMillimetres > 0 && board.stage.metres <= 0)) return { ...of, reading: 'stage', value: board.stage.metres, at: board.stage.at };
  return { ...of, reading: 'rain-1h', value: board.rain?.lastHourMillimetres, at: board.rain?.at };
}

function townshipOf(village: string): string {
  const township = village.slice(0, townshipDigits);
  return divisions.value.some((division) => division.code === township) ? township : village;
}

/** Where a live warning holds, as it was named and drawn; of one that has ended, the divisions that it named. */
async function areaOf(id: string): Promise<Area> {
  const known = new Set(divisions.value.map((division) => division.code));
  const live = (await get<MapInfo>('/api/map')).areas.find((area) => area.warning === id);
  if (live) return { ...noArea, codes: live.codes.filter((code) => known.has(code)), polygons: live.polygons, circles: live.circles };
  const { area } = await get<WarningDetail>(`/api/warnings/${encodeURIComponent(id)}`);
  return { ...noArea, codes: area.geocodes.map((geocode) => geocode.split('=')[1] ?? '').filter((code) => known.has(code)) };
}
