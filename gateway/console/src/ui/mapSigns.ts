import type { Layer, Village } from '../state/map';
import type { Board, CoverageKind } from '../types';
import type { Words } from '../words/zh';
import type { MapSign, Tone } from './SignLayer';
import { boardSign, coverageSign, worstFirst } from './signs';

const coverageTone: Record<CoverageKind, Tone> = { heard: 'good', notHeard: 'bad', cannotTell: 'doubt', silent: 'doubt', waiting: 'wait' };

/** Something is wrong that somebody should look at. */
export function isInTrouble(board: Board): boolean {
  return board.state === 'silent' || board.state === 'lost' || !!board.ownWarning || !!board.alarmSince || board.troubles.length > 0 || board.lastOrder?.coverage === 'notHeard';
}

/** What is wrong with it while it is online, in words: what it found itself, and that it was not heard. */
export function wrongOf(board: Board, word: Words): string[] {
  return [...board.troubles.map((trouble) => word.troubles[trouble] ?? trouble), ...(board.lastOrder?.coverage === 'notHeard' ? [word.onMap.lastNotHeard] : [])];
}

/** How bad, for sorting: 0 is worst. */
export function rankOf(board: Board): number {
  if (board.alarmSince || board.ownWarning) return 0;
  if (board.lastOrder?.coverage === 'notHeard') return 1;
  if (board.state === 'lost' || board.state === 'silent') return 2;
  if (board.troubles.length > 0) return 3;
  return board.state === 'new' ? 4 : 5;
}

/** The same for a village: what a warning did there comes before how its boards are. */
export function rankOfVillage(village: Village): number {
  const boards = Math.min(9, ...village.boards.map(rankOf));
  return village.delivery && village.delivery !== 'heard' ? worstFirst.indexOf(village.delivery) - 10 : boards;
}

export function readingsOf(board: Board, word: Words): string {
  return [board.rain && word.rainRate(board.rain.lastHourMillimetres.toFixed(1)), board.stage && `${word.stage(board.stage.metres.toFixed(2))}`].filter(Boolean).join(' · ');
}

/** Official names of villages end in the name of their committee; where room is short the place alone is said. */
export function shortName(name: string): string {
  return name.replace(/(村|社区)[民居]委员会$/, (_, kind: string) => kind).replace(/社区居民委员会$/, '社区').replace(/居民委员会$/, '居委会');
}

/** What the map shows of boards and villages, the most important first. */
export function signsOf(villages: readonly Village[], shown: ReadonlySet<Layer>, word: Words): MapSign[] {
  const signs: [number, MapSign][] = [];
  for (const village of villages) {
    const delivery = shown.has('areas') ? village.delivery : null;
    if (village.spot && (delivery || shown.has('villages'))) {
      signs.push([delivery ? worstFirst.indexOf(delivery) - 10 : 8, {
        target: village.code, ...village.spot, shape: delivery === 'heard' ? 'small' : delivery ? 'square' : 'name', tone: delivery ? coverageTone[delivery] : 'quiet', sign: delivery ? coverageSign[delivery] : '',
        label: shown.has('villages') ? shortName(village.name) : '', title: delivery ? `${village.name}: ${word.coverage[delivery]}` : village.name,
      }]);
    }

    for (const board of village.boards) {
      const values = shown.has('sensors') ? readingsOf(board, word) : '';
      if (board.latitude === null || board.longitude === null || !(shown.has('boards') || values)) continue;
      if (delivery && !values && !isInTrouble(board)) continue;
      signs.push([rankOf(board), signOf(board, village, values, shown.has('boards') && !delivery, word)]);
    }
  }

  return signs.sort((a, b) => a[0] - b[0]).map(([, sign]) => sign);
}

function signOf(board: Board, village: Village, values: string, isShown: boolean, word: Words): MapSign {
  const bad = board.state === 'lost' || board.alarmSince || board.ownWarning || board.lastOrder?.coverage === 'notHeard';
  const calm = !isInTrouble(board);
  return {
    target: village.code, latitude: board.latitude!, longitude: board.longitude!,
    shape: !isShown ? 'name' : calm ? (board.state === 'new' ? 'ring' : 'dot') : 'disc',
    tone: calm ? (board.state === 'new' ? 'quiet' : 'good') : bad ? 'bad' : 'doubt',
    sign: board.state === 'silent' || board.state === 'lost' ? boardSign[board.state] : '!',
    label: values, title: [village.name, word.kinds[board.kind], word.boardStates[board.state], ...wrongOf(board, word), values].filter(Boolean).join(' · '),
  };
}
