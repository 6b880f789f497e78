// The shapes of the gateway's JSON, as /openapi/v1.json has them. Times are ISO 8601, UTC.

export type Level = 'red' | 'orange' | 'yellow' | 'blue' | 'programme' | 'none';
export type Scope = 'actual' | 'drill' | 'test';
export type WarningState = 'live' | 'cleared' | 'cancelled' | 'superseded' | 'expired' | 'silenced' | 'stored';
export type CoverageKind = 'heard' | 'notHeard' | 'cannotTell' | 'silent' | 'waiting';
export type BoardState = 'online' | 'silent' | 'lost' | 'new';
export type BoardKind = 'loudspeaker' | 'rain-gauge' | 'water-level' | 'village-station' | 'bench';

export type Coverage = { targeted: number } & Record<CoverageKind, number>;

export interface Warning {
  id: string;
  identifier: string;
  sender: string;
  event: string | null;
  headline: string | null;
  level: Level;
  scope: Scope;
  state: WarningState;
  kind: string;
  text: string;
  language: string;
  area: string | null;
  receivedAt: string;
  expiresAt: string | null;
  note: string;
  endedBy: string | null;
  /** Loudspeakers. */
  coverage: Coverage;
  /** Villages and people that heard it or were told by other means; null for what never sounds. */
  told: { villages: number; villagesTold: number; people: number; peopleTold: number } | null;
}

export interface Step { state: string; at: string; boardAt: string | null; reason: string | null; detail: string | null }

export interface Order {
  board: string;
  village: string;
  villageName: string;
  kind: BoardKind;
  order: string;
  sequence: number;
  of: number;
  state: string;
  reason: string | null;
  verdict: string | null;
  coverage: CoverageKind;
  states: Step[];
  quietMilliamperes: number | null;
  toneMilliamperes: number | null;
  speechMilliamperes: number | null;
  expiresAt: string;
}

export interface WarningDetail {
  warning: Warning;
  area: { description: string | null; geocodes: string[]; polygons: number; circles: number };
  boards: Order[];
  others: Order[];
}

export interface Board {
  id: string;
  village: string;
  villageName: string;
  kind: BoardKind;
  latitude: number | null;
  longitude: number | null;
  state: BoardState;
  lastSeenAt: string | null;
  firmware: string | null;
  restarts: number | null;
  restartReason: string | null;
  batteryMillivolts: number | null;
  signalDbm: number | null;
  rain: { lastHourMillimetres: number; last24HoursMillimetres: number; totalMillimetres: number; at: string } | null;
  stage: { metres: number; at: string } | null;
  readings: { committed: number; duplicates: number; missing: number } | null;
  lastOrder: { sequence: number; warning: string | null; state: string; verdict: string | null; coverage: CoverageKind; at: string } | null;
  /** What it warns of by itself, when the county could not be reached. */
  /** Since when the village's own alarm sounds. */
  alarmSince: string | null;
  /** safe-mode, part-missing, restarts-often, clock-wrong. */
  troubles: string[];
  ownWarning: { stage: 'prepare' | 'evacuate'; cause: string | null; at: string } | null;
}

export interface Health {
  ableToWarn: boolean;
  faults: Fault[];
  version: string;
  uptimeSeconds: number;
}

export interface Reading { board: string; kind: string; sequence: number; at: string; value: number; isEstimated: boolean }

export type Role = 'officer' | 'approver' | 'technician' | 'reporter' | 'viewer' | 'administrator';

export interface Session {
  signedIn: boolean;
  setUpNeeded: boolean;
  name: string | null;
  fullName: string | null;
  roles: Role[];
  mustChangePassword: boolean;
  /** Requests that are allowed, as "METHOD pattern". */
  may: string[];
  endsAt: string | null;
}

/** Why something is not done: a code with its parts for words/faults, and the gateway's English; `field` where it belongs to one. */
export interface Fault { code: string; parts: (string | Fault)[]; text: string; field?: string }

export interface Person { name: string; fullName: string; roles: Role[]; mustChangePassword: boolean; disabled: boolean; signedInAt: string | null }

export interface Key { name: string; roles: Role[]; madeBy: string; madeAt: string; usedAt: string | null; usedFrom: string | null; revokedAt: string | null }

export interface RightRow { request: string; who: 'open' | 'personal' | 'roles' | 'people' | 'machines'; roles: Role[] }

export interface AuditRow { id: number; at: string; who: string; origin: string | null; act: string; subject: string; detail: string; hash: string }

export interface AuditVerdict { whole: boolean; rows: number; head: string; problem: string | null }

