import { writeWhole } from './folders.ts';
import type { Place } from './place.ts';

/** The port that names the socket's file; no TCP port is opened. */
export const socketPort = 5432;

const quote = (text: string) => `'${text.replaceAll("'", "''")}'`;

/** All settings that differ from PostgreSQL's own defaults, plus those that durability rests on. */
export function renderSettings(place: Pick<Place, 'sockets' | 'logs'>): string {
  return `# Written by Countersign at every start; changes are lost.
listen_addresses = ''
port = ${socketPort}
unix_socket_directories = ${quote(place.sockets)}
unix_socket_permissions = 0700
max_connections = 60
password_encryption = 'scram-sha-256'

fsync = on
synchronous_commit = on
full_page_writes = on
wal_level = replica
max_wal_size = 1GB
min_wal_size = 80MB
checkpoint_timeout = 5min

shared_buffers = 128MB
work_mem = 4MB
maintenance_work_mem = 64MB
effective_cache_size = 512MB
jit = off

timezone = 'UTC'
log_timezone = 'UTC'
lc_messages = 'C'

logging_collector = on
log_directory = ${quote(place.logs)}
log_filename = 'postgresql-%Y%m%d-%H%M%S.log'
log_file_mode = 0600
log_rotation_age = 1d
log_rotation_size = 10MB
log_line_prefix = '%m [%p] %e %q%u@%d '
# Details and statements may hold what people wrote; the log keeps the code and the message only.
log_error_verbosity = terse
log_min_error_statement = panic
`;
}

// The superuser cannot log in by any way: what needs it is done by single-user mode while no server runs.
const access = `# Written by Countersign at every start; changes are lost.
local all postgres reject
local all all scram-sha-256
`;

/** Writes PostgreSQL's settings and its access rules into a cluster that no server runs on. */
export async function writeConfiguration(cluster: string, place: Place): Promise<void> {
  await writeWhole(cluster, 'postgresql.conf', renderSettings(place), 0o600, place.account);
  await writeWhole(cluster, 'pg_hba.conf', access, 0o600, place.account);
}
