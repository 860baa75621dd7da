/** Names and addresses that can only be this machine. */
import { isIP } from 'node:net';

/** `name:port` or `[::1]:port` without the port. */
export function hostnameOf(host: string): string {
  return host
    .replace(/:\d+$/, '')
    .replace(/^\[|\]$/g, '')
    .toLowerCase();
}

export function isLoopback(host: string): boolean {
  if (isIP(host)) return host === '::1' || host.startsWith('127.');
  return host === 'localhost' || host.endsWith('.localhost');
}
