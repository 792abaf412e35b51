import type { ReturnItem } from '../../api/types.ts';
import { assumptionWords } from '../../libraries/kinds/ValueModelOutline.tsx';
import type { Sheet } from '../charts/sheet.ts';
import { weekText } from './dollars.ts';

/** From the time that runs save to what is left: each step with what it adds or takes, and the sum so far. */
export function waterfallOf({ steps, modelsUsd, declaredUsd, net }: ReturnItem) {
  const bars = [
    ['Time saved', steps.saved],
    ['Reading what came out', steps.review],
    ['Doing it again', steps.rework],
    ['Not accepted', steps.notAccepted],
    ['Does not become work', steps.notWork],
    ['Doubt about the evidence', steps.doubt],
    ['Models', -modelsUsd],
    ['Declared costs', -declaredUsd],
  ] as const;
  let sum = 0;
  const placed = bars.map(([label, usd]) => {
    const from = sum;
    sum += usd;
    return { label, usd, from, to: sum };
  });
  return [
    ...placed.filter(({ usd }) => Math.abs(usd) > 0),
    { label: 'Net value', usd: net.mid, from: 0, to: net.mid },
  ];
}

export const waterfallSheet = (item: ReturnItem): Sheet => ({
  name: `From time saved to net value: ${item.model.title}`,
  columns: [
    { key: 'step', label: 'Step' },
    { key: 'usd', label: 'US dollars' },
    { key: 'sum', label: 'Sum' },
  ],
  rows: waterfallOf(item).map(({ label, usd, to }) => ({ step: label, usd, sum: to })),
});

export const seriesSheet = ({ series, model }: ReturnItem): Sheet => ({
  name: `Net value over time: ${model.title}`,
  columns: [
    { key: 'week', label: 'Week of' },
    { key: 'low', label: 'Low' },
    { key: 'mid', label: 'Middle' },
    { key: 'high', label: 'High' },
  ],
  rows: series.map(({ week, low, mid, high }) => ({ week: weekText(week), low, mid, high })),
});

export const tornadoSheet = ({ tornado, model }: ReturnItem): Sheet => ({
  name: `What it hangs on: ${model.title}`,
  columns: [
    { key: 'assumption', label: 'Assumption' },
    { key: 'low', label: 'Value at its low end' },
    { key: 'high', label: 'Value at its high end' },
  ],
  rows: tornado.map(({ assumption, low, high }) => ({
    assumption: assumptionWords[assumption].label,
    low,
    high,
  })),
});

export const groupsSheet = ({ byPrompt, byTeam, model }: ReturnItem): Sheet => ({
  name: `By prompt and team: ${model.title}`,
  columns: [
    { key: 'name', label: 'Prompt or team' },
    { key: 'runs', label: 'Runs' },
    { key: 'low', label: 'Value, low' },
    { key: 'mid', label: 'Middle' },
    { key: 'high', label: 'High' },
  ],
  rows: [...byPrompt, ...byTeam].map(({ name, runs, value }) => ({ name, runs, ...value })),
});
