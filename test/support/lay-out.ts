import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync, inflateSync } from 'node:zlib';
import { invariant } from '../../src/platform/invariant.ts';
import type { TestLibraries } from './test-libraries.ts';

/** Lays a library out as a bare repository of the stock git in a folder, byte for byte as the database has it. */
export async function layOut(
  house: TestLibraries,
  library: { readonly id: string },
  folder: string,
): Promise<void> {
  const git = (...args: string[]) => execFileSync('git', ['-C', folder, ...args], { stdio: 'pipe' });
  git('init', '-q', '--bare', '.');
  const objects = await house.asOwner(
    'select oid, type, size, content from libraries_object where library_id = $1',
    [library.id],
  );
  for (const { oid, type, size, content } of objects.rows) {
    const place = join(folder, 'objects', oid.slice(0, 2));
    mkdirSync(place, { recursive: true });
    const bytes = inflateSync(content);
    invariant(bytes.length === size, `object ${oid} is as long as it says`);
    writeFileSync(
      join(place, oid.slice(2)),
      deflateSync(Buffer.concat([Buffer.from(`${type} ${size}\0`), bytes])),
    );
  }
  const refs = await house.asOwner('select name, oid from libraries_ref where library_id = $1', [library.id]);
  for (const { name, oid } of refs.rows) git('update-ref', name, oid);
}
