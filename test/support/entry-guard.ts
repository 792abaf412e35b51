import type pg from 'pg';

/**
 * AT-36, held by the database itself in every house that a test starts: a transaction of the server that changes any table, by whatever
 * route, job, push or command, must bring an entry, or be a follower's reaction to one. Otherwise its commit fails, and with it the test.
 * The log's own tables are left out: the integrator orders, signs and indexes what was recorded, witnesses cosign it, it cosigns others, and is sent on up to a place. So is the tally of attempts to sign in,
 * which may be nobody's: entries are made of it; and so is when keys were last used.
 */
export async function guardEntries(owner: pg.Client, serverRole: string): Promise<string[]> {
  const { rows } = await owner.query<{ name: string }>(
    `select c.oid::regclass::text as name from pg_class c
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname !~ '^(ledger_(checkpoint|cosignature|export_place|find|follower|hash|key|leaf|pending|position|witness_trouble|witnessed_head)$|platform_)'
     order by 1`,
  );
  await owner.query(`
    create function entry_was_made() returns trigger language plpgsql as $$
      begin perform set_config('countersign.entry', 'made', true); return null; end $$;
    create trigger entry_was_made after insert on ledger_leaf for each statement execute function entry_was_made();
    create trigger entry_was_made after update on ledger_follower for each statement execute function entry_was_made();
    create function entry_is_needed() returns trigger language plpgsql as $$
      begin
        if session_user = '${serverRole}' and coalesce(current_setting('countersign.entry', true), '') <> 'made' then
          raise exception 'AT-36: % on % without an entry', tg_op, tg_table_name;
        end if;
        return null;
      end $$;`);
  for (const { name } of rows)
    await owner.query(`create constraint trigger entry_is_needed after insert or update or delete on ${name}
      deferrable initially deferred for each row execute function entry_is_needed()`);
  return rows.map(({ name }) => name);
}
