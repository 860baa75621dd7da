/** What a node has of the course's own in /opt/lab/bin, whatever the driver: scripts of this folder, and the names by which one of them is called. */

/** Scripts, each under its own name. */
export const scripts = ['turn-on', 'rc-service', 'particion', 'costumbre'] as const;

/** What people type from habit on other servers: `costumbre` does it the course's way, or says in one sentence what that is. */
export const habits = [
  'service',
  'systemctl',
  'journalctl',
  ...['apt', 'apt-get', 'apt-cache', 'aptitude', 'dpkg', 'yum', 'dnf', 'apk', 'snap', 'pip', 'pip3'],
  ...['sudo', 'su', 'ssh', 'scp'],
  ...['reboot', 'poweroff', 'halt', 'shutdown', 'telinit'],
] as const;

/** Scripts of /etc/init.d, by the name of their service. */
export const initScripts: Readonly<Record<string, string>> = Object.fromEntries(
  ['redis', 'redis-sentinel'].map((service) => [
    service,
    `#!/bin/sh\nexec /opt/lab/bin/rc-service ${service} "$@"\n`,
  ]),
);
