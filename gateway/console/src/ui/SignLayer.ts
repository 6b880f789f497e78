import L from 'leaflet';

/** A name of a colour in style.css. */
export type Tone = 'good' | 'bad' | 'doubt' | 'wait' | 'quiet' | 'ink';

export interface MapSign {
  /** What a click on it means. */
  target: string;
  latitude: number;
  longitude: number;
  /** Dot, ring and small: nothing to do here. Disc: a board. Square: a village. Name: nothing but the label. */
  shape: 'dot' | 'ring' | 'small' | 'disc' | 'square' | 'name';
  tone: Tone;
  sign: string;
  /** Beside it where there is room; what comes first in the list gets the room first. */
  label: string;
  /** For whoever points at it. */
  title: string;
}

const radius: Record<MapSign['shape'], number> = { dot: 5, ring: 5, small: 7, disc: 10, square: 11, name: 2 };
const reachPixels = 18;
const usualFontPixels = 16;
const font = 'system-ui, "Noto Sans CJK SC", "Microsoft YaHei", sans-serif';

/** All signs of a county on one canvas: hundreds of them are drawn anew within a frame, and none is an element of the page. */
export class SignLayer extends L.Layer {
  private readonly canvas = L.DomUtil.create('canvas', 'signs');
  private signs: readonly MapSign[] = [];
  private frame = 0;
  private map: L.Map | null = null;

  override onAdd(map: L.Map): this {
    this.map = map;
    (map.getPane('signs') ?? map.createPane('signs')).append(this.canvas);
    map.on('move zoom viewreset resize', this.later, this);
    this.later();
    return this;
  }

  override onRemove(map: L.Map): this {
    cancelAnimationFrame(this.frame);
    map.off('move zoom viewreset resize', this.later, this);
    this.canvas.remove();
    this.map = null;
    return this;
  }

  show(signs: readonly MapSign[]): void {
    this.signs = signs;
    this.later();
  }

  /** The sign under a point of the map, if there is one. */
  at(point: L.Point): MapSign | undefined {
    let best: MapSign | undefined;
    let least = reachPixels * scaleNow();
    for (const sign of this.signs) {
      const distance = this.map!.latLngToContainerPoint([sign.latitude, sign.longitude]).distanceTo(point);
      if (distance <= least) [best, least] = [sign, distance];
    }

    return best;
  }

  private later(): void {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.draw());
  }

  private draw(): void {
    if (!this.map) return;
    const size = this.map.getSize();
    const dots = window.devicePixelRatio || 1;
    L.DomUtil.setPosition(this.canvas, this.map.containerPointToLayerPoint([0, 0]));
    this.canvas.width = size.x * dots;
    this.canvas.height = size.y * dots;
    this.canvas.style.width = `${size.x}px`;
    this.canvas.style.height = `${size.y}px`;
    const pen = this.canvas.getContext('2d')!;
    pen.scale(dots, dots);
    const scale = scaleNow();
    const styles = getComputedStyle(document.documentElement);
    const colours = new Map<string, string>();
    const colourOf = (name: string) => colours.get(name) ?? (colours.set(name, styles.getPropertyValue(`--${name}`)), colours.get(name)!);
    const seen = this.signs
      .map((sign) => ({ sign, at: this.map!.latLngToContainerPoint([sign.latitude, sign.longitude]) }))
      .filter(({ at }) => at.x > -40 && at.y > -40 && at.x < size.x + 40 && at.y < size.y + 40);
    for (const { sign, at } of [...seen].reverse()) drawSign(pen, sign, at, scale, colourOf);
    drawLabels(pen, seen, scale, colourOf);
  }
}

/** Signs grow with the letters of the page: on a wall they are read from afar. */
function scaleNow(): number {
  return parseFloat(getComputedStyle(document.documentElement).fontSize) / usualFontPixels;
}

function drawSign(pen: CanvasRenderingContext2D, { shape, tone, sign }: MapSign, at: L.Point, scale: number, colourOf: (name: string) => string): void {
  const r = radius[shape] * scale;
  pen.beginPath();
  if (shape === 'square' || shape === 'small') pen.roundRect(at.x - r, at.y - r, 2 * r, 2 * r, 4);
  else pen.arc(at.x, at.y, r, 0, 2 * Math.PI);
  pen.fillStyle = colourOf(shape === 'ring' ? 'paper' : tone);
  pen.fill();
  pen.lineWidth = (shape === 'ring' ? 2.5 : 1.5) * scale;
  pen.strokeStyle = colourOf(shape === 'ring' ? tone : 'paper');
  pen.stroke();
  if (shape !== 'disc' && shape !== 'square' && shape !== 'small') return;
  pen.fillStyle = colourOf('paper');
  pen.font = `bold ${(shape === 'small' ? 10 : 14) * scale}px ${font}`;
  pen.textAlign = 'center';
  pen.textBaseline = 'middle';
  pen.fillText(sign, at.x, at.y + 1);
}

const labelPixels = 12;
const mostWidths = 5_000;
const widths = new Map<string, number>();

/** A county's names are the same at every drawing; its values are few. */
function widthOf(pen: CanvasRenderingContext2D, label: string): number {
  const known = widths.get(label) ?? pen.measureText(label).width * labelPixels / parseFloat(pen.font);
  if (widths.size >= mostWidths) widths.clear();   // a wall screen runs for months
  widths.set(label, known);
  return known;
}

/** Labels stand right of their signs; one that would touch another is left out until there is room. */
function drawLabels(pen: CanvasRenderingContext2D, seen: readonly { sign: MapSign; at: L.Point }[], scale: number, colourOf: (name: string) => string): void {
  const taken: [number, number, number, number][] = seen
    .filter(({ sign }) => sign.shape !== 'name').map(({ sign, at }) => [at.x - radius[sign.shape] * scale, at.y - radius[sign.shape] * scale, at.x + radius[sign.shape] * scale, at.y + radius[sign.shape] * scale]);
  pen.font = `${labelPixels * scale}px ${font}`;
  pen.textAlign = 'left';
  pen.textBaseline = 'middle';
  pen.lineJoin = 'round';
  for (const { sign, at } of seen) {
    if (!sign.label) continue;
    const left = at.x + radius[sign.shape] * scale + 3;
    const box: [number, number, number, number] = [left, at.y - 8 * scale, left + widthOf(pen, sign.label) * scale, at.y + 8 * scale];
    if (taken.some((other) => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1])) continue;
    taken.push(box);
    pen.lineWidth = 3;
    pen.strokeStyle = colourOf('paper');
    pen.strokeText(sign.label, left, at.y);
    pen.fillStyle = colourOf('ink');
    pen.fillText(sign.label, left, at.y);
  }
}
