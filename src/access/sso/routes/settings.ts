import { z } from 'zod';
import { type Operation, operationsOf } from '../../../platform/http/index.ts';
import { authorize } from '../../authorize.ts';
import { namesOf } from '../../names.ts';
import { named } from '../../person.ts';
import type { Principal } from '../../principal.ts';
import { theOrganization } from '../../resource.ts';
import { idOf, personRef, role } from '../../routes/wire.ts';
import type { SsoParts } from '../protocol.ts';
import { changeSetting, nameExempt, unnameExempt } from '../settings.ts';
import { selectExemptions, selectSetting } from '../store/settings.ts';

const operation = operationsOf<Principal>('access');

const settingShape = z.object({
  enforced: z.boolean(),
  provisioning: z.boolean(),
  defaultRole: role.nullable(),
  exemptions: z.array(z.object({ person: personRef, createdAt: z.string() })),
});

const path = '/api/v1/sso/settings';

export function settingOperations(parts: SsoParts): readonly Operation<Principal>[] {
  const { reader } = parts;
  const shown = async ({ organization }: Principal): Promise<z.input<typeof settingShape>> => {
    const exempt = await selectExemptions(reader, organization);
    const names = await namesOf(
      reader,
      organization,
      exempt.map(({ person }) => person),
    );
    const exemptions = exempt.map(({ person, createdAt }) => ({
      person: named(names, person),
      createdAt: createdAt.toISOString(),
    }));
    return { ...(await selectSetting(reader, organization)), exemptions };
  };
  const read = operation({
    id: 'sso_setting.read',
    method: 'get',
    path,
    summary: 'How the organization uses single sign-on.',
    description: 'For admins and auditors. `exemptions` are the admins who get in when it is down.',
    answer: { schema: settingShape },
    problems: ['sso_setting.read.forbidden'],
    handle: async ({ principal }) => {
      authorize(principal, 'sso_setting.read', theOrganization);
      return shown(principal);
    },
  });
  const update = operation({
    id: 'sso_setting.update',
    method: 'patch',
    path,
    summary: 'Sets how single sign-on is used.',
    description:
      'For admins. Enforcing it ends the sessions that began otherwise, but one’s own. Entry `sso_setting.update`.',
    body: z.strictObject({
      enforced: z.boolean().optional(),
      provisioning: z.boolean().optional(),
      defaultRole: role.nullable().optional(),
    }),
    answer: { schema: settingShape },
    problems: [
      'sso_setting.update.forbidden',
      'sso_setting.update.not_tested',
      'sso_setting.update.no_way_back',
    ],
    handle: async ({ principal, body: { enforced, provisioning, defaultRole } }) => {
      await changeSetting(parts, principal, {
        ...(enforced === undefined ? {} : { enforced }),
        ...(provisioning === undefined ? {} : { provisioning }),
        ...(defaultRole === undefined ? {} : { defaultRole }),
      });
      return shown(principal);
    },
  });
  const name = operation({
    id: 'sso_exemption.create',
    method: 'post',
    path: '/api/v1/sso/exemptions',
    summary: 'Names an admin who gets in when single sign-on is down.',
    description:
      'For admins. With their password, and each time is recorded and told to all admins. Entry `sso_exemption.create`.',
    body: z.strictObject({ person: z.string().max(64) }),
    problems: [
      'sso_exemption.create.forbidden',
      'sso_exemption.create.no_admin',
      'sso_exemption.create.named_already',
    ],
    handle: async ({ principal, body }) => {
      authorize(principal, 'sso_exemption.create', theOrganization);
      await nameExempt(parts, principal, idOf('per', body.person));
      return undefined;
    },
  });
  const unname = operation({
    id: 'sso_exemption.delete',
    method: 'delete',
    path: '/api/v1/sso/exemptions/{person}',
    summary: 'Takes that from an admin again.',
    description: 'For admins. Entry `sso_exemption.delete`.',
    params: z.object({ person: z.string() }),
    problems: ['sso_exemption.delete.forbidden', 'sso_exemption.delete.last'],
    handle: async ({ principal, params: { person } }) => {
      authorize(principal, 'sso_exemption.delete', theOrganization);
      await unnameExempt(parts, principal, idOf('per', person));
      return undefined;
    },
  });
  return [read, update, name, unname];
}
