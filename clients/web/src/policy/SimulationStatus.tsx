import type { Simulation } from '../api/types.ts';
import { Status } from '../design/Status.tsx';

export function SimulationStatus({ state }: { state: Simulation['state'] }) {
  switch (state) {
    case 'running':
      return <Status word="running" shape="half" tone="accent" />;
    case 'done':
      return <Status word="done" shape="check" tone="good" />;
    case 'lost':
      return <Status word="broken off" shape="cross" tone="bad" />;
  }
}