export interface WarningEvent { key: string; chinese: string; english: string; hasColours: boolean }

export interface Division { code: string; name: string; parent: string | null; people: number | null; shelter: string | null; contact: string | null; phone: string | null; isVillage: boolean }

export interface PlaceGroup { name: string; codes: string[] }

export interface Texts { headline: string; description: string; instruction: string; spoken: string }

export interface DraftCause {
  kind: 'reading' | 'alert' | 'report'; board?: string | undefined; reading?: string | undefined; value?: number | undefined; at?: string | undefined; alert?: string | undefined;
  who?: string | undefined; text?: string | undefined;
}

export interface LifeEntry { at: string; kind: string; what: string; who: string | null; text: string | null; village: string | null; count: number | null; until: string | null }

export interface ReviewDue { warning: string; headline: string; issuedAt: string; who: string; reason: string; dueAt: string; isOverdue: boolean }

export interface WarningReport {
  id: string; receivedAt: string; endedAt: string | null; endedBy: string | null; counts: DeliveryCounts;
  times: { first: number | null; half: number | null; last: number | null; slowest: { code: string; name: string; seconds: number }[] };
  notHeard: VillageDelivery[]; reviewDue: boolean; reviews: { at: string; who: string; text: string }[];
}

export interface DraftBody {
  event: string;
  colour: Level;
  scope: Scope;
  area: { codes: string[]; groups: string[]; polygons: [number, number][][]; circles: { latitude: number; longitude: number; radiusKilometres: number }[] };
  minutes: number;
  detail: string | null;
  cause: DraftCause | null;
  languages: string[];
  texts: Record<string, Texts> | null;
  updates: string | null;
  stages: DraftStages | null;
  /** Id of the clip that is played in place of the spoken text. */
  recording?: string | null;
}

/** Some villages first, by number or by percent; the others after a while, when the first have heard it, or (neither given) when a person says go on. */
export interface DraftStages { firstVillages: number | null; firstPercent: number | null; afterMinutes: number | null; heardPercent: number | null }

export interface Preview {
  faults: Fault[];
  texts: Record<string, Texts>;
  area: string;
  reach: {
    boards: string[]; villages: number; villagesReached: number; people: number; peopleReached: number; countyShare: number;
    unplaced: string[];
    unreached: { code: string; name: string; reason: string; people: number | null; contact: string | null; phone: string | null }[];
  } | null;
  verdict: { missing: Fault[]; isFastPath: boolean; confirmation: string | null; mayIssue: boolean } | null;
  stages: { first: string[]; firstPeople: number; others: number } | null;
}

export type DeliveryState = 'notHeard' | 'refused' | 'silent' | 'noLoudspeaker' | 'cannotTell' | 'notOrdered' | 'held' | 'sent' | 'received' | 'playing' | 'heard';

export interface BoardDelivery { board: string; state: DeliveryState; reason: string | null; milliamperes: number | null; at: string | null; tries: number; speechSilent: boolean }

export interface VillageDelivery {
  code: string; name: string; people: number | null; contact: string | null; phone: string | null; state: DeliveryState; needsPerson: boolean;
  reached: { at: string; who: string; reason: string } | null;
  boards: BoardDelivery[];
}

export interface DeliveryCounts { villages: number; heard: number; reached: number; underway: number; needPerson: number; people: number; peopleTold: number }

export interface Stages { first: number; firstHeard: number; othersAt: string | null; othersWhenHeard: number | null; isHeld: boolean; isReleased: boolean }

export interface Delivery { warning: Warning; counts: DeliveryCounts; villages: VillageDelivery[]; stages: Stages | null }

export type QuietProof = 'stillSounding' | 'refused' | 'silent' | 'waiting' | 'quiet';

export interface BoardQuiet { board: string; village: string; villageName: string; contact: string | null; phone: string | null; proof: QuietProof; detail: string | null; at: string | null }

export interface StopAll {
  loudspeakers: number; confirmation: string; isInForce: boolean; id: string | null; at: string | null; who: string | null; reason: string | null;
  liftedAt: string | null; liftedBy: string | null; quiet: number; isProved: boolean; boards: BoardQuiet[];
}

export interface CountyCoverage { villages: number; withLoudspeaker: number; covered: number; people: number; peopleCovered: number }

export interface LifeStep { at: string; who: string; act: string; reason: string; village: string | null }

export interface Draft { id: string; state: string; author: string; body: DraftBody; warning: string | null; changedAt: string; steps: LifeStep[]; signers: string[]; writers: string[]; version: number }

export interface Circle { latitude: number; longitude: number; radiusKilometres: number }

