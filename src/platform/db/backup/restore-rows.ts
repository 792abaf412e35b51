import { createHash } from 'node:crypto';
import { z } from 'zod';
import { damaged } from './file.ts';
import { type BackupManifest, lastLineSchema, tableSchema } from './format.ts';
import type { Loading } from './load.ts';

/** Rows are written when so many, or so much text, has come. */
const mostRows = 500;
const mostCharacters = 8_000_000;

/** What was read of one table, with the digest of its lines as they were read. */
type Loaded = BackupManifest['tables'][number];

export type LastLine = z.infer<typeof lastLineSchema>;

const anyLine = z.union([z.string(), tableSchema, lastLineSchema]);

/**
 * Loads everything after the header. Compares nothing with the manifest but gives what it counted: who calls checks the manifest's seal
 * first and then `differences`, before anything is committed.
 * @throws Problem `restore.damaged`, naming the table
 */
export async function loadRows(
  lines: AsyncIterable<string>,
  loading: Loading,
): Promise<{ readonly last: LastLine; readonly loaded: readonly Loaded[] }> {
  const loaded: Loaded[] = [];
  let last: LastLine | undefined;
  let open: ReturnType<typeof openTable> | undefined;
  const close = async () => {
    if (open !== undefined) loaded.push(await open.close());
    open = undefined;
  };
  for await (const text of lines) {
    if (last !== undefined) throw damaged('something stands after its end');
    const line = parse(text, open?.table);
    if (typeof line === 'string') {
      if (open === undefined) throw damaged('it has rows of no table');
      await open.row(text, line);
    } else if ('manifest' in line) {
      await close();
      last = line;
    } else {
      await close();
      if (loaded.some(({ table }) => table === line.table)) throw damaged(`it has ${line.table} twice`);
      if (!(await loading.fits(line.table, line.columns)))
        throw damaged(`no table of its version has the name ${line.table} and those columns`);
      open = openTable(line.table, loading);
    }
  }
  if (last === undefined) throw damaged('it is cut off');
  return { last, loaded };
}

function parse(text: string, table: string | undefined): z.infer<typeof anyLine> {
  try {
    return anyLine.parse(JSON.parse(text));
  } catch (cause) {
    throw damaged(table === undefined ? 'a line is none' : `a line of ${table} is none`, cause);
  }
}

function openTable(table: string, loading: Loading) {
  const hash = createHash('sha256');
  let rows = 0;
  let characters = 0;
  let waiting: string[] = [];
  const flush = async () => {
    if (waiting.length > 0)
      await loading.insert(table, waiting).catch((cause: unknown) => {
        throw damaged(`rows of ${table} are none`, cause);
      });
    waiting = [];
    characters = 0;
  };
  return {
    table,
    row: async (text: string, row: string) => {
      hash.update(text).update('\n');
      rows += 1;
      characters += row.length;
      waiting.push(row);
      if (waiting.length >= mostRows || characters >= mostCharacters) await flush();
    },
    close: async (): Promise<Loaded> => {
      await flush();
      return { table, rows, sha256: hash.digest('hex') };
    },
  };
}

/** What does not agree between the manifest, what was loaded, and the tables that there are; each a sentence's end. */
export function differences(
  manifest: BackupManifest,
  loaded: readonly Loaded[],
  tables: readonly string[],
): string[] {
  const found = new Map(loaded.map((one) => [one.table, one]));
  const named = new Set(manifest.tables.map(({ table }) => table));
  return [
    ...manifest.tables.flatMap(({ table, rows, sha256 }) => {
      const here = found.get(table);
      if (here === undefined) return [`${table} is missing`];
      if (here.rows !== rows) return [`${table} has ${here.rows} rows and had ${rows}`];
      return here.sha256 === sha256 ? [] : [`the rows of ${table} are others`];
    }),
    ...[...new Set([...tables, ...found.keys()])]
      .filter((table) => !named.has(table))
      .map((table) => `${table} is not in its manifest`),
  ];
}
