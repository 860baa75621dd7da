/** Which terminals are open, which are in front, and which has the keys: pure, so that every order of events is tested. */
import type { SessionName } from './names.ts';

export interface Layout {
  readonly open: readonly SessionName[];
  /** In front, none, one or two, from first to second place. */
  readonly shown: readonly SessionName[];
  readonly active: SessionName | null;
  /** The active one has the place of both; the other waits behind it. */
  readonly maximised?: boolean;
}

export const emptyLayout: Layout = { open: [], shown: [], active: null };

const opened = (open: readonly SessionName[], session: SessionName): readonly SessionName[] =>
  open.includes(session) ? open : [...open, session];

/** What a slide asks for: these in front, in this order, at most two; the others stay open behind. */
export function showSessions(layout: Layout, sessions: readonly SessionName[]): Layout {
  const unique = [...new Set(sessions)];
  const shown = unique.slice(0, 2);
  const [first] = shown;
  if (!first) return layout;
  const active = layout.active !== null && shown.includes(layout.active) ? layout.active : first;
  const open = unique.reduce(opened, layout.open);
  // A slide that names two wants both seen.
  return { open, shown, active };
}

/** Brings one to the front: where it is, or in the place of the active one. */
export function selectSession(layout: Layout, session: SessionName): Layout {
  const open = opened(layout.open, session);
  if (layout.shown.includes(session)) return { ...layout, open, active: session };
  const shown =
    layout.shown.length === 0 || layout.active === null
      ? [session]
      : layout.shown.map((other) => (other === layout.active ? session : other));
  return { open, shown, active: session };
}

/** The tab goes, the program stays. */
export function closeSession(layout: Layout, session: SessionName): Layout {
  const at = layout.open.indexOf(session);
  const open = layout.open.filter((other) => other !== session);
  let shown = layout.shown.filter((other) => other !== session);
  const neighbour = open[Math.min(at, open.length - 1)];
  if (shown.length === 0 && neighbour) shown = [neighbour];
  const active = layout.active === session ? (shown[0] ?? null) : layout.active;
  return { open, shown, active };
}

/** A second terminal beside the active one, or the active one alone. */
export function toggleSplit(layout: Layout): Layout {
  if (layout.active === null) return layout;
  if (layout.shown.length > 1) return { ...layout, shown: [layout.active], maximised: false };
  const at = layout.open.indexOf(layout.active);
  const other = layout.open[at + 1] ?? layout.open[at - 1];
  return other ? { ...layout, shown: [layout.active, other] } : layout;
}

/** The active one of two over the whole place, or both again. */
export function toggleMaximised(layout: Layout): Layout {
  return { ...layout, maximised: layout.shown.length > 1 && layout.maximised !== true };
}

/** What is to be seen. */
export function visible({ shown, active, maximised }: Layout): readonly SessionName[] {
  return maximised && active !== null && shown.includes(active) ? [active] : shown;
}

export function moveSession(layout: Layout, session: SessionName, before: SessionName | null): Layout {
  const others = layout.open.filter((other) => other !== session);
  const at = before === null ? others.length : others.indexOf(before);
  return { ...layout, open: others.toSpliced(at < 0 ? others.length : at, 0, session) };
}
