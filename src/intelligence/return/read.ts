import { authorize, type Principal, theOrganization } from '../../access/index.ts';
import type { OrganizationId } from '../../ledger/index.ts';
import { assetPath, type Library, type LiveText, valueModelOf } from '../../libraries/index.ts';
import { isId } from '../../platform/id.ts';
import { governingEnvironment, policyLibrary } from '../../policy/index.ts';
import { addDays, completeWeeks, dayOf, weekOf } from '../days.ts';
import { teamsAt } from '../groups/grouping.ts';
import { placeOf } from '../layer/store.ts';
import type { LogRange } from '../measures/figure.ts';
import type { IntelligenceParts } from '../parts.ts';
import { selectAcceptance } from '../quality/store.ts';
import { type Sight, sightOf } from '../sight.ts';
import { selectStays } from '../teams/store.ts';
import { assess, type Known } from './assess.ts';
import { hiddenIn } from './hidden.ts';
import { netMeasure } from './measure.ts';
import { selectValueCells } from './store.ts';

/** Complete weeks that are looked back at most. */
const span = 26;

/** What use is worth, by value model. Everybody with a role on the organization who may see the library policy. @throws Problem 403 */
export async function readReturn(parts: IntelligenceParts, principal: Principal) {
  authorize(principal, 'measure.return', theOrganization);
  const sight = await sightOf(parts, principal);
  return returnOf(parts, principal.organization, sight);
}

/** One function for every page that says what use is worth. */
export async function returnOf(parts: IntelligenceParts, organization: OrganizationId, sight: Sight) {
  const { reader, smallestGroup } = parts;
  const today = dayOf(parts.clock.now());
  const complete = completeWeeks(today, span);
  const weeks = smallestGroup > 1 ? complete : [...complete.slice(1), weekOf(today).week];
  const place = await placeOf(reader, organization, netMeasure.projections);
  const log: LogRange | null = place.nextIndex === 0 ? null : { first: 0, last: place.nextIndex - 1 };
  const { models, unreadable } = await modelsInForce(parts, organization, sight);
  if (models.length === 0) return { smallestGroup, weeks, log, unreadable, items: [] };
  const first = models.map(({ model }) => weekOf(model.start).week).toSorted()[0] ?? '';
  const looked = weeks.filter((week) => week >= first);
  const [from = weeks.at(-1) ?? today] = looked;
  const to = addDays(looked.at(-1) ?? from, 7);
  const prompts = models.flatMap((one) => one.prompts);
  const [cells, thumbs, stays] = await Promise.all([
    selectValueCells(reader, organization, prompts, from, to),
    selectAcceptance(reader, organization, sight.libraries, from, to),
    selectStays(reader, organization),
  ]);
  const teams = new Map(looked.map((week) => [week, teamsAt(stays, week)]));
  const hidden = await hiddenIn(parts, organization, sight, teams, place);
  const items = models.map(({ model, prompts: own, file }) => {
    const known: Known = {
      ...{ prompts: own, thumbs, teams },
      weeks: looked.filter((week) => week >= weekOf(model.start).week),
      cells: cells.filter(
        (cell) =>
          cell.week >= weekOf(model.start).week &&
          own.some(({ library, path }) => library === cell.library && path === cell.path),
      ),
      isHidden: (week, dimension, group) => hidden.get(week)?.has(`${dimension} ${group}`) === true,
    };
    return { model, file, weeks: known.weeks, ...assess(model, known, smallestGroup) };
  });
  return { smallestGroup, weeks, log, unreadable, items };
}

/** The value models that are in force, of prompts that one may see: of others nothing is said. Wages stand in them: whoever may read the library. */
async function modelsInForce(parts: IntelligenceParts, organization: OrganizationId, sight: Sight) {
  const library = await parts.libraries.byName(organization, policyLibrary);
  if (library === undefined || !sight.libraries.includes(library.id)) return { models: [], unreadable: [] };
  const files = await parts.libraries.liveTexts(parts.reader, library, governingEnvironment, 'value-model');
  const ids = new Map([...sight.names].map(([id, name]) => [name, id]));
  const unreadable: string[] = [];
  const models = files.flatMap((file) => {
    const { faults, valueModel: model } = valueModelOf(file.text);
    if (model === null || faults.length > 0) {
      unreadable.push(file.path);
      return [];
    }
    const prompts = model.prompts.flatMap((name) => {
      const slash = name.indexOf('/');
      const id = ids.get(name.slice(0, slash));
      return id === undefined ? [] : [{ library: id, path: assetPath(name.slice(slash + 1)), name }];
    });
    return prompts.length < model.prompts.length ? [] : [{ model, prompts, file: { library, ...file } }];
  });
  return { models, unreadable };
}

/** Who approved a value model as it is in force: the latest version with its bytes. */
export async function approversOf(
  parts: IntelligenceParts,
  organization: OrganizationId,
  { library, path, digest }: LiveText & { readonly library: Library },
) {
  const version = (await parts.libraries.versions(library, path)).find((one) => one.digest === digest);
  if (version === undefined) return [];
  const acts = await parts.changes.story(organization, version.change);
  return acts.filter(({ action }) => action === 'change.approve');
}

export const teamName = async (parts: IntelligenceParts, organization: OrganizationId, id: string) =>
  isId('tea', id) ? ((await parts.access.teamById(organization, id))?.displayName ?? id) : id;
