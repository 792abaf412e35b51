import type { Operation } from '../../../platform/http/index.ts';
import type { Principal } from '../../principal.ts';
import type { SsoParts } from '../protocol.ts';
import { connectionOperations } from './connections.ts';
import { domainOperations } from './domains.ts';
import { mappingOperations } from './mappings.ts';
import { settingOperations } from './settings.ts';

export function ssoOperations(parts: SsoParts): readonly Operation<Principal>[] {
  return [connectionOperations, domainOperations, mappingOperations, settingOperations].flatMap((make) =>
    make(parts),
  );
}
