import { addDays, daysBetween } from '../days.ts';

/** What a prompt ran as. */
export interface Setting {
  readonly version: number;
  readonly model: string;
  readonly provider: string;
}

/** What changed between two spans of a prompt's runs. */
export interface Changed {
  /** `nothing` of ours: the same version, model and provider behave differently. */
  readonly kind: 'version' | 'model' | 'provider' | 'nothing';
  readonly from: string;
  readonly to: string;
}

export interface Spans {
  readonly changed: Changed;
  /** The first day of the second span. */
  readonly on: string;
  readonly before: { readonly setting: Setting; readonly from: string; readonly to: string };
  readonly after: { readonly setting: Setting; readonly from: string; readonly to: string };
}

export const spanDays = 28;

/**
 * Which two spans of a prompt's days to compare, up to and without `today`: 28 days of what it mostly ran as before it last changed, with up
 * to 28 since; when nothing changed for 56 days, the last 28 with those before. Null without runs of yesterday's month. Pure.
 */
export function spansOf(
  days: readonly (Setting & { readonly day: string; readonly executions: number })[],
  today: string,
): Spans | null {
  const mostly = [...Map.groupBy(days, ({ day }) => day)]
    .toSorted(([one], [other]) => one.localeCompare(other))
    .map(([day, rows]) => ({
      day,
      setting: rows.reduce((most, row) => (row.executions > most.executions ? row : most)),
    }));
  const last = mostly.at(-1);
  if (last === undefined || daysBetween(last.day, today) > spanDays) return null;
  const at = mostly.findLastIndex(({ setting }) => !isSame(setting, last.setting));
  const previous = mostly[at]?.setting;
  const on = mostly[at + 1]?.day ?? last.day;
  const current = settingOf(last.setting);
  if (previous === undefined || daysBetween(on, today) > 2 * spanDays) {
    const middle = addDays(today, -spanDays);
    return {
      changed: { kind: 'nothing', from: '', to: '' },
      on: middle,
      before: { setting: current, from: addDays(middle, -spanDays), to: middle },
      after: { setting: current, from: middle, to: today },
    };
  }
  return {
    ...{ changed: changeOf(previous, last.setting), on },
    before: { setting: settingOf(previous), from: addDays(on, -spanDays), to: on },
    after: { setting: current, from: on, to: least(addDays(on, spanDays), today) },
  };
}

const settingOf = ({ version, model, provider }: Setting): Setting => ({ version, model, provider });
export const isSame = (one: Setting, other: Setting): boolean =>
  one.version === other.version && one.model === other.model && one.provider === other.provider;
const least = (one: string, other: string) => (one < other ? one : other);

function changeOf(one: Setting, other: Setting): Changed {
  if (one.version !== other.version)
    return { kind: 'version', from: `v${one.version}`, to: `v${other.version}` };
  if (one.model !== other.model) return { kind: 'model', from: one.model, to: other.model };
  return { kind: 'provider', from: one.provider, to: other.provider };
}
