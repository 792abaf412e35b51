/**
 * Does one thing after the other; one that fails holds up none of the rest.
 * @returns how many were done @throws AggregateError of what failed, when all had their turn
 */
export async function eachOf<Item>(
  items: readonly Item[],
  work: (item: Item) => Promise<boolean>,
): Promise<number> {
  let done = 0;
  const failed: unknown[] = [];
  for (const item of items)
    try {
      if (await work(item)) done += 1;
    } catch (error) {
      failed.push(error);
    }
  if (failed.length > 0) throw new AggregateError(failed, `${failed.length} of ${items.length} failed`);
  return done;
}
