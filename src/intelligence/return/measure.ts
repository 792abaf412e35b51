import { defineMeasure } from '../measures/measure.ts';

export const netMeasure = defineMeasure({
  id: 'net_value_26w',
  version: 1,
  title: 'Net value, last 26 weeks',
  formula:
    'for each value model in force: answered runs of its prompts × accepted share × (minutes before − after − review − share of rework × minutes of rework) × wage × share that becomes work, half of it at grade D, less list prices of tokens and declared costs; complete weeks since its start, of prompts and weeks that enough people ran; low and high are the least and the most that its assumptions allow together; the accepted share is that of thumbs once there are 20, with its 95 % interval; models of grade E are scenarios and in no total; the sum of low values is less than the low of the sum',
  unit: 'usd',
  grade: 'D',
  projections: ['intelligence.use', 'intelligence.scores', 'intelligence.teams'],
  better: 'more',
});