/** Where a live warning holds. */
export interface LiveArea { warning: string; codes: string[]; polygons: [number, number][][]; circles: Circle[] }

/** How much of the county its loudspeakers cover right now. */
export interface CountyCoverage { villages: number; withLoudspeaker: number; covered: number; people: number; peopleCovered: number }

export interface MapInfo { tiles: string | null; credit: string; areas: LiveArea[] }

export interface BoardHealth {
  uptimeMilliseconds: number; restarts: number; restartReason: string; safeMode: boolean; onTrial: boolean; parts: string[]; freeBytes: number | null;
  batteryMillivolts: number | null; temperatureCelsius: number | null; signalDbm: number | null; clock: 'none' | 'gateway' | 'sntp'; clockErrorMilliseconds: number | null;
  clockAgeSeconds: number; clockSteps: number; linkLosses: number; refusals: number; configuration: number; selfTest: string | null; selfTestAt: string | null;
  oldestReading: number; nextReading: number;
}

export interface TimelineEntry { at: string; kind: 'own' | 'fault' | 'order' | 'receipt' | 'link'; what: string; word: string | null; detail: string | null; number: number | null; isEstimated: boolean }

export type WishState = 'held' | 'wanted' | 'ordered' | 'done' | 'refused' | 'rolled-back' | 'failed' | 'given-up';

export interface Configuration { board: string; version: number; settings: string; state: WishState; reason: string; detail: string; set: string; ended: string | null }

export interface KnownSetting { name: string; group: string; form: 'whole' | 'time' | 'flag' | 'text'; least: number | null; most: number | null; usual: string; needs: string }

export interface SiteSetting { option: string; name: string; description: string; kinds: BoardKind[]; least: number; most: number; words: string[] }

export interface Update { board: string; build: number; file: string; state: WishState; reason: string; detail: string; set: string; ended: string | null }

/** What a change of settings would do to one board; null: not set by the county. */
export interface BoardChange { board: string; differences: { name: string; before: string | null; after: string | null }[]; faults: Fault[] }

export type RolloutState = WishState | 'replaced';

/** A change of many boards: one tries it first. `what`: "name = value" and "- name" lines, or build and file. */
export interface Rollout { number: number; subject: 'settings' | 'application'; what: string; who: string; set: string; boards: { board: string; state: RolloutState; reason: string; detail: string; ended: string | null }[] }

/** The files for a board's flash; the key is in them and is never shown again. */
export interface BoardCard { board: string; settings: string; authority: string | null; network: string | null }

export type DayName = 'monday' | 'tuesday' | 'wednesday' | 'thursday' | 'friday' | 'saturday' | 'sunday';

/** Time "07:30:00" by the office's clock, from and until "2026-11-23". */
export interface ProgrammeBody {
  name: string;
  days: DayName[];
  time: string;
  area: { codes: string[] | null; groups: string[] | null; polygons: [number, number][][] | null; circles: Circle[] | null };
  content: { text: string; language: string; clip: string | null };
  volumePercent: number;
  repeats: number;
  enabled: boolean;
  from: string | null;
  until: string | null;
}

export interface Programme { id: string; programme: ProgrammeBody; where: string; isPlaying: boolean }

export interface Slot { programme: string; day: string; time: string; start: string; isNight: boolean }

export interface Week { zone: string; nightFromHour: number; nightToHour: number; days: string[]; slots: Slot[] }

export interface Play { id: string; start: string; text: string; where: string; isPlaying: boolean; stoppedAt: string | null; stoppedBy: string | null; yielded: number; coverage: Coverage }
export interface OfficeSetting { kind: 'text' | 'number' | 'share' | 'switch' | 'signatures' | 'timeZone'; value: string; configured: string; isOwn: boolean }

export interface OfficeSettings { version: number; changedAt: string | null; changedBy: string | null; settings: Record<string, OfficeSetting> }

export interface Templates {
  languages: string[];
  facts: string[];
  events: WarningEvent[];
  changed: { event: string; language: string; version: number; own: string[] }[];
}

export interface Template { event: string; language: string; version: number; changedAt: string | null; changedBy: string | null; colours: Record<string, { own: Texts | null; shipped: Texts | null }> }

export interface TextPreview { faults: Partial<Record<string, Fault[]>>; filled: Texts | null; spoken: string | null; bytes: number; seconds: number }

export interface ImportSummary { isDone: boolean; added: number; changed: number; unchanged: number; lines: { code: string; name: string; what: string; detail: string }[]; notes: Fault[] }

/** A sound that people recorded or brought. */
export interface Clip { id: string; origin: string; name: string; milliseconds: number; by: string; at: string }
