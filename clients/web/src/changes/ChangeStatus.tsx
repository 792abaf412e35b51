import type { ChangeState } from '../api/types.ts';
import { Status } from '../design/Status.tsx';
import { stateLooks } from './state.ts';

export const ChangeStatus = ({ state }: { state: ChangeState }) => <Status {...stateLooks[state]} />;
