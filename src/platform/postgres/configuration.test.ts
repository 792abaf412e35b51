import { expect, test } from 'vitest';
import { renderSettings } from './configuration.ts';

test('a quote in a path cannot end the setting', () => {
  const settings = renderSettings({ sockets: "/data/o'neill/socket", logs: '/data/log' });
  expect(settings).toContain("unix_socket_directories = '/data/o''neill/socket'");
});

test('nothing of durability is switched off and no TCP port is opened', () => {
  const settings = renderSettings({ sockets: '/s', logs: '/l' });
  for (const line of [
    "listen_addresses = ''",
    'fsync = on',
    'synchronous_commit = on',
    'full_page_writes = on',
  ])
    expect(settings.split('\n')).toContain(line);
});
